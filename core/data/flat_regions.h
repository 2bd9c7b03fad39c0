// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace chaesaek {

/// The regions of a fill layer: 4-connected, of exactly one colour, divided by ink.
struct FlatRegions {
  cv::Mat labels;                   ///< CV_8U: 0 none (antialiased borders, specks), else 1 + index into colours
  std::vector<cv::Vec3b> colours;   ///< BGR; the largest first, at most 255
  int paper = 0;                    ///< label of the region in the corner where that is white, else 0
};

/// Regions of `leastArea` pixels or more. Each also holds the pixels of its colour that lie under ink (sketch 200 or
/// darker) and belong to it rather than to another.
FlatRegions flatRegions(const cv::Mat& fill, const cv::Mat& sketch, int leastArea);

/// Gives regions other colours: `colours` is the new list. Antialiased borders are mixed anew in the shares they had.
void recolour(cv::Mat& fill, const FlatRegions& regions, const std::vector<cv::Vec3b>& colours);

}  // namespace chaesaek
