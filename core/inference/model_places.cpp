// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_places.h"

#include <algorithm>
#include <charconv>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"

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
  ModelPlace place{folderName(run), modelOfRun(run), ModelPlace::Kind::Run};
  if (!fs::is_regular_file(place.path)) fail(run.string() + " holds no model.safetensors; train longer or name a model file");
  return place;
}

constexpr std::string_view kSnapshotStem = "step-", kBest = "best";

/// 800 of "step-000800.safetensors".
std::optional<int64_t> stepOf(const fs::path& snapshot) {
  const std::string stem = snapshot.stem().string();
  int64_t step = 0;
  if (snapshot.extension() != kExtension || !stem.starts_with(kSnapshotStem)) return std::nullopt;
  const char* end = stem.data() + stem.size();
  const auto [read, error] = std::from_chars(stem.data() + kSnapshotStem.size(), end, step);
  return error == std::errc() && read == end ? std::optional(step) : std::nullopt;
}

/// "RUN@800", "RUN@best"; nothing where there is no such run.
std::optional<ModelPlace> momentPlace(const std::string& reference) {
  const size_t at = reference.rfind('@');
  if (at == std::string::npos || at == 0 || !fs::is_directory(runsFolder() / reference.substr(0, at))) return std::nullopt;
  const std::string run = reference.substr(0, at);
  std::string known;
  for (const RunMoment& moment : momentsOfRun(run)) {
    if (moment.reference == reference) return ModelPlace{reference, moment.path, ModelPlace::Kind::Run};
    known += (known.empty() ? "" : ", ") + moment.reference.substr(at + 1);
  }
  fail("run " + run + " kept nothing called " + reference.substr(at + 1) + "; it has " + (known.empty() ? "no moments" : known));
}

/// A run's files keep the run's name, wherever they lie: it is not told by "step-000800".
std::optional<ModelPlace> placeInRun(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal(), folder = whole.parent_path();
  const fs::path run = folder.filename() == "snapshots" ? folder.parent_path() : folder;
  if (!fs::exists(run / "config.json")) return std::nullopt;
  if (whole.filename() == "checkpoint" + kExtension) return runPlace(run);  // of its networks, the one that colours
  const auto step = stepOf(whole);
  if (!step && whole.stem() != kBest) return std::nullopt;
  return ModelPlace{run.filename().string() + "@" + (step ? std::to_string(*step) : std::string(kBest)), path, ModelPlace::Kind::Run};
}

/// A file keeps the name that it is listed by.
ModelPlace placeOfFile(const fs::path& path) {
  if (auto moment = placeInRun(path)) return *moment;
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

std::vector<RunMoment> momentsOfRun(const std::string& run) {
  std::vector<RunMoment> out;
  std::error_code error;
  const fs::path folder = runsFolder() / run;
  for (const auto& entry : fs::directory_iterator(folder / "snapshots", error))
    if (const auto step = stepOf(entry.path())) out.push_back({run + "@" + std::to_string(*step), false, *step, entry.path()});
  std::sort(out.begin(), out.end(), [](const RunMoment& a, const RunMoment& b) { return a.step < b.step; });
  if (const fs::path best = folder / (std::string(kBest) + kExtension); fs::is_regular_file(best))
    out.insert(out.begin(), {run + "@" + std::string(kBest), true, 0, best});
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
    if (auto moment = momentPlace(nameOrPath)) return moment;
  }
  if (fs::is_directory(nameOrPath)) return runPlace(nameOrPath);
  if (!fs::exists(nameOrPath)) return std::nullopt;
  return placeOfFile(nameOrPath);
}

}  // namespace chaesaek
