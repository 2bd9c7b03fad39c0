// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/live.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/usage.h"
#include "core/inference/calm.h"

namespace chaesaek {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kLongestHurry = 250ms;  // with one answer
constexpr auto kRest = 40ms;  // without a request: a pen that draws moves more often
constexpr auto kPause = 1500ms;  // between two strokes there is less

double millisecondsSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

std::string firstLine(const std::exception& error) {
  const std::string text = error.what();
  return text.substr(0, text.find('\n'));
}

struct LoadOrder {
  std::string model, device;
  std::function<void(std::string, ModelInfo, std::string)> done;
};

}  // namespace

struct LiveColourer::State {
  explicit State(Callback onResult) : callback(std::move(onResult)), thread([this] { run(); }) {}

  bool hasWork() const { return load || (enabled && due); }
  void run();
  void awaitWork(std::unique_lock<std::mutex>& lock);
  void doLoad(const LoadOrder& order);
  void colour(const LiveRequest& request, Clock::time_point submitted);

  const Callback callback;
  mutable std::mutex mutex;
  std::condition_variable wake;
  LiveRequest newest;             ///< kept, to colour it again with another model
  Clock::time_point submittedAt;
  bool due = false;               ///< `newest` is not coloured yet
  std::optional<Clock::time_point> hurriedSince;  ///< since when colours were made in a hurry, and nothing was recognised
  Pen pen = Pen::Draws;           ///< what it did before `newest` was due
  struct Again {
    Clock::duration after;
    Pen pen;
  };
  std::optional<Again> again;     ///< when `newest` is due again unless another one comes, to be looked at as after a rest or a pause
  std::optional<LoadOrder> load;
  bool enabled = true, running = false, stop = false;
  std::unique_ptr<Colourer> colourer = makeFlatColourer();  ///< the colouring thread's own
  std::thread thread;             ///< last: it uses all of the above
};

void LiveColourer::State::awaitWork(std::unique_lock<std::mutex>& lock) {
  while (!stop && !hasWork()) {
    if (!again || !enabled) {
      wake.wait(lock, [this] { return stop || hasWork() || (again && enabled); });
    } else if (!wake.wait_for(lock, again->after, [this] { return stop || hasWork() || !enabled; })) {
      pen = again->pen;
      due = true;
      again.reset();
    }
  }
}

void LiveColourer::State::run() {
  std::unique_lock lock(mutex);
  while (true) {
    awaitWork(lock);
    if (stop) return;
    running = true;
    if (load) {
      const LoadOrder order = std::move(*load);
      load.reset();
      lock.unlock();
      doLoad(order);
    } else {
      const LiveRequest request = newest;
      const Clock::time_point submitted = submittedAt;
      const Pen how = std::exchange(pen, Pen::Draws);
      due = false;
      lock.unlock();
      colourer->hurry(how == Pen::Draws);
      if (how == Pen::Pauses) colourer->reconsider();
      colour(request, submitted);
    }
    lock.lock();
    running = false;
  }
}

void LiveColourer::State::doLoad(const LoadOrder& order) {
  std::string error;
  try {
    colourer = openColourer(order.model, order.device);
    colourer->followDrawing();
    releaseFreedMemory();  // weights were read, converted, packed and tried: as much again as stays
  } catch (const std::exception& problem) {
    error = firstLine(problem);
  }
  {
    const std::lock_guard lock(mutex);
    if (stop) return;
    if (error.empty() && !newest.sketch.empty() && !due) {
      due = true;
      submittedAt = Clock::now();
    }
  }
  if (order.done) order.done(error, colourer->info(), colourer->device());
}

void LiveColourer::State::colour(const LiveRequest& request, Clock::time_point submitted) {
  LiveResult result;
  result.revision = request.revision;
  try {
    colourer->usePalette(request.palette);
    result.coloured = colourPicture(*colourer, request.sketch, request.hints);
    result.forwardMs = result.coloured.forwardMs;
    result.lookalikes = colourer->lookalikes();
  } catch (const std::exception& problem) {
    result.error = firstLine(problem);
  }
  result.totalMs = millisecondsSince(submitted);
  bool asks = false;
  result.last = !result.error.empty() || !colourer->hurried();
  {
    const std::lock_guard lock(mutex);
    if (stop) return;
    again.reset();
    if (!result.last) again = Again{kRest, Pen::Rests};
    else if (result.error.empty() && colourer->doubts()) again = Again{kPause, Pen::Pauses};
    if (result.last) hurriedSince.reset();
    else if (!hurriedSince) hurriedSince = Clock::now();
    else if (asks = Clock::now() - *hurriedSince >= kLongestHurry; asks) hurriedSince = Clock::now();
  }
  callback(std::move(result));
  if (asks) colourer->recogniseBeside();
}

LiveColourer::LiveColourer(Callback callback) : state_(std::make_unique<State>(std::move(callback))) {}

LiveColourer::~LiveColourer() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
  }
  state_->wake.notify_one();
  state_->thread.join();
}

void LiveColourer::submit(LiveRequest request) {
  {
    const std::lock_guard lock(state_->mutex);
    std::swap(state_->newest, request);  // what it replaces is freed after the lock
    state_->submittedAt = Clock::now();
    state_->due = true;
    state_->pen = Pen::Draws;
  }
  state_->wake.notify_one();
}

void LiveColourer::load(std::string nameOrPath, std::string device, std::function<void(std::string, ModelInfo, std::string)> done) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->load = LoadOrder{std::move(nameOrPath), std::move(device), std::move(done)};
  }
  state_->wake.notify_one();
}

void LiveColourer::setEnabled(bool on) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->enabled = on;
  }
  state_->wake.notify_one();
}

bool LiveColourer::busy() const {
  const std::lock_guard lock(state_->mutex);
  return state_->running || state_->hasWork() || (state_->enabled && state_->again);
}

}  // namespace chaesaek
