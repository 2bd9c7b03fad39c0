// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/experiments/declaration.h"
#include "core/training/events.h"
#include "core/training/run_folder.h"

namespace chaesaek {

/// Where a run goes on; what is not said stays as it was.
struct RunPlace {
  std::optional<std::string> device = {};
  std::optional<int> loaderThreads = {};
};

/// One run in a thread of its own: the same for window and command line. It holds the run's lock until it has ended.
class TrainingSession {
 public:
  /// Checks names, parameters, data and device before anything is written; throws Error in one line. Takes seconds
  /// (networks are built, colours counted): call it off the UI thread.
  static std::unique_ptr<TrainingSession> begin(RunConfig config);
  /// Continues an earlier run, exactly. `steps` > 0 replaces its length; `changes` ({"learning_rate": 1e-4}) replace
  /// parameters that are changeable (parameters.h), others are refused. Refused while another session has the run, and where its data
  /// are no longer those that it began with.
  static std::unique_ptr<TrainingSession> resumeRun(const std::string& nameOrPath, int64_t steps = 0, const Json& changes = Json::object(), const RunPlace& place = {});
  /// Stops (saving), wakes, joins.
  ~TrainingSession();

  void start();
  /// Between two phases, or two drawings of a validation; a StateEvent says when it really waits.
  void pause();
  void resume();
  /// While paused: runs on until this phase has run, or (empty) to the end of the step. A PhaseEvent tells of each
  /// phase that ran, then a live PictureEvent shows what it changed, then StateEvent says Paused again.
  void step(const std::string& phase = "");
  /// The phase that runs next; phases run in their order only.
  std::string nextPhase() const;
  /// Saves a checkpoint and ends: after the step, or the drawing of a validation, that it is at. Returns at once, the state
  /// tells.
  void stop();
  /// Writes model.safetensors at the next moment between phases.
  void exportNow();
  /// A stroke is live: the trainer waits between phases and between drawings of a validation.
  void giveWay(bool strokeIsLive);

  /// Steps a second, at most; 0: as fast as it goes. A fleeting run shows itself between its steps in either case.
  void setPace(double stepsPerSecond);

  EventMailbox& events();
  RunState state() const;
  const RunFolder& folder() const;  ///< none of a fleeting run
  const ExperimentInfo& experiment() const;
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
