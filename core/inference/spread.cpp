// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/spread.h"

#include <opencv2/imgproc.hpp>
#include <vector>

namespace chaesaek {
namespace {

/// CV_8U 0/1
cv::Mat markMask(const cv::Mat& hints) {
  cv::Mat alpha;
  cv::extractChannel(hints, alpha, 3);
  return cv::Mat((alpha >= 128) / 255);
}

}  // namespace

SpreadHints spreadHintLayer(const cv::Mat& sketch, const cv::Mat& hints) {
  if (hints.empty()) return {cv::Mat::zeros(sketch.size(), CV_8UC3), cv::Mat::zeros(sketch.size(), CV_8U)};
  cv::Mat bgr;
  cv::cvtColor(hints, bgr, cv::COLOR_BGRA2BGR);
  return spreadHints(sketch, bgr, markMask(hints));
}

cv::Mat flatFill(const cv::Mat& sketch, const cv::Mat& hints) {
  const SpreadHints spread = spreadHintLayer(sketch, hints);
  cv::Mat out(sketch.size(), CV_8UC3, cv::Scalar::all(255));
  spread.colour.copyTo(out, spread.covered);
  return out;
}

cv::Mat boundedRegions(const cv::Mat& sketch) {
  int count = 0;
  const cv::Mat labels = gapClosedRegions(sketch, 5, &count);
  std::vector<uchar> open(count + 1, 0);
  for (int i = 0; i < labels.cols; ++i) open[labels.at<int>(0, i)] = open[labels.at<int>(labels.rows - 1, i)] = 1;
  for (int i = 0; i < labels.rows; ++i) open[labels.at<int>(i, 0)] = open[labels.at<int>(i, labels.cols - 1)] = 1;
  cv::Mat out(labels.size(), CV_8U);
  for (int y = 0; y < labels.rows; ++y)
    for (int x = 0; x < labels.cols; ++x) out.at<uchar>(y, x) = labels.at<int>(y, x) > 0 && !open[labels.at<int>(y, x)];
  return out;
}

void fillHinted(cv::Mat& colours, const cv::Mat& sketch, const cv::Mat& hints) {
  if (hints.empty()) return;
  const SpreadHints spread = spreadHintLayer(sketch, hints);
  spread.colour.copyTo(colours, spread.covered & boundedRegions(sketch));
}

}  // namespace chaesaek
