// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/generated.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/samples.h"

namespace chaesaek {
namespace {

constexpr int64_t kBatch = 250;

/// `count` indices of a split at random, in the order drawn.
std::vector<int> drawIndices(const PictureSet& set, Split split, int count, uint64_t seed) {
  std::vector<int> all = indicesOf(set, split);
  if (all.empty()) all = indicesOf(set, Split::Train);
  if (all.size() < 2) fail("data " + set.name() + " has too few pictures to measure generated ones by");
  Random random(seed);
  const size_t kept = std::min(all.size(), static_cast<size_t>(count));
  for (size_t i = 0; i < kept; ++i) std::swap(all[i], all[static_cast<size_t>(random.integer(static_cast<int>(i), static_cast<int>(all.size()) - 1))]);
  all.resize(kept);
  return all;
}

torch::Tensor realPictures(const PictureSet& set, const std::vector<int>& indices, const VectorOptions& shape) {
  std::vector<torch::Tensor> pictures;
  for (const int index : indices) pictures.push_back(pictureSample(set, index, shape.size).at("picture"));
  return torch::stack(pictures);
}

torch::Tensor makePictures(VectorGenerator& generator, int64_t count, uint64_t seed, const Progress& progress) {
  const torch::Device device = generator.parameters().front().device();
  const auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
  std::vector<torch::Tensor> batches;
  for (int64_t done = 0; done < count; done += kBatch) {
    progress(static_cast<double>(done), static_cast<double>(count), "making pictures");
    const int64_t n = std::min(kBatch, count - done);
    const torch::Tensor labels = torch::arange(done, done + n).remainder(std::max(1, generator.shape.classes));
    batches.push_back(generator.forward(generator.input(generator.drawLatents(n, random), labels).to(device)).to(torch::kCPU, torch::kFloat32));
  }
  return torch::cat(batches);
}

double meanDistance(const torch::Tensor& rows) { return torch::pdist(rows.flatten(1)).mean(torch::kFloat64).item<double>(); }

}  // namespace

NamedValues measureGenerated(VectorGenerator& generator, const PictureSet& set, const GeneratedOptions& options, const Progress& progress) {
  const torch::NoGradGuard noGradients;
  const std::vector<int> indices = drawIndices(set, options.split, options.count, options.seed);
  const torch::Tensor made = makePictures(generator, static_cast<int64_t>(indices.size()), options.seed, progress);
  return {{"diversity", meanDistance(made) / meanDistance(realPictures(set, indices, generator.shape))}};
}

}  // namespace chaesaek
