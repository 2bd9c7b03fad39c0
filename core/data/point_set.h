// SPDX-License-Identifier: GPL-3.0-or-later
// Points that are drawn as they are needed: what the playground learns from.
#pragma once
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/data/data_set.h"

namespace chaesaek {

/// Half the side of the area, around 0, that all points lie in: what networks call 1.
inline constexpr double kPointReach = 3;

/// A distribution of points on the plane, or on a line (their y is 0). Every index stands for a new point whenever it is
/// asked for. Thread safe.
class PointSet : public DataSet {
 public:
  virtual int dimensions() const = 0;                           ///< 1 or 2
  virtual const std::vector<cv::Point2d>& modes() const = 0;    ///< centres of equally likely normal distributions; empty where there are none
  virtual double sigma() const = 0;                             ///< their deviation; without modes, that from the curve the points lie on
  virtual cv::Point2d draw(Random& random) const = 0;
  /// How many sigmas `point` lies from the nearest mode, or from the curve.
  virtual double deviations(cv::Point2d point) const = 0;
  /// Of the points at `point`, for one with modes: a share a unit of length or of area.
  double density(cv::Point2d point) const;
};

/// "bumps", "grid", "moons", "ring": nothing needs to be fetched.
const std::vector<std::string>& pointSetNames();
bool isPointSet(const std::string& name);
/// Throws Error (Usage) that lists the known names.
std::shared_ptr<const PointSet> openPoints(const std::string& name);
/// What a list says of it: "Ring of eight dots".
std::string titleOfPoints(const std::string& name);
/// What `data info` says of it.
Json describePoints(const PointSet& set);

}  // namespace chaesaek
