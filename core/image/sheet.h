// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of equally large pictures: how samples lie in one file.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace chaesaek {

/// Pixels of white around and between the pictures of a sheet.
inline constexpr int kSheetGap = 8;

/// Rows of equally large pictures of one type (grey or BGR) on white; an empty picture leaves its place white.
/// Throws Error where a picture has another size or type. No rows give an empty sheet.
cv::Mat composeSheet(const std::vector<std::vector<cv::Mat>>& rows, int gap = kSheetGap);

/// The way back for a sheet of square pictures (views into it, no copies), `columns` in a row.
/// Throws Error where it is no such sheet.
std::vector<std::vector<cv::Mat>> splitSheet(const cv::Mat& sheet, int columns);

}  // namespace chaesaek
