// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/judge.h"

#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/samples.h"
#include "core/networks/model_file.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int64_t kLookedAtOnce = 250;

bool isFinishedRun(const fs::path& model) {
  const fs::path config = model.parent_path() / "config.json";
  return fs::exists(config) && parseJson(readFile(config), config.string()).value("state", "") == "finished";
}

}  // namespace

torch::Tensor picturesOf(const PictureSet& set, const std::vector<int>& indices, int side) {
  torch::Tensor pictures = torch::empty({static_cast<int64_t>(indices.size()), set.channels(), side, side});
  for (size_t i = 0; i < indices.size(); ++i) pictures[static_cast<int64_t>(i)].copy_(pictureSample(set, indices[i], side).at("picture"));
  return pictures;
}

torch::Tensor labelsOf(const PictureSet& set, const std::vector<int>& indices) {
  std::vector<int64_t> labels;
  for (const int index : indices) labels.push_back(set.labelOf(index));
  return torch::tensor(labels, torch::kInt64);
}

Judge::Judge(const ModelPlace& place, torch::Device device) : name_(place.name), device_(device) {
  const LoadedModel loaded = openModel(place.path);
  network_ = std::dynamic_pointer_cast<JudgeNet>(loaded.network);
  if (loaded.description.role != "judge" || !network_) fail(place.path.string() + " is no judge: its role is " + loaded.description.role);
  network_->to(device_);
}

bool Judge::fits(const PictureSet& set) const {
  return static_cast<int>(set.classes().size()) == classes() && set.channels() == network_->options.inputs;
}

JudgeNet::Opinion Judge::look(const torch::Tensor& pictures, const Progress& progress) const {
  const torch::NoGradGuard noGradients;
  std::vector<torch::Tensor> logits, features;
  for (int64_t done = 0; done < pictures.size(0); done += kLookedAtOnce) {
    progress(static_cast<double>(done), static_cast<double>(pictures.size(0)), "judging");
    torch::Tensor some = pictures.narrow(0, done, std::min(kLookedAtOnce, pictures.size(0) - done)).to(device_);
    if (some.size(2) != side() || some.size(3) != side()) some = at::_upsample_bilinear2d_aa(some, {side(), side()}, false);
    const JudgeNet::Opinion opinion = network_->look(some);
    logits.push_back(opinion.logits.to(torch::kCPU));
    features.push_back(opinion.features.to(torch::kCPU));
  }
  return {torch::cat(logits), torch::cat(features)};
}

std::optional<Judge> findJudge(const PictureSet& set, torch::Device device) {
  if (set.classes().empty()) return std::nullopt;
  std::vector<ModelPlace> places = modelPlaces();
  for (ModelPlace& run : runModelPlaces()) places.push_back(std::move(run));
  for (const ModelPlace& place : places) try {
      const ModelDescription about = readModelDescription(place.path);
      if (about.role != "judge" || about.data != set.name() || (place.kind == ModelPlace::Kind::Run && !isFinishedRun(place.path))) continue;
      if (Judge judge(place, device); judge.fits(set)) return judge;
    } catch (const std::exception&) {
      // Damaged; lists leave it out, too.
    }
  return std::nullopt;
}

}  // namespace chaesaek
