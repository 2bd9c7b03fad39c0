// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "core/training/events.h"
#include "core/training/run_folder.h"

namespace chaesaek {

/// One run in a thread of its own: the same for window and command line.
class TrainingSession {
 public:
  /// Checks names, parameters, data and device before anything is written; throws Error in one line.
  static std::unique_ptr<TrainingSession> begin(RunConfig config);
  /// Continues an earlier run, exactly. `steps` > 0 replaces its length.
  static std::unique_ptr<TrainingSession> resumeRun(const std::string& nameOrPath, int64_t steps = 0);
  /// Stops (saving), wakes, joins.
  ~TrainingSession();

  void start();
  void pause();
  void resume();
  /// While paused: runs one phase by name, or a whole step where the name is empty.
  void step(const std::string& phase = "");
  /// Saves a checkpoint and ends; returns at once, the state tells.
  void stop();
  /// Writes model.safetensors at the next moment between phases.
  void exportNow();
  /// A stroke is live: the trainer waits between phases.
  void giveWay(bool strokeIsLive);

  EventMailbox& events();
  RunState state() const;
  const RunFolder& folder() const;
  int64_t totalSteps() const;
  std::string device() const;
  /// The model file last written (whole; the canvas and the compare page open it); empty before the first sample.
  std::filesystem::path latestGenerator() const;

 private:
  struct State;
  explicit TrainingSession(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Blocks until the run has ended. For the command line and tests.
RunState waitForEnd(TrainingSession& session);

}  // namespace chaesaek
