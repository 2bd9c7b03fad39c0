// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/inference/open_space.h"

namespace chaesaek {

/// Paints hints over the colours of a sketch: each over its whole region, and nothing else. Where several share a region they part it at its
/// narrow places. In paper a hint fills what wider closed openings bound, else what may be part of the thing
/// there, or a patch around it.
/// `colours` BGR, `hints` BGRA (alpha >= 128 is the mask), of one size with the sketch and its `shapes`.
void showHints(cv::Mat& colours, const cv::Mat& sketch, const Shapes& shapes, const cv::Mat& hints);

}  // namespace chaesaek
