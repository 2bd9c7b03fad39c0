// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_record.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/safetensors.h"
#include "core/experiments/declaration.h"
#include "core/training/run_folder.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int64_t kTail = 4096;  // bytes: the last line and more

int64_t unixTime(const fs::path& file) {
  std::error_code error;
  const auto written = fs::last_write_time(file, error);
  return error ? 0 : std::chrono::duration_cast<std::chrono::seconds>(std::chrono::file_clock::to_sys(written).time_since_epoch()).count();
}

/// Where a run that is under way stands: its log is ahead of its checkpoint.
void readLastLines(const fs::path& log, RunRecord& run) {
  std::ifstream in(log, std::ios::binary | std::ios::ate);
  in.seekg(std::max<int64_t>(0, static_cast<int64_t>(in.tellg()) - kTail));
  for (std::string line; std::getline(in, line);) {
    const Json entry = Json::parse(line, nullptr, false);
    if (!entry.is_object()) continue;  // the first one may be cut, and so may the last
    run.steps = std::max(run.steps, entry.value("step", int64_t{0}));
    run.seconds = std::max(run.seconds, entry.value("seconds", 0.0));
  }
}

RunStanding standingOf(const std::string& state, const RunRecord& run) {
  if (FolderLock::isHeld(run.path)) return RunStanding::Running;
  if (state == runStateName(RunState::Finished)) return RunStanding::Finished;
  if (state == runStateName(RunState::Stopped)) return RunStanding::Stopped;
  if (state == runStateName(RunState::Failed)) return RunStanding::Failed;
  const bool whole = state.empty() && run.totalSteps > 0 && run.steps >= run.totalSteps;  // of a program that kept no state
  return whole ? RunStanding::Finished : RunStanding::Interrupted;
}

void readBest(const RunFolder& folder, const Json& position, RunRecord& run) {
  Json best = position.is_object() ? position.value("best", Json()) : Json();
  if (fs::exists(folder.best())) best = parseJson(readSafetensorsMetadata(folder.best())["chaesaek"], folder.best().string()).value("measures", best);
  const std::string key = experimentInfo(run.experiment).merit.key;
  if (!best.is_object() || !best.contains(key) || !best.at(key).is_number()) return;
  run.best = best.at(key).get<double>();
  run.bestStep = best.value("step", int64_t{0});
}

RunRecord recordOf(const RunFolder& folder) {
  const RunConfig config = folder.config();
  const Json facts = parseJson(readFile(folder.path() / "config.json"), (folder.path() / "config.json").string()), position = folder.position();
  RunRecord run;
  run.name = folder.name();
  run.path = folder.path();
  run.experiment = experimentInfo(config.experiment).id;
  run.data = config.data;
  run.device = facts.value("device_used", config.device);
  run.settings = config.settings;
  run.totalSteps = facts.value("total_steps", config.steps);
  if (position.is_object()) {
    run.steps = position.at("step");
    run.seconds = position.value("seconds", 0.0);
  }
  run.standing = standingOf(facts.value("state", ""), run);
  run.elsewhere = run.standing == RunStanding::Running && FolderLock::holder(run.path) != getpid();
  if (run.standing == RunStanding::Running) readLastLines(folder.path() / "metrics.jsonl", run);
  if (run.standing == RunStanding::Failed) run.message = facts.value("message", "");
  run.changed = std::max(unixTime(folder.path() / "metrics.jsonl"), unixTime(folder.path() / "config.json"));
  run.started = facts.value("started", unixTime(folder.path() / "config.json"));
  run.hasModel = fs::exists(folder.model());
  readBest(folder, position, run);
  return run;
}

void addLine(const std::string& line, RunHistory& history) {
  const Json entry = Json::parse(line, nullptr, false);
  if (!entry.is_object() || !entry.contains("step") || !entry.at("step").is_number_integer()) return;
  const int64_t step = entry.at("step");
  if (const auto validation = entry.find("validation"); validation != entry.end()) {
    MeasureEvent measured{step, {}, false};
    for (const auto& [name, value] : validation->items())
      if (value.is_number()) measured.values.emplace_back(name, value.get<double>());
    if (!measured.values.empty()) history.measures.push_back(std::move(measured));
    return;
  }
  ScalarEvent event{step, 0, {}, 0, 0};
  for (const auto& [key, value] : entry.items()) {
    if (!value.is_number() || key == "step" || key == "seconds") continue;
    if (key == "epoch") event.epoch = value.get<int64_t>();
    else event.values.emplace_back(key, value.get<double>());
  }
  history.scalars.push_back(std::move(event));
}

