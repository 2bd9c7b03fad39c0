// SPDX-License-Identifier: GPL-3.0-or-later
// The one training loop. Core sources only (torch).
#pragma once
#include <atomic>
#include <chrono>

#include "core/training/checkpoint.h"
#include "core/training/events.h"
#include "core/training/run_folder.h"

namespace chaesaek {

/// Says, between two phases, what to do next; may wait there. The session implements it.
class TrainerControl {
 public:
  virtual ~TrainerControl() = default;
  /// Called before each phase; waits while paused or while a stroke is live. False: stop now.
  virtual bool mayRun(const std::string& phase) = 0;
  /// True once after somebody asked for an export.
  virtual bool takeExportRequest() = 0;
};

/// Batch -> phases -> averaged weights -> events, until the last step. Knows no experiment by name.
class Trainer {
 public:
  Trainer(RunFolder folder, const RunConfig& config, EventMailbox& events);

  /// Reads the checkpoint, where there is one.
  void restore();
  /// Runs to the end or until `control` says stop; a checkpoint is written either way. Throws Error.
  RunState run(TrainerControl& control);

  const RunFolder& folder() const { return folder_; }
  int64_t totalSteps() const { return totalSteps_; }
  std::string device() const { return deviceText_; }
  std::string firstPhase() const { return experiment_->phases().front().name; }

 private:
  bool runStep(TrainerControl& control);
  void schedule();
  void average();
  void report(const Scalars& scalars);
  void moments();      ///< samples, snapshots, validation, checkpoint, whatever is due at this step
  void sample();
  void validate();
  void saveGenerator(const std::filesystem::path& path);
  void checkpoint();
  const Generator& shownGenerator() const;

  RunFolder folder_;
  RunConfig config_;
  EventMailbox& events_;
  Settings settings_;
  const ExperimentDeclaration* declaration_;
  torch::Device device_ = torch::kCPU;
  std::string deviceText_;
  std::shared_ptr<const PairSet> set_;
  std::vector<int> shown_, validation_;
  std::unique_ptr<Experiment> experiment_;
  std::shared_ptr<Generator> generator_, averaged_;
  std::unique_ptr<Loader> loader_;
  int64_t totalSteps_ = 0;
  bool mixed_ = false;
  RunPosition position_;
  std::chrono::steady_clock::time_point started_, checkpointed_;
  double secondsBefore_ = 0, waited_ = 0;
  int64_t stepsSince_ = 0;
};

}  // namespace chaesaek
