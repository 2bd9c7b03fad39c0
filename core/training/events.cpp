// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/events.h"

namespace chaesaek {

std::string runStateName(RunState state) {
  switch (state) {
    case RunState::Preparing: return "preparing";
    case RunState::Running: return "running";
    case RunState::Paused: return "paused";
    case RunState::Finished: return "finished";
    case RunState::Stopped: return "stopped";
    case RunState::Failed: return "failed";
  }
  return "";
}

void EventMailbox::setWake(std::function<void()> wake) {
  std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void EventMailbox::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  wake_ = nullptr;
  drained_.notify_all();
}

void EventMailbox::wakeIfFirst(std::unique_lock<std::mutex>& lock, bool wasEmpty) {
  filled_.notify_one();
  const auto wake = wasEmpty ? wake_ : nullptr;
  lock.unlock();
  if (wake) wake();
}

void EventMailbox::post(ScalarEvent event) {
  std::unique_lock lock(mutex_);
  drained_.wait(lock, [&] { return closed_ || events_.scalars.size() < kMostScalars; });
  if (closed_) return;
  const bool wasEmpty = events_.empty();
  events_.scalars.push_back(std::move(event));
  wakeIfFirst(lock, wasEmpty);
}

template <class Add>
void EventMailbox::put(Add add) {
  std::unique_lock lock(mutex_);
  const bool wasEmpty = events_.empty();
  add();
  wakeIfFirst(lock, wasEmpty);
}

void EventMailbox::post(PictureEvent event) {
  put([&] { events_.picture = std::move(event); });
}
void EventMailbox::post(ViewEvent event) {
  put([&] { events_.view = std::move(event); });
}
void EventMailbox::post(StateEvent event) {
  put([&] { events_.states.push_back(std::move(event)); });
}
void EventMailbox::post(PhaseEvent event) {
  put([&] { events_.phases.push_back(std::move(event)); });
}
void EventMailbox::post(MeasureEvent event) {
  put([&] { events_.measures.push_back(std::move(event)); });
}

bool EventMailbox::holdsView() {
  std::lock_guard lock(mutex_);
  return events_.view.has_value();
}

Events EventMailbox::take() {
  std::lock_guard lock(mutex_);
  Events out = std::move(events_);
  events_ = Events();
  drained_.notify_all();
  return out;
}

Events EventMailbox::wait() {
  std::unique_lock lock(mutex_);
  filled_.wait(lock, [&] { return closed_ || !events_.empty(); });
  Events out = std::move(events_);
  events_ = Events();
  drained_.notify_all();
  return out;
}

}  // namespace chaesaek
