// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chaesaek {

enum class RunState { Preparing, Running, Paused, Finished, Stopped, Failed };
std::string runStateName(RunState state);

/// The scalars of one training step.
struct ScalarEvent {
  int64_t step = 0, epoch = 0;
  std::vector<std::pair<std::string, double>> values;
  double imagesPerSecond = 0, secondsLeft = 0;
};

/// A sheet of the fixed validation drawings.
struct PictureEvent {
  int64_t step = 0;
  cv::Mat sheet;
};

struct StateEvent {
  RunState state = RunState::Preparing;
  std::string message;  ///< one line: why it failed, what it waits for
};

/// What has happened since the last look.
struct Events {
  std::vector<ScalarEvent> scalars;
  std::optional<PictureEvent> picture;
  std::vector<StateEvent> states;
  std::map<std::string, double> merit;  ///< newest figure of merit, by its key
  bool empty() const { return scalars.empty() && !picture && states.empty() && merit.empty(); }
};

/// From the trainer to whoever watches. Scalars are never lost (the trainer waits where nobody reads for long),
/// pictures are newest-wins, and the first event after emptiness wakes the reader once: no polling, no event flood.
class EventMailbox {
 public:
  static constexpr size_t kMostScalars = 100'000;

  /// `wake` is called on the trainer's thread when the mailbox stops being empty.
  void setWake(std::function<void()> wake);
  /// After close() nobody reads any more and nothing waits.
  void close();

  void post(ScalarEvent event);
  void post(PictureEvent event);
  void post(StateEvent event);
  void postMerit(const std::string& key, double value);

  /// Everything so far; empties the mailbox.
  Events take();
  /// The same, after waiting until there is something.
  Events wait();

 private:
  void wakeIfFirst(std::unique_lock<std::mutex>& lock, bool wasEmpty);
  std::mutex mutex_;
  std::condition_variable filled_, drained_;
  std::function<void()> wake_;
  Events events_;
  bool closed_ = false;
};

}  // namespace chaesaek
