// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/values.h"
#include "core/image/landscape.h"

namespace chaesaek {

enum class RunState { Preparing, Running, Paused, Finished, Stopped, Failed };
std::string runStateName(RunState state);

/// The scalars of one training step.
struct ScalarEvent {
  int64_t step = 0, epoch = 0;
  NamedValues values;
  double imagesPerSecond = 0, secondsLeft = 0;
};

/// The scalars of one phase that was run by itself, in step mode.
struct PhaseEvent {
  int64_t step = 0;    ///< the step that it belongs to, 1-based
  std::string phase;
  NamedValues values;
};

/// The fixed validation drawings, as sheets (core/image/sheet.h).
struct PictureEvent {
  int64_t step = 0;
  cv::Mat sheet;       ///< BGR; the columns are ExperimentInfo::columns
  cv::Mat judged;      ///< grey, one column, the same rows: D's opinion of the generated pictures, white "real"; empty without D
  bool live = false;   ///< made in step mode from the weights as they are; not in the run folder
};

/// What a validation measured.
struct MeasureEvent {
  int64_t step = 0;
  NamedValues values;  ///< the figure of merit (ExperimentInfo::merit.key) among them, where it is known
  bool best = false;   ///< the best figure of merit so far
  bool operator==(const MeasureEvent&) const = default;
};

/// What a fleeting run (RunConfig) shows of itself.
struct ViewEvent {
  int64_t step = 0;
  std::shared_ptr<const PointView> view;
};

struct StateEvent {
  RunState state = RunState::Preparing;
  std::string message;  ///< one line: why it failed
  int64_t step = 0;     ///< steps done
};

/// What has happened since the last look.
struct Events {
  std::vector<ScalarEvent> scalars;
  std::optional<PictureEvent> picture;
  std::optional<ViewEvent> view;
  std::vector<StateEvent> states;
  std::vector<PhaseEvent> phases;
  std::vector<MeasureEvent> measures;
  bool empty() const { return scalars.empty() && !picture && !view && states.empty() && phases.empty() && measures.empty(); }
};

/// From the trainer to whoever watches. Scalars are never lost (the trainer waits where nobody reads for long),
/// pictures and views are newest-wins, and the first event after emptiness wakes the reader once: no polling, no event flood.
class EventMailbox {
 public:
  static constexpr size_t kMostScalars = 100'000;

  /// `wake` is called on the trainer's thread when the mailbox stops being empty.
  void setWake(std::function<void()> wake);
  /// After close() nobody reads any more and nothing waits.
  void close();

  void post(ScalarEvent event);
  void post(PictureEvent event);
  void post(ViewEvent event);
  void post(StateEvent event);
  void post(PhaseEvent event);
  void post(MeasureEvent event);

  /// Whether a view is there that nobody has taken yet.
  bool holdsView();
  /// Everything so far; empties the mailbox.
  Events take();
  /// The same, after waiting until there is something.
  Events wait();

 private:
  /// Takes the event in by `add`, then wakes who waits.
  template <class Add>
  void put(Add add);
  void wakeIfFirst(std::unique_lock<std::mutex>& lock, bool wasEmpty);
  std::mutex mutex_;
  std::condition_variable filled_, drained_;
  std::function<void()> wake_;
  Events events_;
  bool closed_ = false;
};

}  // namespace chaesaek
