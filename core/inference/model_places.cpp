// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_places.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

const std::string kExtension = ".safetensors";

fs::path modelOfRun(const fs::path& run) { return run / ("model" + kExtension); }

std::vector<ModelPlace> placesIn(const fs::path& folder, ModelPlace::Kind kind) {
  std::vector<ModelPlace> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == kExtension) out.push_back({entry.path().stem().string(), entry.path(), kind});
  std::sort(out.begin(), out.end(), [](const ModelPlace& a, const ModelPlace& b) { return a.name < b.name; });
  return out;
}

/// A run's exported generator, from the run's name or folder.
ModelPlace runPlace(const fs::path& run) {
  ModelPlace place{fs::absolute(run).lexically_normal().filename().string(), modelOfRun(run), ModelPlace::Kind::Run};
  if (!fs::is_regular_file(place.path)) fail(run.string() + " holds no model.safetensors; train longer or name a model file");
  return place;
}

/// A file keeps the name that it is listed by.
ModelPlace placeOfFile(const fs::path& path) {
  std::vector<ModelPlace> listed = modelPlaces();
  for (ModelPlace& run : runModelPlaces()) listed.push_back(std::move(run));
  std::error_code error;
  for (const ModelPlace& each : listed)
    if (fs::equivalent(each.path, path, error)) return each;
  return {path.stem().string(), path, ModelPlace::Kind::File};
}

bool isPlainName(const std::string& name) { return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos; }

}  // namespace

std::vector<ModelPlace> modelPlaces() {
  std::vector<ModelPlace> out = placesIn(shippedFolder("models"), ModelPlace::Kind::Shipped);
  for (ModelPlace& own : placesIn(userModelsFolder(), ModelPlace::Kind::Own)) out.push_back(std::move(own));
  return out;
}

std::vector<ModelPlace> runModelPlaces() {
  std::vector<std::pair<fs::file_time_type, ModelPlace>> dated;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(runsFolder(), error)) {
    const fs::path model = modelOfRun(entry.path());
    const auto written = fs::last_write_time(model, error);
    if (!error) dated.push_back({written, {entry.path().filename().string(), model, ModelPlace::Kind::Run}});
  }
  std::sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<ModelPlace> out;
  for (auto& [written, place] : dated) out.push_back(std::move(place));
  return out;
}

// Names come before paths, so that a folder called "colouring" does not hide the model.
std::optional<ModelPlace> findModelPlace(const std::string& nameOrPath) {
  if (isPlainName(nameOrPath)) {
    for (const auto kind : {ModelPlace::Kind::Shipped, ModelPlace::Kind::Own}) {
      const fs::path folder = kind == ModelPlace::Kind::Shipped ? shippedFolder("models") : userModelsFolder();
      const ModelPlace place{nameOrPath, folder / (nameOrPath + kExtension), kind};
      if (fs::is_regular_file(place.path)) return place;
    }
    if (fs::is_directory(runsFolder() / nameOrPath)) return runPlace(runsFolder() / nameOrPath);
  }
  if (fs::is_directory(nameOrPath)) return runPlace(nameOrPath);
  if (!fs::exists(nameOrPath)) return std::nullopt;
  return placeOfFile(nameOrPath);
}

}  // namespace chaesaek
