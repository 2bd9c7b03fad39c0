// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

#include "core/image/regions.h"

namespace chaesaek {

/// Hints as they cross interfaces (BGRA, alpha >= 128 is the mask; may be empty), spread over their regions.
SpreadHints spreadHintLayer(const cv::Mat& sketch, const cv::Mat& hints);

/// The spread hints on white paper: what flat fill shows.
cv::Mat flatFill(const cv::Mat& sketch, const cv::Mat& hints);

/// Exact hint colours: a hinted region where `colours` already agree with the hint (Delta E 2000 < 10) takes the
/// hint's very colour, and so does every mark within its region.
void keepHintColours(cv::Mat& colours, const cv::Mat& sketch, const cv::Mat& hints);

}  // namespace chaesaek
