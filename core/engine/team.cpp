// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/team.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace chaesaek::engine {
namespace {

constexpr int kPatience = 4000;  // looks, some tens of microseconds, before the processor is offered to others

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  asm volatile("yield");
#endif
}

}  // namespace

struct Team::State {
  explicit State(int count) : threads(std::max(1, count)) {
    for (int i = 1; i < threads; ++i) helpers.emplace_back([this, i] { help(i); });
  }

  void help(int thread);
  void work(int thread);
  void meet();
  int firstOf(const Step& step, int owner) const { return step.tasks * owner / threads; }

  const int threads;
  std::mutex mutex;
  std::condition_variable wake, done;
  int round = 0, busy = 0;  // guarded
  bool stop = false;        // guarded
  std::span<const Step> steps;
  std::unique_ptr<std::atomic<int>[]> taken;  // of each step and thread: how many of its tasks
  size_t room = 0;
  std::atomic<int> arrived{0}, meetings{0};
  std::vector<std::thread> helpers;
};

/// Returns when all have come.
void Team::State::meet() {
  const int meeting = meetings.load();
  if (arrived.fetch_add(1) + 1 == threads) {
    arrived.store(0);
    meetings.store(meeting + 1);
    return;
  }
  for (int looks = 0; meetings.load() == meeting; ++looks) looks < kPatience ? pause() : std::this_thread::yield();
}

void Team::State::work(int thread) {
  for (size_t s = 0; s < steps.size(); ++s) {
    const Step& step = steps[s];
    // Each begins with a part of its own, the same every time, since its caches may hold what that part reads and writes; then it helps
    // the others.
    for (int i = 0; i < threads; ++i) {
      const int owner = (thread + i) % threads, end = firstOf(step, owner + 1);
      std::atomic<int>& next = taken[s * static_cast<size_t>(threads) + static_cast<size_t>(owner)];
      for (int task = firstOf(step, owner) + next++; task < end; task = firstOf(step, owner) + next++) step.run(task, thread);
    }
    if (threads > 1) meet();
  }
}

void Team::State::help(int thread) {
  int seen = 0;
  std::unique_lock lock(mutex);
  while (true) {
    wake.wait(lock, [&] { return stop || round != seen; });
    if (stop) return;
    seen = round;
    lock.unlock();
    work(thread);
    lock.lock();
    if (--busy == 0) done.notify_one();
  }
}

Team::Team(int threads) : state_(std::make_unique<State>(threads)) {}

Team::~Team() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
  }
  state_->wake.notify_all();
  for (std::thread& helper : state_->helpers) helper.join();
}

int Team::threads() const { return state_->threads; }

void Team::run(std::span<const Step> steps) {
  State& s = *state_;
  const size_t needed = steps.size() * static_cast<size_t>(s.threads);
  if (s.room < needed) s.taken = std::make_unique<std::atomic<int>[]>(s.room = needed);
  for (size_t i = 0; i < needed; ++i) s.taken[i] = 0;
  {
    const std::lock_guard lock(s.mutex);
    s.steps = steps;
    s.busy = s.threads - 1;
    ++s.round;
  }
  s.wake.notify_all();
  s.work(0);
  std::unique_lock lock(s.mutex);
  s.done.wait(lock, [&] { return s.busy == 0; });
}

}  // namespace chaesaek::engine
