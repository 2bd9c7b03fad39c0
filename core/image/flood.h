// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <opencv2/core.hpp>
#include <utility>
#include <vector>

namespace chaesaek {

/// A pixel's part in a flood; no step crosses the frame.
enum FloodState : uchar { kBlocked = 0, kOpen = 1, kKnown = 2, kFrame = 3 };

/// Grows the values (T) of known pixels into open ones, nearest first, by steps to the four neighbours.
template <class T>
class Flood {
 public:
  /// `state` is CV_8U of kBlocked, kOpen, kKnown; `values` holds T. Both are copied into a frame, which spares every
  /// step the question whether it leaves the picture.
  Flood(const cv::Mat& state, const cv::Mat& values) : inside_(1, 1, state.cols, state.rows) {
    cv::copyMakeBorder(state, state_, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(kFrame));
    cv::copyMakeBorder(values, values_, 1, 1, 1, 1, cv::BORDER_CONSTANT);
  }

  /// Views of both, without the frame; they may be changed between two calls of grow().
  cv::Mat state() { return state_(inside_); }
  cv::Mat values() { return values_(inside_); }

  /// At most `steps` rounds.
  void grow(int steps = std::numeric_limits<int>::max()) {
    auto* state = state_.ptr<uchar>();
    auto* value = values_.ptr<T>();
    const Neighbours neighbours{-1, 1, -state_.cols, state_.cols};
    if (!queue_) queue_ = std::make_unique_for_overwrite<int[]>(state_.total());  // an open pixel enters it once
    int* end = queue_.get();
    const auto growFrom = [&](int from) {
      for (const int step : neighbours) {
        const int to = from + step;
        if (state[to] != kOpen) continue;
        state[to] = kKnown;
        value[to] = value[from];
        *end++ = to;
      }
    };
    if (steps <= 0) return;
    for (const int from : knownBesideOpen(neighbours)) growFrom(from);
    const int* begin = queue_.get();
    while (--steps > 0 && begin < end)
      for (const int* const front = end; begin < front; ++begin) growFrom(*begin);
  }

  /// Fills the open pixels from their own free space, then the blocked ones (ink) from both sides to the line's middle.
  /// What no known pixel reaches keeps its value.
  void growUnderInk() {
    grow();
    state_.setTo(kKnown, state_ == kOpen);
    state_.setTo(kOpen, state_ == kBlocked);
    grow();
  }

 private:
  using Neighbours = std::array<int, 4>;

  std::vector<int> knownBesideOpen(const Neighbours& neighbours) const {
    std::vector<int> found;
    const uchar *first = state_.ptr<uchar>(), *end = first + state_.total();
    for (const uchar* at = first; (at = static_cast<const uchar*>(std::memchr(at, kOpen, end - at)));)
      for (; *at == kOpen; ++at)  // a row ends in the frame
        for (const int step : neighbours)
          if (at[step] == kKnown) found.push_back(static_cast<int>(at - first) + step);
    return found;
  }

  cv::Rect inside_;
  cv::Mat state_, values_;
  std::unique_ptr<int[]> queue_;
};

}  // namespace chaesaek
