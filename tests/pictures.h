// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that several tests draw on.
#pragma once
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

#include "core/image/strokes.h"

namespace chaesaek {

/// A circle in the middle of white paper, drawn by the canvas's own brush.
inline cv::Mat circleSketch(int side, float radius, float width) {
  cv::Mat ink = cv::Mat::zeros(side, side, CV_8U);
  std::vector<StrokePoint> points;
  for (int i = 0; i <= 120; ++i) {
    const auto angle = static_cast<float>(i * CV_2PI / 120), middle = static_cast<float>(side) / 2;
    points.push_back({middle + radius * std::cos(angle), middle + radius * std::sin(angle), width});
  }
  drawStroke(ink, points);
  return 255 - ink;
}

inline cv::Mat randomPicture(int rows, int columns, int type) {
  cv::Mat picture(rows, columns, type);
  cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

inline bool same(const cv::Mat& a, const cv::Mat& b) { return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0; }

}  // namespace chaesaek
