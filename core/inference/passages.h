// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// Closing gaps also closes narrow passages: the tip of an ear becomes a region beside the head. Joins regions that meet over free space by
/// half the width of the slimmer one or more: no outline parts them. What lies `apart` (CV_8U, not 0) joins nothing.
/// `labels` and the result as gapClosedRegions.
cv::Mat withPassages(const cv::Mat& labels, const cv::Mat& apart);

/// The same for regions that have one colour, by less: a hint in one is meant for all of them. `colours` BGR.
cv::Mat withPassages(const cv::Mat& labels, const cv::Mat& apart, const cv::Mat& colours);

}  // namespace chaesaek
