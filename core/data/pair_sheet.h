// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "core/data/pairs.h"

namespace chaesaek {

/// sketch | picture | fill in one row, each `side` pixels; what is empty is left out. BGR.
cv::Mat pairRow(const Pair& pair, int side);

/// Tiles of one size on a grey ground, `across` in a row.
cv::Mat sheetOf(const std::vector<cv::Mat>& tiles, int across);

}  // namespace chaesaek
