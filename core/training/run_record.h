// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that lie on the disk: lists, histories, names. Nothing here needs a network.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/training/events.h"

namespace chaesaek {

enum class RunStanding {
  Running,      ///< a session has it, here or in another process
  Finished,     ///< all its steps
  Stopped,      ///< asked to; can be resumed
  Failed,       ///< `message` says why; can be resumed from its checkpoint
  Interrupted,  ///< its process ended without a word (killed, power cut); can be resumed
};
/// "running", "finished"…
std::string standingName(RunStanding standing);

/// What lists show of a run.
struct RunRecord {
  std::string name;
  std::filesystem::path path;
  std::string experiment;          ///< an id that experimentInfo() knows
  std::string data;                ///< names joined by commas
  std::string device;              ///< that it ran on: "CUDA", "CPU: no CUDA device"
  RunStanding standing = RunStanding::Interrupted;
  bool elsewhere = false;          ///< running in another process
  std::string message;             ///< why it failed
  int64_t steps = 0, totalSteps = 0;  ///< done (where it goes on when resumed), in all (0: not known yet)
  double seconds = 0;              ///< of training
  int64_t started = 0, changed = 0;   ///< Unix time of its beginning and of its last sign of life
  Json settings = Json::object();
  std::optional<double> best;      ///< figure of merit (experimentInfo(experiment).merit)
  int64_t bestStep = 0;
  bool hasModel = false;           ///< model.safetensors is there
};

/// Newest first. Damaged runs, runs of unknown experiments and folders of other programs are left out.
std::vector<RunRecord> listRuns();
/// One of them by name or path; throws Error in one line where it is no run.
RunRecord readRun(const std::string& nameOrPath);

/// What a run has reported so far.
struct RunHistory {
  std::vector<ScalarEvent> scalars;  ///< without speed and time left
  std::vector<MeasureEvent> measures;  ///< of every validation
  std::vector<int64_t> sampleSteps;  ///< for RunFolder::sample() and judged(), rising
  std::optional<int64_t> best;       ///< step of the best merit
};

/// From metrics.jsonl and the samples folder; damaged lines (a cut last one) are left out. Throws Error where `run` is no run.
RunHistory readHistory(const std::filesystem::path& run);

/// Throws Error where it trains, or `to` is taken or no plain file name.
void renameRun(const std::string& from, const std::string& to);

/// A parameter, or the data, that differs between two runs.
struct SettingDifference {
  std::string label, a, b;  ///< texts with units; empty where an experiment has no such parameter
};
/// Experiment and data first, then parameters in the order of the form.
std::vector<SettingDifference> compareSettings(const RunRecord& a, const RunRecord& b);

}  // namespace chaesaek
