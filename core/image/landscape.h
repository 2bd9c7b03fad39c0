// SPDX-License-Identifier: GPL-3.0-or-later
// How the playground shows what D and G make of points: maps and curves.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "core/base/values.h"

namespace chaesaek {

/// The area between -reach and reach of the plane, y upwards.
struct Landscape {
  double reach = 1;
  cv::Mat realness;                    ///< CV_32F, square, top row first: D's probability of "real", 0..1
  std::vector<cv::Point2d> real, made;
  std::vector<cv::Point2d> pushes;     ///< for the first of `made`: from each, as an arrow; may be fewer
};
/// D's map from pale orange ("made") over white to pale blue ("real"), real points grey, made ones dark orange; square, BGR.
cv::Mat drawLandscape(const Landscape& landscape, int side);

/// The line between -reach and reach, each curve at equally far places from left to right.
struct Skyline {
  std::vector<double> judged, best;  ///< D's probability of "real", and the best D's: p / (p + q); 0..1
  std::vector<double> real, made;    ///< densities p and q
};
/// D's curve over p / (p + q), below them p and q as areas, with their names; square, BGR.
cv::Mat drawSkyline(const Skyline& skyline, int side);

/// All that there is to see of a GAN of points at one moment.
struct PointView {
  int dimensions = 2;
  Landscape plane;      ///< where there are two
  Skyline line;         ///< where there is one
  NamedValues figures;  ///< "off"; "modes" where there are any; "optimum_gap" on a line (core/evaluation/points.h)
};

}  // namespace chaesaek
