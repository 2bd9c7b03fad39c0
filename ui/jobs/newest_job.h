// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <utility>

#include "ui/jobs/job.h"

namespace chaesaek {

/// Jobs of which only the newest matters: one runs at a time, and an order that comes meanwhile waits in one place, where
/// the next takes its place. A member of its owner.
template <class Value>
class NewestJob {
 public:
  using Work = std::function<Value(const Progress&)>;
  using Then = std::function<void(Outcome<Value>)>;
  enum class Running {
    Finishes,  ///< the job under way is still wanted: what follows a slider
    Ends,      ///< it is cancelled when something newer is ordered
  };
  NewestJob(QObject* owner, Running running) : owner_(owner), running_(running) {}

  void order(Work work, Then then) {
    next_ = {std::move(work), std::move(then)};
    if (!busy_) return start();
    if (running_ == Running::Ends) progress_.cancel();
  }
  /// What runs, and what waits.
  void cancel() {
    next_.reset();
    progress_.cancel();
  }
  bool busy() const { return busy_; }

 private:
  void start() {
    auto [work, then] = *std::exchange(next_, std::nullopt);
    busy_ = true;
    progress_ = runJob(owner_, std::move(work), [this, then = std::move(then)](Outcome<Value> outcome) {
      busy_ = false;
      if (next_) start();
      then(std::move(outcome));
    });
  }

  QObject* owner_;
  Running running_;
  std::optional<std::pair<Work, Then>> next_;
  Progress progress_;
  bool busy_ = false;
};

}  // namespace chaesaek
