// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/session.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/threads.h"
#include "core/base/usage.h"
#include "core/data/data_set.h"
#include "core/training/trainer.h"

namespace chaesaek {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kViewEvery(66);
constexpr int kViewShare = 4;  // of the time, at the most one part in so many

bool isEnd(RunState state) { return state == RunState::Finished || state == RunState::Stopped || state == RunState::Failed; }

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Settings of a run that goes on with some of them changed.
void applyChanges(const Json& changes, const RunFolder& folder, RunConfig& config) {
  if (changes.empty()) return;
  const ParameterSchema& schema = experimentInfo(config.experiment).parameters;
  Settings settings = schema.fromJson(config.settings);
  for (const auto& [key, value] : changes.items()) {
    if (!schema.at(key).changeable) failUsage("parameter " + key + " cannot change in a run that goes on; begin a new run");
    settings.set(key, value);
    if (key == "epochs") config.steps = 0;  // they say how long it is from now on
  }
  config.settings = settings.toJson();
  const Json position = folder.position();
  config.changes.push_back({{"step", position.is_null() ? Json(0) : position.at("step")}, {"settings", changes}});
}

}  // namespace

struct TrainingSession::State : TrainerControl {
  EventMailbox events;
  std::unique_ptr<Trainer> trainer;
  std::thread thread;
  mutable std::mutex mutex;
  std::condition_variable changed;
  RunState state = RunState::Preparing;
  std::string upcoming;                // phase
  bool paused = false, strokeIsLive = false, stopping = false, exportWanted = false, showWanted = false;
  std::optional<std::string> request;  // while paused: run on until this phase has run, or (empty) the step's last
  bool fleeting = false;
  double pace = 0;                     // steps a second
  Clock::time_point stepped, viewed;   // when the last step began, and the last view was asked for
  Clock::duration viewTook{};
  int64_t viewedStep = -1;
  bool viewing = false;

  Next next(const std::string& phase, int64_t stepsDone) override {
    std::unique_lock lock(mutex);
    upcoming = phase;
    for (;;) {
      if (stopping) return Next::Stop;
      if (std::exchange(exportWanted, false)) return Next::Export;
      if (!strokeIsLive) {
        if (!paused && viewIsDue(phase, stepsDone)) return Next::Show;
        if (!paused && !waitsForPace(lock, phase)) return leavePause(lock, stepsDone), Next::Run;
        if (!paused) continue;
        if (request) return takeStep(phase), Next::RunAlone;
        if (std::exchange(showWanted, false)) return Next::Show;
      }
      wait(lock, stepsDone);
    }
  }

  bool mayGoOn(int64_t stepsDone) override {
    std::unique_lock lock(mutex);
    while (!stopping && (strokeIsLive || (paused && !request))) wait(lock, stepsDone);
    if (!stopping && !paused) leavePause(lock, stepsDone);
    return !stopping;
  }

  bool mayShow() override {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !strokeIsLive || stopping || !paused || request; });
    return !stopping && paused && !request;
  }

  bool beginsStep(const std::string& phase) const { return phase == trainer->phases().front(); }

  /// Not while the last one has not been looked at, nor so often that learning would have less than most of the time.
  bool viewIsDue(const std::string& phase, int64_t stepsDone) {
    const Clock::time_point now = Clock::now();
    if (std::exchange(viewing, false)) viewTook = now - viewed;
    if (!fleeting || !beginsStep(phase) || stepsDone == viewedStep || events.holdsView()) return false;
    if (now - viewed < std::max<Clock::duration>(kViewEvery, kViewShare * viewTook)) return false;
    viewed = now;
    viewedStep = stepsDone;
    viewing = true;
    return true;
  }

  /// Until the next step may begin, or something has changed; false: it may.
  bool waitsForPace(std::unique_lock<std::mutex>& lock, const std::string& phase) {
    if (!beginsStep(phase)) return false;
    if (pace > 0) {
      const auto due = stepped + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / pace));
      if (Clock::now() < due) return changed.wait_until(lock, due), true;
    }
    stepped = Clock::now();
    return false;
  }

  /// For a change; says so first where it is a pause.
  void wait(std::unique_lock<std::mutex>& lock, int64_t stepsDone) {
    if (!paused || state == RunState::Paused) return changed.wait(lock);
    tell(lock, RunState::Paused, stepsDone);
  }

  void leavePause(std::unique_lock<std::mutex>& lock, int64_t stepsDone) {
    showWanted = false;
    if (state == RunState::Paused) tell(lock, RunState::Running, stepsDone);
  }

  void takeStep(const std::string& phase) {
    state = RunState::Running;  // silently: Paused is told again when it is done
    showWanted = request->empty() ? phase == trainer->phases().back() : phase == *request;
    if (showWanted) request.reset();
  }

  /// Without the lock: who is woken may call back.
  void tell(std::unique_lock<std::mutex>& lock, RunState next, int64_t stepsDone, const std::string& message = "") {
    state = next;
    lock.unlock();
    events.post(StateEvent{next, message, stepsDone});
    lock.lock();
  }

  template <class Change>
  void change(Change apply) {
    std::lock_guard lock(mutex);
    apply();
    changed.notify_all();
  }

  void setState(RunState next, const std::string& message = "") {
    std::unique_lock lock(mutex);
    tell(lock, next, trainer->stepsDone(), message);
  }

  void work() {
    fleeting ? computeAlone() : lowerThreadPriority();  // somebody looks on, and such networks only wait for a second thread
    setState(RunState::Running);
    RunState end = RunState::Failed;
    std::string message;
    try {
      end = trainer->run(*this);
    } catch (const c10::Error& error) {
      message = "LibTorch: " + firstLine(error.what_without_backtrace());
    } catch (const std::exception& error) {
      message = firstLine(error.what());
    }
    trainer->close(end, message);
    setState(end, message);
  }
};

