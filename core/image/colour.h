// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>
#include <string>

namespace chaesaek {

/// BGR 8 bit -> CIELAB (D65), CV_32FC3: L* 0..100, a*, b* in their usual units.
cv::Mat toLab(const cv::Mat& bgr);
cv::Vec3f toLab(const cv::Vec3b& bgr);
/// The same by the formulas, for few colours asked often: a call of OpenCV's takes ten times as long. It interpolates between the entries
/// of a table, and is up to half a Delta E off in dark colours: measures, which compare with whole pictures, take toLab.
cv::Vec3f exactLab(const cv::Vec3b& bgr);

/// Colour difference CIEDE2000 (Sharma, Wu, Dalal 2005), kL = kC = kH = 1.
float deltaE2000(const cv::Vec3f& labA, const cv::Vec3f& labB);
/// Of two CV_32FC3 Lab pictures of one size -> CV_32F.
cv::Mat deltaE2000(const cv::Mat& labA, const cv::Mat& labB);

/// The colour with its HSV hue (OpenCV's 0..179 for 0..360 degrees) turned.
cv::Vec3b turnedHue(const cv::Vec3b& bgr, int degrees);

/// "#rrggbb" <-> BGR; throws Error (Usage) for anything else.
cv::Vec3b parseColour(const std::string& text);
std::string colourText(const cv::Vec3b& bgr);

}  // namespace chaesaek
