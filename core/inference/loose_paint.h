// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// Takes away paint that no line holds: where a region runs to the picture's border, a coloured patch whose edge touches
/// more paper than ink was a guess, and its ragged end would be seen; so was one outside, even with wider openings closed,
/// that no colour is likely for. An open outline holds its colours by most of its edge.
/// `colours` BGR; `sketch` grey, `labels` of its regions (gapClosedRegions at kClosedGap); `sureness` CV_32F at half the side, 0..1: how likely the likeliest colour is; nothing is taken where
/// `kept` (CV_8U) is not 0.
cv::Mat withoutLoosePaint(const cv::Mat& colours, const cv::Mat& sketch, const cv::Mat& labels, const cv::Mat& sureness, const cv::Mat& kept);

}  // namespace chaesaek
