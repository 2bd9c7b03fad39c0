// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/generated.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/evaluation/distances.h"

namespace chaesaek {
namespace {

constexpr int64_t kMadeAtOnce = 250;

void judgePictures(JudgedPictures& pictures, const std::optional<Judge>& judge, const Progress& progress) {
  if (judge) pictures.opinion = judge->look(pictures.pictures, progress);
}

double diversity(const VectorGenerator& generator, const JudgedPictures& made, const PictureSet& set, const JudgedPictures& real) {
  if (generator.shape.classes > 0 && generator.shape.classes == static_cast<int>(set.classes().size()))
    if (const double within = spreadWithinClasses(made.rows(), made.labels, real.rows(), real.labels); std::isfinite(within)) return within;
  return meanDistance(made.rows()) / meanDistance(real.rows());
}

}  // namespace

std::vector<int> drawIndices(const PictureSet& set, Split split, int count, uint64_t seed) {
  std::vector<int> all = indicesOf(set, split);
  Random random(seed);
  const size_t kept = std::min(all.size(), static_cast<size_t>(count));
  for (size_t i = 0; i < kept; ++i) {
    const int other = random.integer(static_cast<int>(i), static_cast<int>(all.size()) - 1);
    std::swap(all[i], all[static_cast<size_t>(other)]);
  }
  all.resize(kept);
  return all;
}

JudgedPictures realPictures(const PictureSet& set, const std::vector<int>& indices, int side, const std::optional<Judge>& judge,
                            const Progress& progress) {
  JudgedPictures real{picturesOf(set, indices, side), labelsOf(set, indices), {}};
  judgePictures(real, judge, progress);
  return real;
}

JudgedPictures makePictures(VectorGenerator& generator, int count, uint64_t seed, const std::optional<Judge>& judge, const Progress& progress) {
  const torch::NoGradGuard noGradients;
  const torch::Device device = generator.parameters().front().device();
  const auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
  JudgedPictures made{{}, torch::arange(count).remainder(std::max(1, generator.shape.classes)), {}};
  std::vector<torch::Tensor> batches;
  for (int64_t done = 0; done < count; done += kMadeAtOnce) {
    progress(static_cast<double>(done), count, "making pictures");
    const int64_t n = std::min(kMadeAtOnce, count - done);
    const torch::Tensor input = generator.input(generator.drawLatents(n, random), made.labels.narrow(0, done, n));
    batches.push_back(generator.forward(input.to(device)).to(torch::kCPU, torch::kFloat32).contiguous());
  }
  made.pictures = torch::cat(batches);
  judgePictures(made, judge, progress);
  return made;
}

NamedValues compareGenerated(const VectorGenerator& generator, const JudgedPictures& made, const PictureSet& set, const JudgedPictures& real) {
  NamedValues values;
  if (made.opinion.features.defined()) {
    values.emplace_back("frechet", frechetDistance(made.opinion.features, real.opinion.features));
    if (generator.shape.classes == made.opinion.logits.size(1)) values.emplace_back("agreement", made.agreement());
  }
  values.emplace_back("diversity", diversity(generator, made, set, real));
  return values;
}

NamedValues measureGenerated(VectorGenerator& generator, const PictureSet& set, const GeneratedOptions& options, const Progress& progress) {
  if (generator.shape.channels != set.channels())
    fail("the generator's pictures have " + std::to_string(generator.shape.channels) + " channels, those of " + set.name() + " " +
         std::to_string(set.channels()));
  const std::optional<Judge> judge = findJudge(set, generator.parameters().front().device());
  std::vector<int> indices = drawIndices(set, options.split, options.count, options.seed);
  if (indices.size() < 2) indices = drawIndices(set, Split::Train, options.count, options.seed);
  if (indices.size() < 2) fail("data " + set.name() + " has too few pictures to measure generated ones by");
  const JudgedPictures real = realPictures(set, indices, generator.shape.size, judge, progress);
  const JudgedPictures made = makePictures(generator, static_cast<int>(indices.size()), options.seed, judge, progress);
  return compareGenerated(generator, made, set, real);
}

}  // namespace chaesaek
