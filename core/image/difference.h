// SPDX-License-Identifier: GPL-3.0-or-later
// Where two pictures differ, and how much.
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// The end of the scale of heatMap: what differs more looks the same.
inline constexpr double kHeatTop = 40;

/// CIEDE2000 of two BGR pictures of one size, pixel by pixel -> CV_32F. Throws Error where they are not.
cv::Mat colourDifference(const cv::Mat& a, const cv::Mat& b);

/// Differences (CV_32F) as colours -> BGR: black where there is none, through violet and orange to pale yellow at `top` and
/// above (inferno, which is perceptually even and rises in lightness all the way).
cv::Mat heatMap(const cv::Mat& difference, double top = kHeatTop);

}  // namespace chaesaek