/// Each validation that was the best until then, as it was told when it happened.
void markBest(const Merit& merit, RunHistory& history) {
  double best = std::nan("");
  for (MeasureEvent& each : history.measures) {
    const double value = valueOf(each.values, merit.key);
    each.best = std::isfinite(value) && (std::isnan(best) || (merit.lowerIsBetter ? value < best : value > best));
    if (!each.best) continue;
    best = value;
    history.best = each.step;
  }
}

std::string textOf(const Parameter& parameter, const Json& settings) {
  const Json value = settings.value(parameter.key, parameter.fallback);
  if (value.is_boolean()) return value.get<bool>() ? "on" : "off";
  if (value.is_string()) return value.get<std::string>();
  std::ostringstream text;
  if (value.is_number_float()) text << value.get<double>();
  else text << value.dump();
  if (!parameter.unit.empty()) text << ' ' << parameter.unit;
  return text.str();
}

}  // namespace

std::string standingName(RunStanding standing) {
  switch (standing) {
    case RunStanding::Running: return "running";
    case RunStanding::Finished: return "finished";
    case RunStanding::Stopped: return "stopped";
    case RunStanding::Failed: return "failed";
    case RunStanding::Interrupted: return "interrupted";
  }
  return "";
}

RunRecord readRun(const std::string& nameOrPath) {
  const RunFolder folder = RunFolder::open(nameOrPath);
  try {
    return recordOf(folder);
  } catch (const Json::exception&) {
    fail((folder.path() / "config.json").string() + " is damaged: a value is of another kind");
  }
}

std::vector<RunRecord> listRuns() {
  std::vector<RunRecord> runs;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(runsFolder(), error)) try {
      if (entry.path().filename().string().starts_with(".")) continue;  // just being made
      runs.push_back(readRun(entry.path().string()));
    } catch (const Error&) {
      continue;  // a folder of another program, or a damaged run: not listed
    }
  std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return std::tie(a.started, a.name) > std::tie(b.started, b.name); });
  return runs;
}

RunHistory readHistory(const fs::path& run) {
  const RunFolder folder = RunFolder::open(run.string());
  const Merit& merit = experimentInfo(folder.config().experiment).merit;
  RunHistory history;
  std::ifstream in(folder.path() / "metrics.jsonl");
  for (std::string line; std::getline(in, line);) addLine(line, history);
  history.sampleSteps = folder.sampleSteps();
  markBest(merit, history);
  return history;
}

void renameRun(const std::string& from, const std::string& to) {
  checkRunName(to);
  RunFolder folder = RunFolder::open(from);
  folder.lock();
  const fs::path target = folder.path().parent_path() / to;
  if (fs::exists(target)) failUsage("run " + to + " exists already; choose another name");
  folder.describe({{"run", to}});
  std::error_code error;
  fs::rename(folder.path(), target, error);
  if (error) fail("cannot rename " + folder.path().string() + ": " + error.message());
}

std::vector<SettingDifference> compareSettings(const RunRecord& a, const RunRecord& b) {
  std::vector<SettingDifference> differences;
  const auto add = [&](const std::string& label, const std::string& one, const std::string& two) {
    if (one != two) differences.push_back({label, one, two});
  };
  const ExperimentInfo &first = experimentInfo(a.experiment), &second = experimentInfo(b.experiment);
  const auto find = [](const ExperimentInfo& info, const std::string& key) -> const Parameter* {
    for (const Parameter& parameter : info.parameters.all())
      if (parameter.key == key) return &parameter;
    return nullptr;
  };
  add("Experiment", first.title, second.title);
  add("Data", a.data, b.data);
  for (const Parameter& parameter : first.parameters.all()) {
    const Parameter* other = find(second, parameter.key);
    add(parameter.label, textOf(parameter, a.settings), other ? textOf(*other, b.settings) : "");
  }
  for (const Parameter& parameter : second.parameters.all())
    if (!find(first, parameter.key)) add(parameter.label, "", textOf(parameter, b.settings));
  return differences;
}

}  // namespace chaesaek
