// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstring>
#include <limits>
#include <opencv2/core.hpp>
#include <utility>
#include <vector>

namespace chaesaek {

/// A pixel's part in a flood.
enum FloodState : uchar { kBlocked = 0, kOpen = 1, kKnown = 2 };

/// Grows the known pixels' values into the open ones, nearest first, by steps to the four neighbours, for at most
/// `steps` rounds. `state` is CV_8U of FloodState; `values` holds T. Both are updated.
template <class T>
void flood(cv::Mat& state, cv::Mat& values, int steps = std::numeric_limits<int>::max()) {
  // A blocked frame spares every step the question whether it leaves the picture.
  cv::Mat framedState, framedValues;
  cv::copyMakeBorder(state, framedState, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar::all(kBlocked));
  cv::copyMakeBorder(values, framedValues, 1, 1, 1, 1, cv::BORDER_CONSTANT);
  auto* known = framedState.ptr<uchar>();
  auto* value = framedValues.ptr<T>();
  const int neighbours[] = {-1, 1, -framedState.cols, framedState.cols};

  std::vector<int> front, next;
  const uchar *at = known, *end = known + framedState.total();
  for (; (at = static_cast<const uchar*>(std::memchr(at, kOpen, end - at))); ++at)
    for (const int step : neighbours)
      if (at[step] == kKnown) front.push_back(static_cast<int>(at - known) + step);
  for (; steps > 0 && !front.empty(); --steps) {
    next.clear();
    for (const int from : front)
      for (const int step : neighbours) {
        const int to = from + step;
        if (known[to] != kOpen) continue;
        known[to] = kKnown;
        value[to] = value[from];
        next.push_back(to);
      }
    std::swap(front, next);
  }
  const cv::Rect inside(1, 1, state.cols, state.rows);
  framedState(inside).copyTo(state);
  framedValues(inside).copyTo(values);
}

/// Fills the open pixels from their own free space, then the blocked ones (ink) from both sides to the line's middle.
/// What no known pixel reaches keeps its colour. `colours` CV_8UC3.
inline void floodUnderInk(cv::Mat& state, cv::Mat& colours) {
  flood<cv::Vec3b>(state, colours);
  state.setTo(kKnown, state == kOpen);
  state.setTo(kOpen, state == kBlocked);
  flood<cv::Vec3b>(state, colours);
}

}  // namespace chaesaek
