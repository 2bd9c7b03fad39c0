// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pair_sheet.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace chaesaek {

cv::Mat pairRow(const Pair& pair, int side) {
  const Pair fitted = fittedPair(pair, side);
  std::vector<cv::Mat> columns(1);
  cv::cvtColor(fitted.sketch, columns[0], cv::COLOR_GRAY2BGR);
  for (const cv::Mat& picture : {fitted.picture, fitted.fill})
    if (!picture.empty()) columns.push_back(picture);
  cv::Mat row;
  cv::hconcat(columns, row);
  return row;
}

cv::Mat sheetOf(const std::vector<cv::Mat>& tiles, int across) {
  constexpr int kMargin = 8;
  const int count = static_cast<int>(tiles.size()), columns = std::clamp(across, 1, std::max(1, count));
  const cv::Size step = count == 0 ? cv::Size() : tiles[0].size() + cv::Size(kMargin, kMargin);
  cv::Mat sheet((count + columns - 1) / columns * step.height + kMargin, columns * step.width + kMargin, CV_8UC3, cv::Scalar::all(216));
  for (int i = 0; i < count; ++i)
    tiles[static_cast<size_t>(i)].copyTo(sheet(cv::Rect({kMargin + i % columns * step.width, kMargin + i / columns * step.height}, tiles[static_cast<size_t>(i)].size())));
  return sheet;
}

}  // namespace chaesaek
