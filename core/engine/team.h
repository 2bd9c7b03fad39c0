// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <span>

namespace chaesaek::engine {

/// What can be done side by side: tasks 0 … tasks-1, in any order, each by one thread of the team.
struct Step {
  int tasks = 0;
  std::function<void(int task, int thread)> run;
};

/// Threads that do steps one after the other. They sleep between two runs and wait actively, for a moment, between two steps:
/// waking a thread takes as long as a small layer.
class Team {
 public:
  explicit Team(int threads);
  ~Team();
  int threads() const;
  /// By one thread at a time; it takes part. Tasks must not throw.
  void run(std::span<const Step> steps);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek::engine
