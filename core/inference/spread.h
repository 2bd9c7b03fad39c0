// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

#include "core/image/regions.h"

namespace chaesaek {

/// Hints as they cross interfaces (BGRA, alpha >= 128 is the mask; may be empty), spread over their regions.
SpreadHints spreadHintLayer(const cv::Mat& sketch, const cv::Mat& hints);

/// The spread hints on white paper: what flat fill shows.
cv::Mat flatFill(const cv::Mat& sketch, const cv::Mat& hints);

/// Paints the hints over `colours` in bounded regions: there a hint is obeyed whatever a network makes of it.
void fillHinted(cv::Mat& colours, const SpreadHints& spread);

}  // namespace chaesaek
