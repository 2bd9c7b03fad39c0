// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_folder.h"

#include <unistd.h>

#include <charconv>
#include <ctime>
#include <iomanip>
#include <set>
#include <sstream>
#include <string_view>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/safetensors.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

std::string numbered(const char* stem, int64_t step, const char* extension) {
  std::ostringstream name;
  name << stem << std::setw(6) << std::setfill('0') << step << extension;
  return name.str();
}

std::string freshName(const std::string& experiment) {
  const std::time_t now = std::time(nullptr);
  std::ostringstream date;
  date << std::put_time(std::localtime(&now), "%Y-%m-%d");
  for (int n = 1;; ++n) {
    std::ostringstream name;
    name << date.str() << '-' << experiment << '-' << std::setw(2) << std::setfill('0') << n;
    if (!fs::exists(runsFolder() / name.str())) return name.str();
  }
}

Json readConfig(const fs::path& folder) {
  const fs::path file = folder / "config.json";
  if (!fs::exists(file)) fail(folder.string() + " is not a run of this program: it has no config.json");
  return parseJson(readFile(file), file.string());
}

/// 500 of "step-000500.png" and "step-000500-d.png".
std::optional<int64_t> stepOf(const fs::path& file) {
  constexpr std::string_view kStem = "step-";
  const std::string name = file.filename().string();
  int64_t step = 0;
  if (!name.starts_with(kStem)) return std::nullopt;
  const auto [end, error] = std::from_chars(name.data() + kStem.size(), name.data() + name.size(), step);
  return error == std::errc() ? std::optional(step) : std::nullopt;
}

/// An AtomicFile whose process was killed.
bool isHalfWritten(const fs::path& file) { return file.filename().string().starts_with(".") && file.has_extension() && fs::is_regular_file(file); }

std::vector<fs::path> filesIn(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error)) files.push_back(entry.path());
  return files;
}

}  // namespace

Json RunConfig::toJson() const {
  return {{"run", run},     {"experiment", experiment}, {"data", data},   {"settings", settings},
          {"steps", steps}, {"device", device},         {"loader_threads", loaderThreads}, {"start", start},
          {"changes", changes}};
}

RunConfig RunConfig::fromJson(const Json& json, const std::string& what) try {
  RunConfig c;
  c.run = json.at("run");
  c.experiment = json.at("experiment");
  c.data = json.at("data");
  c.settings = json.at("settings");
  c.steps = json.at("steps");
  c.device = json.at("device");
  c.loaderThreads = json.at("loader_threads");
  c.start = json.at("start");
  c.changes = json.value("changes", Json::array());
  return c;
} catch (const Json::exception&) {
  fail(what + " is not a run of this program: a setting is missing or of another kind");
}

void checkRunName(const std::string& name) {
  if (name.empty() || name != fs::path(name).filename().string() || name.starts_with("."))
    failUsage("run name " + name + " must be a plain file name");
}

RunFolder RunFolder::create(RunConfig& config) {
  if (config.run.empty()) config.run = freshName(config.experiment);
  checkRunName(config.run);
  const fs::path path = runsFolder() / config.run;
  if (fs::exists(path)) failUsage("run " + config.run + " exists already; choose another --run, or --resume it");
  const fs::path unborn = runsFolder() / ("." + config.run + "." + std::to_string(getpid()));  // whole or absent, like its files
  makeFolder(unborn / "samples");
  makeFolder(unborn / "snapshots");
  Json facts = config.toJson();
  facts["started"] = static_cast<int64_t>(std::time(nullptr));
  writeFile(unborn / "config.json", facts.dump(2) + "\n");
  std::error_code error;
  fs::rename(unborn, path, error);
  if (error) fail("cannot create " + path.string() + ": " + error.message());
  return RunFolder(path);
}

RunFolder RunFolder::open(const std::string& nameOrPath) {
  const fs::path path = fs::is_directory(runsFolder() / nameOrPath) ? runsFolder() / nameOrPath : fs::path(nameOrPath);
  if (!fs::is_directory(path)) failUsage("there is no run " + nameOrPath + " in " + runsFolder().string());
  RunFolder folder(fs::canonical(path));
  (void)folder.config();
  return folder;
}

RunConfig RunFolder::config() const { return RunConfig::fromJson(readConfig(path_), (path_ / "config.json").string()); }

Json RunFolder::position() const {
  if (!fs::exists(checkpoint())) return nullptr;
  const Json position = parseJson(readSafetensorsMetadata(checkpoint())["run"], checkpoint().string());
  if (!position.is_object() || !position.contains("step") || !position.at("step").is_number_integer())
    fail(checkpoint().string() + " is not a checkpoint of this program");
  return position;
}

std::vector<int64_t> RunFolder::sampleSteps() const {
  std::set<int64_t> steps;
  for (const fs::path& file : filesIn(path_ / "samples"))
    if (const auto step = stepOf(file)) steps.insert(*step);
  return {steps.begin(), steps.end()};
}

void RunFolder::describe(const Json& facts) {
  if (!exists()) return;
  Json config = readConfig(path_);
  config.update(facts);
  writeFile(path_ / "config.json", config.dump(2) + "\n");
}

Json RunFolder::facts() const { return readConfig(path_); }

fs::path RunFolder::sample(int64_t step) const { return path_ / "samples" / numbered("step-", step, ".png"); }
fs::path RunFolder::judged(int64_t step) const { return path_ / "samples" / numbered("step-", step, "-d.png"); }
fs::path RunFolder::snapshot(int64_t step) const { return path_ / "snapshots" / numbered("step-", step, ".safetensors"); }

void RunFolder::log(const Json& line) {
  if (!exists()) return;
  if (!metrics_.is_open()) metrics_.open(path_ / "metrics.jsonl", std::ios::app);
  metrics_ << line.dump() << std::endl;  // flushed: a crash loses nothing
  if (!metrics_) fail("cannot write " + (path_ / "metrics.jsonl").string() + ": is the disk full?");
}

void RunFolder::forgetAfter(int64_t step) {
  for (const char* place : {".", "samples", "snapshots"})
    for (const fs::path& file : filesIn(path_ / place))
      if (isHalfWritten(file) || stepOf(file).value_or(0) > step) fs::remove(file);
  metrics_.close();
  const fs::path file = path_ / "metrics.jsonl";
  if (!fs::exists(file)) return;
  const std::string log = readFile(file);
  std::istringstream lines(log);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    const Json entry = Json::parse(line, nullptr, false);
    const auto logged = entry.is_object() ? entry.find("step") : entry.end();
    if (logged != entry.end() && logged->is_number_integer() && logged->get<int64_t>() <= step) kept += line + "\n";
  }
  if (kept != log) writeFile(file, kept);
}

void RunFolder::lock() {
  if (!exists()) return;
  lock_ = FolderLock::take(path_);
  if (lock_) return;
  const int64_t holder = FolderLock::holder(path_);
  fail("run " + name() + " is training already, " + (holder == getpid() ? "here" : "in process " + std::to_string(holder)) + "; stop it first");
}

}  // namespace chaesaek
