// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/session.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/threads.h"
#include "core/training/trainer.h"

namespace chaesaek {

struct TrainingSession::State : TrainerControl {
  EventMailbox events;
  std::unique_ptr<Trainer> trainer;
  std::thread thread;
  mutable std::mutex mutex;
  std::condition_variable changed;
  RunState state = RunState::Preparing;
  bool paused = false, strokeIsLive = false, stopping = false, exportWanted = false;
  bool oneStep = false;          // run to the end of this step, then pause again
  std::string onePhase;          // or this phase alone

  /// Waits while paused, except for the phase or step that was asked for.
  bool mayRun(const std::string& phase) override {
    std::unique_lock lock(mutex);
    const bool first = phase == trainer->firstPhase();
    if (first && oneStep && stepTaken) oneStep = stepTaken = false;
    changed.wait(lock, [&] { return stopping || (!strokeIsLive && (!paused || oneStep || onePhase == phase)); });
    if (oneStep && first) stepTaken = true;
    if (onePhase == phase) onePhase.clear();
    return !stopping;
  }
  bool takeExportRequest() override {
    std::lock_guard lock(mutex);
    return std::exchange(exportWanted, false);
  }

  template <class Change>
  void change(Change apply) {
    std::lock_guard lock(mutex);
    apply();
    changed.notify_all();
  }

  void setState(RunState next, const std::string& message = "") {
    change([&] { state = next; });
    events.post(StateEvent{next, message});
  }

  void work() {
    lowerThreadPriority();
    change([&] { state = RunState::Running; });
    try {
      setState(trainer->run(*this));
    } catch (const c10::Error& error) {
      setState(RunState::Failed, std::string("LibTorch: ") + error.what_without_backtrace());
    } catch (const std::exception& error) {
      setState(RunState::Failed, error.what());
    }
  }

  bool stepTaken = false;
};

TrainingSession::TrainingSession(std::unique_ptr<State> state) : state_(std::move(state)) {}

std::unique_ptr<TrainingSession> TrainingSession::begin(RunConfig config) {
  const ExperimentInfo& info = experimentInfo(config.experiment);
  config.settings = info.parameters.fromJson(config.settings).toJson();
  (void)openPairs(config.data);  // refused before a folder is made
  auto state = std::make_unique<State>();
  RunFolder folder = RunFolder::create(config);
  try {
    state->trainer = std::make_unique<Trainer>(std::move(folder), config, state->events);
  } catch (...) {
    std::filesystem::remove_all(runsFolder() / config.run);  // nothing half-made stays behind
    throw;
  }
  return std::unique_ptr<TrainingSession>(new TrainingSession(std::move(state)));
}

std::unique_ptr<TrainingSession> TrainingSession::resumeRun(const std::string& nameOrPath, int64_t steps) {
  RunFolder folder = RunFolder::open(nameOrPath);
  RunConfig config = folder.config();
  if (steps > 0) {
    config.steps = steps;
    folder.describe({{"steps", steps}});
  }
  auto state = std::make_unique<State>();
  state->trainer = std::make_unique<Trainer>(std::move(folder), config, state->events);
  state->trainer->restore();
  return std::unique_ptr<TrainingSession>(new TrainingSession(std::move(state)));
}

TrainingSession::~TrainingSession() {
  stop();
  state_->events.close();
  if (state_->thread.joinable()) state_->thread.join();
}

void TrainingSession::start() {
  if (!state_->thread.joinable()) state_->thread = std::thread([state = state_.get()] { state->work(); });
}

void TrainingSession::pause() {
  state_->change([&] {
    state_->paused = true;
    if (state_->state == RunState::Running) state_->state = RunState::Paused;
  });
  state_->events.post(StateEvent{RunState::Paused, ""});
}

void TrainingSession::resume() {
  state_->change([&] {
    state_->paused = state_->oneStep = state_->stepTaken = false;
    state_->onePhase.clear();
    if (state_->state == RunState::Paused) state_->state = RunState::Running;
  });
  state_->events.post(StateEvent{RunState::Running, ""});
}

void TrainingSession::step(const std::string& phase) {
  state_->change([&] {
    if (phase.empty()) state_->oneStep = true;
    else state_->onePhase = phase;
  });
}

void TrainingSession::stop() {
  state_->change([&] { state_->stopping = true; });
}

void TrainingSession::exportNow() {
  state_->change([&] { state_->exportWanted = true; });
}

void TrainingSession::giveWay(bool strokeIsLive) {
  state_->change([&] { state_->strokeIsLive = strokeIsLive; });
}

EventMailbox& TrainingSession::events() { return state_->events; }

RunState TrainingSession::state() const {
  std::lock_guard lock(state_->mutex);
  return state_->state;
}

const RunFolder& TrainingSession::folder() const { return state_->trainer->folder(); }
int64_t TrainingSession::totalSteps() const { return state_->trainer->totalSteps(); }
std::string TrainingSession::device() const { return state_->trainer->device(); }

std::filesystem::path TrainingSession::latestGenerator() const {
  const auto path = folder().model();
  return std::filesystem::exists(path) ? path : std::filesystem::path();
}

RunState waitForEnd(TrainingSession& session) {
  session.start();
  for (;;) {
    session.events().wait();
    const RunState state = session.state();
    if (state == RunState::Finished || state == RunState::Stopped || state == RunState::Failed) return state;
  }
}

}  // namespace chaesaek
