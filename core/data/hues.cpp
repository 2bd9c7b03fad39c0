// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/hues.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace chaesaek {

HueCount countHues(const cv::Mat& bgr) {
  constexpr int kLeast = 60;
  cv::Mat hsv;
  cv::cvtColor(bgr, hsv, cv::COLOR_BGR2HSV);
  std::array<int, 12> bins{};
  for (int y = 0; y < hsv.rows; ++y)
    for (int x = 0; x < hsv.cols; ++x) {
      const auto& pixel = hsv.at<cv::Vec3b>(y, x);
      if (pixel[1] > kLeast && pixel[2] > kLeast) ++bins[pixel[0] / 15];  // OpenCV counts hues in steps of 2 degrees
    }
  int all = 0;
  for (const int bin : bins) all += bin;
  if (all == 0) return {};
  return {all / static_cast<double>(bgr.total()), static_cast<int>(std::max_element(bins.begin(), bins.end()) - bins.begin())};
}

}  // namespace chaesaek
