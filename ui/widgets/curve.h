// SPDX-License-Identifier: GPL-3.0-or-later
// What a plot draws, as numbers: smoothing, and no more points than there are pixels. Knows no Qt.
#pragma once
#include <optional>
#include <vector>

namespace chaesaek {

struct CurvePoint {
  double step, value;  ///< a value that is not finite leaves a gap
};

/// One scalar over the steps of a run.
class Curve {
 public:
  /// Amortised O(1). A step that is not later than the last takes the place of everything from it on: a run that was
  /// resumed from a checkpoint repeats some of its steps.
  void append(double step, double value);
  void clear();
  const std::vector<CurvePoint>& points() const { return points_; }

  /// Weight of the past, 0 (none) to below 1.
  void setSmoothing(double weight);
  /// The exponential moving average of the finite values, freed of its bias to zero (as TensorBoard does it), at the same
  /// steps as points(). Only what was appended since the last call is worked out.
  const std::vector<CurvePoint>& smoothed();

 private:
  std::vector<CurvePoint> points_, smoothed_;
  double weight_ = 0, average_ = 0, bias_ = 1;
};

struct CurveWindow {
  double from = 0, to = 1;  ///< steps, both included
  int columns = 1;          ///< of pixels
  bool positiveOnly = false;  ///< what a log axis cannot show counts as a gap
};

/// First, least, greatest and last value of each pixel column, in their order: drawn, it is the same picture as all the
/// points, and no extreme is lost. The neighbours just outside come along, so that lines reach the edges. Gaps are one
/// NaN; a value alone between gaps becomes a dash of two columns, so that it can be seen.
std::vector<CurvePoint> decimated(const std::vector<CurvePoint>& points, const CurveWindow& window);

struct CurveBounds {
  double least, most;
};
/// Of the finite values within the window; empty where there are none.
std::optional<CurveBounds> boundsOf(const std::vector<CurvePoint>& points, const CurveWindow& window);

/// Index of the last point at or before `step`; -1 where there is none.
int indexAt(const std::vector<CurvePoint>& points, double step);

}  // namespace chaesaek
