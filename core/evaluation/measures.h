// SPDX-License-Identifier: GPL-3.0-or-later
// The measures of one picture, from which evaluate.cpp makes those of a set. Pictures are CIELAB (toLab), of one size;
// masks CV_8U, 0 outside. C* is the chroma, sqrt(a*^2 + b*^2).
#pragma once
#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace chaesaek {

/// Pixels with C* above this are coloured.
inline constexpr float kColoured = 12;

/// CV_32F
cv::Mat chroma(const cv::Mat& lab);
/// 0..360
float hueAngle(const cv::Vec3f& lab);
/// Of each channel by itself; the mask covers one pixel or more.
cv::Vec3f medianColour(const cv::Mat& lab, const cv::Mat& mask);

/// Whether the median over `mask` is within Delta E 2000 < 10 of the wanted colour.
bool obeys(const cv::Mat& output, const cv::Mat& mask, const cv::Vec3b& wanted);

/// Mean C* of the output over the target's, where the target is coloured; empty where that is 100 pixels or fewer.
std::optional<double> chromaRatio(const cv::Mat& output, const cv::Mat& target);

/// Twelve bins of 30 degrees of the hue angle.
using HueHistogram = std::array<double, 12>;
/// Over the pixels where picture and target are coloured; sums to 1, or is 0.
HueHistogram hueHistogram(const cv::Mat& picture, const cv::Mat& target);
/// Of the histogram scaled to sum 1, in nats.
double entropy(const HueHistogram& histogram);

/// How a region was coloured without hints.
struct HueAnswer {
  int family;  ///< of the target's hue: 60 degrees each, 0..5
  bool right;
};
/// Right: the median has C* >= 12 and a hue within 30 degrees of the target's. Empty where the target's C* is under 20.
std::optional<HueAnswer> hueAnswer(const cv::Mat& output, const cv::Mat& mask, const cv::Vec3b& target);
/// Mean over the families with five answers or more of the share that is right; empty where there is no such family.
std::optional<double> meanOfFamilies(const std::vector<HueAnswer>& answers);

/// 95th percentile of Delta E 2000 between two results where the target is coloured, outside `region`; empty under
/// 100 pixels.
std::optional<double> leakOutside(const cv::Mat& with, const cv::Mat& without, const cv::Mat& region, const cv::Mat& target);

}  // namespace chaesaek
