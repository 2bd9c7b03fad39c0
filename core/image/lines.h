// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// Line drawing of a coloured picture or photograph: XDoG (Winnemoeller 2012) with the Pix2Pix-era colouring
/// projects' settings; strength 0..100 (50 usual): more strength, more lines. Grey, 255 paper.
cv::Mat extractLines(const cv::Mat& picture, int strength);

/// Whether a picture is already coloured (or a photograph) rather than a line drawing.
bool looksColoured(const cv::Mat& picture);

}  // namespace chaesaek
