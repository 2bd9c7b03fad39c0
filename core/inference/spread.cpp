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
  if (hints.empty()) return noHints(sketch.size());
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

void fillHinted(cv::Mat& colours, const SpreadHints& spread) { spread.colour.copyTo(colours, spread.bounded); }

}  // namespace chaesaek
