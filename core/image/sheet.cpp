// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/sheet.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"

namespace chaesaek {
namespace {

/// The first picture that is not empty; all others must be like it.
cv::Mat firstOf(const std::vector<std::vector<cv::Mat>>& rows) {
  for (const auto& row : rows)
    for (const cv::Mat& picture : row)
      if (!picture.empty()) return picture;
  return {};
}

cv::Rect placeOf(size_t row, size_t column, cv::Size cell, int gap) {
  const int x = gap + static_cast<int>(column) * (cell.width + gap), y = gap + static_cast<int>(row) * (cell.height + gap);
  return {cv::Point(x, y), cell};
}

}  // namespace

cv::Mat composeSheet(const std::vector<std::vector<cv::Mat>>& rows, int gap) {
  const cv::Mat first = firstOf(rows);
  if (first.empty()) return {};
  size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  const int width = gap + static_cast<int>(columns) * (first.cols + gap), height = gap + static_cast<int>(rows.size()) * (first.rows + gap);
  cv::Mat sheet(height, width, first.type(), cv::Scalar::all(255));
  for (size_t r = 0; r < rows.size(); ++r)
    for (size_t c = 0; c < rows[r].size(); ++c) {
      const cv::Mat& picture = rows[r][c];
      if (picture.empty()) continue;
      if (picture.size() != first.size() || picture.type() != first.type()) fail("the pictures of a sheet must be of one size and kind");
      picture.copyTo(sheet(placeOf(r, c, first.size(), gap)));
    }
  return sheet;
}

std::vector<std::vector<cv::Mat>> splitSheet(const cv::Mat& sheet, int columns) {
  const int step = columns > 0 ? (sheet.cols - kSheetGap) / columns : 0, side = step - kSheetGap;
  if (side <= 0 || sheet.cols != kSheetGap + columns * step || sheet.rows <= kSheetGap || (sheet.rows - kSheetGap) % step != 0)
    fail("a picture of " + std::to_string(sheet.cols) + " x " + std::to_string(sheet.rows) + " pixels is no sheet of " + std::to_string(columns) + " columns");
  std::vector<std::vector<cv::Mat>> rows(static_cast<size_t>((sheet.rows - kSheetGap) / step));
  for (size_t r = 0; r < rows.size(); ++r)
    for (size_t c = 0; c < static_cast<size_t>(columns); ++c) rows[r].push_back(sheet(placeOf(r, c, {side, side}, kSheetGap)));
  return rows;
}

}  // namespace chaesaek
