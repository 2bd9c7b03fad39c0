// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/training_runner.h"

#include <QThreadPool>
#include <algorithm>

#include "core/data/pairs.h"
#include "ui/jobs/job.h"

namespace chaesaek {
namespace {

/// Brings the sets of a run that can be fetched and are not here.
void fetchMissing(const std::string& names, const Progress& progress) {
  const std::vector<DataEntry> known = listData();
  for (const QString& name : QString::fromStdString(names).split(',')) {
    const auto entry = std::find_if(known.begin(), known.end(), [&](const DataEntry& e) { return e.name == name.toStdString(); });
    if (entry != known.end() && !entry->present && entry->fetchable) fetchData(entry->name, progress);
  }
}

std::shared_ptr<TrainingSession> openSession(const TrainingOrder& order, const Progress& progress) {
  if (!order.resume.isEmpty()) return TrainingSession::resumeRun(order.resume.toStdString(), order.steps, order.changes);
  fetchMissing(order.config.data, progress);
  progress(1, 1, "making the networks");
  return TrainingSession::begin(order.config);
}

}  // namespace

QString TrainingOrder::title() const {
  if (!resume.isEmpty()) return resume;
  return QString::fromStdString(config.run.empty() ? experimentInfo(config.experiment).title : config.run);
}

TrainingRunner::TrainingRunner(QObject* parent) : QObject(parent) {}

TrainingRunner::~TrainingRunner() {
  beginningProgress_.cancel();
  if (session_) session_->events().setWake({});
}

void TrainingRunner::enqueue(TrainingOrder order) {
  halted_ = false;
  if (isActive()) {
    waiting_.push_back(std::move(order));
    return Q_EMIT queueChanged();
  }
  waiting_.push_front(std::move(order));  // before what still waits since the last run was stopped: it is wanted now
  beginNext();
}

void TrainingRunner::removeWaiting(int index) {
  waiting_.erase(waiting_.begin() + index);
  Q_EMIT queueChanged();
}

void TrainingRunner::beginNext() {
  if (waiting_.empty() || isActive()) return;
  const TrainingOrder order = std::move(waiting_.front());
  waiting_.pop_front();
  beginning_ = true;
  run_.clear();
  latest_.reset();
  setState(RunState::Preparing);
  Q_EMIT queueChanged();
  beginningProgress_ = runJob(this, [order](const Progress& progress) { return openSession(order, progress); },
                              [this](Outcome<std::shared_ptr<TrainingSession>> outcome) {
    beginning_ = false;
    if (outcome.value && !beginningProgress_.cancelled()) return adopt(std::move(*outcome.value));
    setState(RunState::Stopped);
    if (!outcome.error.isEmpty()) Q_EMIT refused(outcome.error);
    if (!halted_) beginNext();
  }, [this](double fraction, const QString& what) { Q_EMIT progressed(fraction, what); });
}

void TrainingRunner::cancelBeginning() { beginningProgress_.cancel(); }

void TrainingRunner::adopt(std::shared_ptr<TrainingSession> session) {
  session_ = std::move(session);
  run_ = QString::fromStdString(session_->folder().name());
  device_ = QString::fromStdString(session_->device());
  experiment_ = &session_->experiment();
  totalSteps_ = session_->totalSteps();
  session_->events().setWake([this] { QMetaObject::invokeMethod(this, &TrainingRunner::takeEvents, Qt::QueuedConnection); });
  session_->setPace(pace_);
  session_->start();
  setState(RunState::Running);
  Q_EMIT began(run_);
}

QString TrainingRunner::model() const {
  return session_ ? QString::fromStdString(session_->latestGenerator().string()) : QString();
}

void TrainingRunner::takeEvents() {
  if (!session_) return;
  const Events events = session_->events().take();
  if (!events.scalars.empty()) {
    latest_ = events.scalars.back();
    Q_EMIT stepsTaken(events.scalars);
  }
  for (const PhaseEvent& phase : events.phases) Q_EMIT phaseTaken(phase);
  if (events.picture) Q_EMIT pictured(*events.picture);
  if (events.view) Q_EMIT viewed(*events.view);
  for (const MeasureEvent& measure : events.measures) Q_EMIT validated(measure);
  for (const StateEvent& event : events.states) {
    if (event.state == RunState::Finished || event.state == RunState::Stopped || event.state == RunState::Failed)
      return finish(event.state, QString::fromStdString(event.message));
    setState(event.state);
  }
}

void TrainingRunner::setState(RunState state) {
  state_ = state;
  Q_EMIT stateChanged();
}

void TrainingRunner::finish(RunState state, const QString& message) {
  QThreadPool::globalInstance()->start([gone = std::move(session_)]() mutable { gone.reset(); });  // freeing takes time
  setState(state);
  Q_EMIT ended(state, message);
  if (!halted_) beginNext();
}

void TrainingRunner::pause() {
  if (session_) session_->pause();
}

void TrainingRunner::goOn() {
  if (session_) session_->resume();
}

void TrainingRunner::step(const QString& phase) {
  if (session_) session_->step(phase.toStdString());
}

void TrainingRunner::stop() {
  halted_ = true;
  if (session_) session_->stop();
  else beginningProgress_.cancel();
}

void TrainingRunner::exportNow() {
  if (session_) session_->exportNow();
}

void TrainingRunner::setPace(double stepsPerSecond) {
  pace_ = stepsPerSecond;
  if (session_) session_->setPace(pace_);
}

void TrainingRunner::giveWay(bool busy) {
  if (session_) session_->giveWay(busy);
}

}  // namespace chaesaek
