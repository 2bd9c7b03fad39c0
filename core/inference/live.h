// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <opencv2/core.hpp>

#include "core/inference/colourer.h"

namespace chaesaek {

/// What the canvas hands over: clones that nobody writes to any more.
struct LiveRequest {
  cv::Mat sketch;          ///< grey, the canvas's size
  cv::Mat hints;           ///< BGRA, the same size, or empty
  uint64_t revision = 0;   ///< the document's revision it shows
  Palette palette = {};    ///< to paint with; empty: what such things have
};

struct LiveResult {
  Coloured coloured;
  std::vector<Lookalike> lookalikes;  ///< of the sketch, the most alike first
  uint64_t revision = 0;
  double forwardMs = 0;    ///< the colourer alone
  double totalMs = 0;      ///< from submit() to result
  std::string error;       ///< one line; the pictures are then empty
  bool last = true;        ///< of its request; false: the same revision comes again, thoroughly, unless a newer request replaces it
};

/// Colours in a thread of its own: one request at a time from a one-place mailbox (newest wins), always a final one
/// after the last change. While requests follow one another they are coloured in a hurry (Colourer::hurry), and every
/// quarter of a second they are recognised beside; what rests for a moment is coloured again without a hurry, and where that
/// leaves colours that calm alone keeps, once more when the pen has paused for a second and a half (the same revision comes again). Flat
/// fill colours until a model is loaded, and goes on where a load fails. The callback runs on the colouring thread; hand the result over to
/// the UI thread there.
class LiveColourer {
 public:
  using Callback = std::function<void(LiveResult)>;
  explicit LiveColourer(Callback callback);
  /// Cancels, wakes, joins.
  ~LiveColourer();

  /// Replaces a request that has not begun. Costs nothing on the calling thread.
  void submit(LiveRequest request);
  /// Loads on the colouring thread (so that the window never waits); reports a failed load through `done` (on the
  /// colouring thread): an empty text means loaded, else info and device are those of the model that stays. An order
  /// replaces one that has not begun. The last request is coloured again with the new model.
  void load(std::string nameOrPath, std::string device, std::function<void(std::string error, ModelInfo info, std::string device)> done);
  /// Off: requests are kept (the newest) but nothing runs until it is on again.
  void setEnabled(bool on);
  bool busy() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek
