// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/judge.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/samples.h"
#include "core/networks/model_file.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int64_t kLookedAtOnce = 250;

std::vector<fs::path> modelFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".safetensors") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

bool isFinished(const fs::path& run) {
  const fs::path config = run / "config.json";
  return fs::exists(config) && parseJson(readFile(config), config.string()).value("state", "") == "finished";
}

/// The models of finished runs, the newest first.
std::vector<fs::path> runModels() {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(runsFolder(), error)) try {
      const fs::path model = entry.path() / "model.safetensors";
      if (fs::exists(model) && readModelDescription(model).role == "judge" && isFinished(entry.path())) found.emplace_back(fs::last_write_time(model), model);
    } catch (const std::exception&) {
      // Not a run, or a damaged one.
    }
  std::sort(found.rbegin(), found.rend());
  std::vector<fs::path> models;
  for (const auto& [time, model] : found) models.push_back(model);
  return models;
}

/// The first file that holds a judge of the set.
std::optional<Judge> firstThatFits(const std::vector<fs::path>& files, const PictureSet& set, torch::Device device) {
  for (const fs::path& file : files) try {
      const ModelDescription about = readModelDescription(file);
      if (about.role != "judge" || about.data != set.name()) continue;
      if (Judge judge(file, device); judge.fits(set)) return judge;
    } catch (const std::exception&) {
      // Damaged; lists leave it out, too.
    }
  return std::nullopt;
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

Judge::Judge(const fs::path& model, torch::Device device) : device_(device) {
  const LoadedModel loaded = openModel(model);
  network_ = std::dynamic_pointer_cast<JudgeNet>(loaded.network);
  if (loaded.description.role != "judge" || !network_) fail(model.string() + " is no judge: its role is " + loaded.description.role);
  network_->to(device_);
  name_ = model.filename() == "model.safetensors" ? fs::absolute(model).parent_path().filename().string() : model.stem().string();
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
  for (const fs::path& folder : {shippedFolder("models"), userModelsFolder()})
    if (auto judge = firstThatFits(modelFiles(folder), set, device)) return judge;
  return firstThatFits(runModels(), set, device);
}

}  // namespace chaesaek
