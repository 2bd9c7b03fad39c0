// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_folder.h"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <sstream>

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

}  // namespace

Json RunConfig::toJson() const {
  return {{"run", run},     {"experiment", experiment}, {"data", data},   {"settings", settings},
          {"steps", steps}, {"device", device},         {"loader_threads", loaderThreads}, {"start", start}};
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
  return c;
} catch (const Json::exception&) {
  fail(what + " is not a run of this program: a setting is missing or of another kind");
}

RunFolder RunFolder::create(RunConfig& config) {
  if (config.run.empty()) config.run = freshName(config.experiment);
  if (config.run != fs::path(config.run).filename().string() || config.run.starts_with("."))
    failUsage("run name " + config.run + " must be a plain file name");
  const fs::path path = runsFolder() / config.run;
  if (fs::exists(path)) failUsage("run " + config.run + " exists already; choose another --run, or --resume it");
  makeFolder(path / "samples");
  makeFolder(path / "snapshots");
  writeFile(path / "config.json", config.toJson().dump(2) + "\n");
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

void RunFolder::describe(const Json& facts) {
  Json config = readConfig(path_);
  config.update(facts);
  writeFile(path_ / "config.json", config.dump(2) + "\n");
}

fs::path RunFolder::sample(int64_t step) const { return path_ / "samples" / numbered("step-", step, ".png"); }
fs::path RunFolder::snapshot(int64_t step) const { return path_ / "snapshots" / numbered("step-", step, ".safetensors"); }

void RunFolder::log(const Json& line) {
  if (!metrics_.is_open()) metrics_.open(path_ / "metrics.jsonl", std::ios::app);
  metrics_ << line.dump() << std::endl;  // flushed: a crash loses nothing
  if (!metrics_) fail("cannot write " + (path_ / "metrics.jsonl").string() + ": is the disk full?");
}

void RunFolder::trimLog(int64_t step) {
  metrics_.close();
  const fs::path file = path_ / "metrics.jsonl";
  if (!fs::exists(file)) return;
  std::istringstream lines(readFile(file));
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    const Json entry = Json::parse(line, nullptr, false);
    if (entry.is_object() && entry.value("step", int64_t{0}) <= step) kept += line + "\n";
  }
  writeFile(file, kept);
}

std::vector<RunSummary> listRuns() {
  std::vector<RunSummary> runs;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(runsFolder(), error)) try {
      RunFolder folder = RunFolder::open(entry.path().string());
      const RunConfig config = folder.config();
      RunSummary run{folder.name(), config.experiment, config.data, 0, nullptr};
      if (fs::exists(folder.checkpoint())) {
        const Json state = parseJson(readSafetensorsMetadata(folder.checkpoint())["run"], folder.checkpoint().string());
        run.steps = state.value("step", int64_t{0});
        run.best = state.value("best", Json());
      }
      runs.push_back(std::move(run));
    } catch (const std::exception&) {
      continue;  // a folder of another program, or a damaged run: not listed
    }
  std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.name > b.name; });
  return runs;
}

}  // namespace chaesaek
