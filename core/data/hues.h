// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// How colourful a picture is: its pixels with HSV saturation and value > 60 of 255.
struct HueCount {
  double coloured = 0;  ///< their share
  int dominant = -1;    ///< the bin of 30 degrees that most of them fall in, 0 (from red on) to 11; -1 where there are none
};
HueCount countHues(const cv::Mat& bgr);

}  // namespace chaesaek
