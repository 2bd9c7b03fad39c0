// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/inference/colourer.h"
#include "core/inference/network_colourer.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

const std::string kExtension = ".safetensors";

/// The models of a folder by name; what is no model that colours is left out.
std::vector<ModelInfo> modelsIn(const fs::path& folder, bool shipped) {
  std::vector<ModelInfo> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != kExtension) continue;
    ModelInfo info;
    info.name = entry.path().stem().string();
    info.path = entry.path();
    info.shipped = shipped;
    try {
      describeModel(info);
      out.push_back(std::move(info));
    } catch (const std::exception&) {
    }
  }
  std::sort(out.begin(), out.end(), [](const ModelInfo& a, const ModelInfo& b) { return a.name < b.name; });
  return out;
}

std::string knownNames() {
  std::string text;
  for (const ModelInfo& info : listModels()) text += (text.empty() ? "" : ", ") + info.name;
  return text;
}

/// A run's exported generator, from the run's name or folder.
ModelInfo runModel(const fs::path& run) {
  ModelInfo info;
  info.name = fs::absolute(run).lexically_normal().filename().string();
  info.path = run / "model.safetensors";
  if (!fs::is_regular_file(info.path)) fail(run.string() + " holds no model.safetensors; train longer or name a model file");
  return info;
}

bool isPlainName(const std::string& name) { return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos; }

/// Names come before paths, so that a folder called "colouring" does not hide the model.
ModelInfo findModel(const std::string& nameOrPath) {
  ModelInfo info;
  info.name = nameOrPath;
  if (isPlainName(nameOrPath)) {
    for (const bool shipped : {true, false}) {
      info.path = (shipped ? shippedFolder("models") : userModelsFolder()) / (nameOrPath + kExtension);
      info.shipped = shipped;
      if (fs::is_regular_file(info.path)) return info;
    }
    if (fs::is_directory(runsFolder() / nameOrPath)) return runModel(runsFolder() / nameOrPath);
  }
  if (fs::is_directory(nameOrPath)) return runModel(nameOrPath);
  if (!fs::exists(nameOrPath)) failUsage("no model, run or file is called " + nameOrPath + "; known models: " + knownNames());
  info.name = fs::path(nameOrPath).stem().string();
  info.path = nameOrPath;
  info.shipped = false;
  return info;
}

}  // namespace

std::vector<ModelInfo> listModels() {
  std::vector<ModelInfo> out = modelsIn(shippedFolder("models"), true);
  for (ModelInfo& own : modelsIn(userModelsFolder(), false)) out.push_back(std::move(own));
  out.push_back(makeFlatColourer()->info());
  return out;
}

std::string defaultModelName() {
  const std::vector<ModelInfo> models = listModels();
  const auto usual = std::find_if(models.begin(), models.end(), [](const ModelInfo& info) { return info.shipped && info.name == "colouring"; });
  if (usual != models.end()) return usual->name;
  return models.front().shipped ? models.front().name : "flat";
}

std::unique_ptr<Colourer> openColourer(const std::string& nameOrPath, const std::string& device, bool recognise) {
  if (device != "auto" && device != "cpu" && device != "cuda") failUsage("unknown device " + device + "; use auto, cpu or cuda");
  if (nameOrPath == "flat") return makeFlatColourer();
  return openNetworkColourer(findModel(nameOrPath), device, recognise);
}

}  // namespace chaesaek
