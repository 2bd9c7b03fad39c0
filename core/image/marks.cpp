// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/marks.h"

#include <algorithm>
#include <map>
#include <opencv2/imgproc.hpp>

namespace chaesaek {

std::vector<Points> marksOf(const cv::Mat& mask) {
  cv::Mat labels;
  std::vector<Points> marks(cv::connectedComponents(mask, labels));
  for (int y = 0; y < labels.rows; ++y) {
    const int* row = labels.ptr<int>(y);
    for (int x = 0; x < labels.cols; ++x)
      if (row[x] > 0) marks[row[x]].push_back({x, y});
  }
  marks.erase(marks.begin());
  return marks;
}

int mostVoted(const cv::Mat& labels, const Points& mark) {
  std::map<int, int> votes;
  for (const cv::Point p : mark)
    if (const int label = labels.at<int>(p)) ++votes[label];
  const auto best = std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return best == votes.end() ? 0 : best->first;
}

cv::Vec3b markColour(const cv::Mat& picture, const Points& points) {
  cv::Vec3b median;
  std::vector<uchar> values(points.size());
  for (int c = 0; c < 3; ++c) {
    std::transform(points.begin(), points.end(), values.begin(), [&](cv::Point p) { return picture.at<cv::Vec3b>(p)[c]; });
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    // Of an even count the mean of the middle two.
    const int below = values.size() % 2 ? *middle : *std::max_element(values.begin(), middle);
    median[c] = static_cast<uchar>((below + *middle) / 2);
  }
  return median;
}

}  // namespace chaesaek
