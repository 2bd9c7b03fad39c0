// SPDX-License-Identifier: GPL-3.0-or-later
// The one training loop. Core sources only (torch).
#pragma once
#include <chrono>
#include <functional>
#include <optional>

#include "core/training/checkpoint.h"
#include "core/training/events.h"
#include "core/training/run_folder.h"

namespace chaesaek {

/// What to do before a phase.
enum class Next {
  Run,
  RunAlone,  ///< in step mode: run it, and tell of it by itself
  Show,      ///< draw what the phases that were stepped through have changed, then ask again
  Export,    ///< write the model, then ask again
  Stop,
};

/// Says between two phases what to do next; may wait there. The session implements it.
class TrainerControl {
 public:
  virtual ~TrainerControl() = default;
  /// Called before each phase; waits while paused or while a stroke is live. `stepsDone` is what it waits at.
  virtual Next next(const std::string& phase, int64_t stepsDone) = 0;
  /// Called between two drawings of a validation; waits likewise. False: leave it, the run is to stop.
  virtual bool mayGoOn(int64_t stepsDone) = 0;
  /// Called between two drawings of a live picture. False: leave it, something else is wanted.
  virtual bool mayShow() = 0;
};

/// Batch -> phases -> averaged weights -> events, until the last step. Knows no experiment by name.
class Trainer {
 public:
  Trainer(RunFolder folder, const RunConfig& config, EventMailbox& events);

  /// Reads the checkpoint, where there is one. Throws Error (Usage) where it lies beyond the run's length.
  void restore();
  /// Runs to the end or until `control` says stop; a checkpoint is written either way. Throws Error.
  RunState run(TrainerControl& control);
  /// Writes into config.json how it ended, as far as the disk allows, and lets the run go.
  void close(RunState end, const std::string& message);

  const RunFolder& folder() const { return folder_; }
  const ExperimentInfo& experiment() const { return declaration_->info; }
  int64_t stepsDone() const { return position_.step; }
  int64_t totalSteps() const { return totalSteps_; }
  std::string device() const { return deviceText_; }
  bool isMixed() const { return mixed_; }
  int64_t batch() const { return settings_.integer("batch"); }
  double waitedSeconds() const { return waited_; }  ///< for the loader, so far
  const std::vector<std::string>& phases() const { return declaration_->info.phases; }

 private:
  /// Pictures of the fixed drawings, as sheets.
  struct Drawn {
    cv::Mat sheet, judged;
  };

  void makeNetworks(const std::vector<int>& train);
  bool runSteps(TrainerControl& control);
  bool runStep(TrainerControl& control);
  /// Whether the phase is to run; Run or RunAlone into `how`.
  bool await(TrainerControl& control, size_t phase, Next& how);
  Batch nextBatch();
  Scalars runPhase(size_t phase, const Batch& batch, Next how);
  NamedValues finite(const Scalars& scalars) const;
  void schedule();
  void average();
  void report(NamedValues values);
  double secondsAtWork() const;

  // trainer_moments.cpp
  bool moments(TrainerControl& control);  ///< samples, snapshots, validation, checkpoint, whatever is due at this step; false: stop
  void sample(const Progress& progress);
  void validate(const Progress& progress);
  bool isBest(double merit) const;
  void showLive(TrainerControl& control, int64_t step);
  void showView(int64_t step);
  Drawn draw(const std::filesystem::path& model, const Progress& progress) const;
  void saveGenerator(const std::filesystem::path& path, const Generator& generator);
  void checkpoint();
  void requireFiniteWeights() const;
  void forgetLaterBest();
  [[noreturn]] void failNotANumber(const std::string& what, int64_t step) const;
  const Generator& shownGenerator() const { return averaged_ ? *averaged_ : *generator_; }

  RunFolder folder_;
  RunConfig config_;
  EventMailbox& events_;
  Settings settings_;
  const ExperimentDeclaration* declaration_;
  torch::Device device_ = torch::kCPU;
  std::string deviceText_;
  std::shared_ptr<const DataSet> set_;
  std::vector<int> shown_, validation_;
  std::unique_ptr<Experiment> experiment_;
  std::shared_ptr<Generator> generator_, averaged_;
  std::unique_ptr<Loader> loader_;
  int64_t totalSteps_ = 0;
  bool mixed_ = false;
  double waited_ = 0;
  RunPosition position_;
  std::optional<RunPosition> saved_;       // of the checkpoint on the disk
  std::chrono::steady_clock::time_point started_, checkpointed_;
  double secondsBefore_ = 0, idle_ = 0;    // idle: of this session's time, spent paused or giving way
  int64_t stepsSince_ = 0;
};

}  // namespace chaesaek
