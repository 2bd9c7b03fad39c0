// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace chaesaek {

/// One sampled point of a stroke, in picture pixels (pixel i spans i to i+1); the width is already a function of the pressure.
struct StrokePoint {
  float x = 0, y = 0;
  float width = 4;
};

/// Adds an antialiased segment of round, tapering brush to an ink layer (CV_8U coverage: 0 none, 255 full; the
/// larger of old and new coverage is kept, so that a stroke does not darken itself). Canvas and training use this one
/// rasteriser. Returns the changed rectangle, inside the layer (may be empty).
cv::Rect drawSegment(cv::Mat& coverage, const StrokePoint& from, const StrokePoint& to);
/// A whole polyline; a single point is a dot.
cv::Rect drawStroke(cv::Mat& coverage, const std::vector<StrokePoint>& points);

/// Takes coverage away along the segment (eraser).
cv::Rect eraseSegment(cv::Mat& coverage, const StrokePoint& from, const StrokePoint& to);

/// Steadies pen input, 0 (as it comes) to 100 (slow and smooth): an exponential follower whose last point always
/// reaches the pen when finish() is called.
class StrokeSmoother {
 public:
  explicit StrokeSmoother(int strength) : keep_(0.94f * static_cast<float>(strength) / 100.f) {}
  StrokePoint add(const StrokePoint& raw);
  StrokePoint finish() const { return raw_; }

 private:
  float keep_;
  bool started_ = false;
  StrokePoint raw_, smooth_;
};

}  // namespace chaesaek