TrainingSession::TrainingSession(std::unique_ptr<State> state) : state_(std::move(state)) {}

std::unique_ptr<TrainingSession> TrainingSession::begin(RunConfig config) {
  const ExperimentInfo& info = experimentInfo(config.experiment);
  config.settings = info.parameters.fromJson(config.settings).toJson();
  if (!config.start.empty()) config.start = std::filesystem::absolute(config.start).lexically_normal().string();  // it may go on elsewhere
  // Refused before a folder is made.
  const auto set = openData(config.data, info.data);
  if (isHeldOut(*set)) failUsage("data " + config.data + " is kept for evaluation, so that some drawings stay unseen; train on others");
  if (isLinesOnly(*set) && !info.needsNoColours)
    failUsage("data " + config.data + " holds lines without colours, which " + info.title + " cannot learn from; train on others");
  auto state = std::make_unique<State>();
  state->fleeting = config.fleeting;
  RunFolder folder = config.fleeting ? RunFolder::none() : RunFolder::create(config);
  try {
    folder.lock();
    state->trainer = std::make_unique<Trainer>(std::move(folder), config, state->events);
  } catch (...) {
    if (!config.fleeting) std::filesystem::remove_all(runsFolder() / config.run);  // nothing half-made stays behind
    throw;
  }
  return std::unique_ptr<TrainingSession>(new TrainingSession(std::move(state)));
}

std::unique_ptr<TrainingSession> TrainingSession::resumeRun(const std::string& nameOrPath, int64_t steps, const Json& changes, const RunPlace& place) {
  RunFolder folder = RunFolder::open(nameOrPath);
  folder.lock();
  RunConfig config = folder.config();
  applyChanges(changes, folder, config);
  if (steps > 0) config.steps = steps;
  if (place.device) config.device = *place.device;
  if (place.loaderThreads) config.loaderThreads = *place.loaderThreads;
  auto state = std::make_unique<State>();
  state->trainer = std::make_unique<Trainer>(std::move(folder), config, state->events);
  state->trainer->restore();
  return std::unique_ptr<TrainingSession>(new TrainingSession(std::move(state)));
}

TrainingSession::~TrainingSession() {
  stop();
  state_->events.close();
  if (state_->thread.joinable()) state_->thread.join();
  state_.reset();
  releaseFreedMemory();
}

void TrainingSession::start() {
  if (!state_->thread.joinable()) state_->thread = std::thread([state = state_.get()] { state->work(); });
}

void TrainingSession::pause() {
  state_->change([&] { state_->paused = true, state_->showWanted = state_->fleeting; });
}

void TrainingSession::resume() {
  state_->change([&] {
    state_->paused = false;
    state_->request.reset();
  });
}

void TrainingSession::step(const std::string& phase) {
  const auto& phases = state_->trainer->phases();
  if (!phase.empty() && std::find(phases.begin(), phases.end(), phase) == phases.end()) failUsage("this experiment has no phase " + phase);
  state_->change([&] {
    if (state_->paused) state_->request = phase;
  });
}

std::string TrainingSession::nextPhase() const {
  std::lock_guard lock(state_->mutex);
  return state_->upcoming.empty() ? state_->trainer->phases().front() : state_->upcoming;
}

void TrainingSession::stop() {
  state_->change([&] { state_->stopping = true; });
}

void TrainingSession::exportNow() {
  state_->change([&] { state_->exportWanted = true; });
}

void TrainingSession::setPace(double stepsPerSecond) {
  state_->change([&] { state_->pace = stepsPerSecond; });
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
const ExperimentInfo& TrainingSession::experiment() const { return state_->trainer->experiment(); }
int64_t TrainingSession::totalSteps() const { return state_->trainer->totalSteps(); }
std::string TrainingSession::device() const { return state_->trainer->device(); }

std::filesystem::path TrainingSession::latestGenerator() const {
  const auto path = folder().exists() ? folder().model() : std::filesystem::path();
  return std::filesystem::exists(path) ? path : std::filesystem::path();
}

RunState waitForEnd(TrainingSession& session) {
  session.start();
  for (;;) {
    session.events().wait();
    if (const RunState state = session.state(); isEnd(state)) return state;
  }
}

}  // namespace chaesaek
