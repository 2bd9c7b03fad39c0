// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/difference.h"

#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/image/colour.h"

namespace chaesaek {

cv::Mat colourDifference(const cv::Mat& a, const cv::Mat& b) {
  if (a.empty() || a.type() != CV_8UC3 || b.type() != CV_8UC3 || a.size() != b.size()) fail("only two colour pictures of one size can be told apart");
  return deltaE2000(toLab(a), toLab(b));
}

cv::Mat heatMap(const cv::Mat& difference, double top) {
  cv::Mat steps, out;
  difference.convertTo(steps, CV_8U, 255 / top);
  cv::applyColorMap(steps, out, cv::COLORMAP_INFERNO);
  return out;
}

}  // namespace chaesaek
