// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QString>
#include <deque>
#include <memory>
#include <optional>

#include "core/base/progress.h"
#include "core/experiments/declaration.h"
#include "core/training/session.h"

namespace chaesaek {

/// A run to begin, or an earlier one to continue.
struct TrainingOrder {
  RunConfig config;          ///< of a new run
  QString resume;            ///< name of the run to continue; then `config` counts for nothing
  Json changes = Json::object();  ///< parameters that the continued run takes differently
  int64_t steps = 0;         ///< length of the continued run, where it changes
  QString title() const;     ///< for the list of those that wait
};

/// Trains one run at a time, in a thread of its own; others wait in a queue. Everything arrives on the UI thread.
class TrainingRunner : public QObject {
  Q_OBJECT
 public:
  explicit TrainingRunner(QObject* parent = nullptr);
  ~TrainingRunner() override;

  /// Begins at once where nothing trains, else waits its turn. Data that is not here yet is fetched first.
  void enqueue(TrainingOrder order);
  const std::deque<TrainingOrder>& waiting() const { return waiting_; }
  void removeWaiting(int index);

  /// From the order until the run has ended.
  bool isActive() const { return beginning_ || session_; }
  /// Its data is on the way, or its networks are being made.
  bool isBeginning() const { return beginning_; }
  void cancelBeginning();
  RunState state() const { return state_; }
  /// Name of the run in training; empty before it has one.
  QString run() const { return run_; }
  const ExperimentInfo* experiment() const { return experiment_; }
  qint64 totalSteps() const { return totalSteps_; }
  QString device() const { return device_; }
  const std::optional<ScalarEvent>& latest() const { return latest_; }
  /// The model that the run wrote last; empty before the first.
  QString model() const;

  void pause();
  void goOn();
  /// While paused: one phase by name, or a whole step where the name is empty.
  void step(const QString& phase);
  /// Saves and ends; what waits stays waiting.
  void stop();
  void exportNow();
  /// Of this run and all later ones: steps a second, at most; 0: as fast as it goes.
  void setPace(double stepsPerSecond);
  /// A stroke is live, or its colours are not there yet: the trainer waits.
  void giveWay(bool busy);

 Q_SIGNALS:
  void stateChanged();
  void queueChanged();
  /// Of the preparation: 0..1 and what it does.
  void progressed(double fraction, const QString& what);
  void began(const QString& run);
  void stepsTaken(const std::vector<ScalarEvent>& scalars);
  void phaseTaken(const PhaseEvent& phase);
  void pictured(const PictureEvent& picture);
  /// Of a fleeting run: many times a second.
  void viewed(const ViewEvent& view);
  void validated(const MeasureEvent& measure);
  /// Finished, stopped or failed; `message` is empty or one line.
  void ended(RunState state, const QString& message);
  /// It could not even begin; nothing was written.
  void refused(const QString& error);

 private:
  void beginNext();
  void adopt(std::shared_ptr<TrainingSession> session);
  void takeEvents();
  void setState(RunState state);
  void finish(RunState state, const QString& message);

  std::deque<TrainingOrder> waiting_;
  std::shared_ptr<TrainingSession> session_;
  Progress beginningProgress_;
  bool beginning_ = false, halted_ = false;
  RunState state_ = RunState::Stopped;
  QString run_, device_;
  const ExperimentInfo* experiment_ = nullptr;
  qint64 totalSteps_ = 0;
  std::optional<ScalarEvent> latest_;
  double pace_ = 0;
};

}  // namespace chaesaek
