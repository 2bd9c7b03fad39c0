// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/evaluation/evaluate.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kLeastArea = 64, kMostRegions = 8, kNearWhite = 235, kNearBlack = 60;

struct Found {
  int area, code;
  cv::Mat mask;
};

/// One number for each colour, of the upper six bits of its channels -> CV_32S.
cv::Mat colourCodes(const cv::Mat& target) {
  cv::Mat codes(target.size(), CV_32S);
  for (int y = 0; y < target.rows; ++y)
    for (int x = 0; x < target.cols; ++x) {
      const auto& c = target.at<cv::Vec3b>(y, x);
      codes.at<int>(y, x) = c[0] / 4 << 16 | c[1] / 4 << 8 | c[2] / 4;
    }
  return codes;
}

/// CV_8U, 1 on line, near-white and near-black pixels, 0 elsewhere; a border of 1 around it, as floodFill wants it.
cv::Mat closedPixels(const cv::Mat& target, const cv::Mat& sketch) {
  cv::Mat closed(target.rows + 2, target.cols + 2, CV_8U, cv::Scalar(1));
  for (int y = 0; y < target.rows; ++y)
    for (int x = 0; x < target.cols; ++x) {
      const auto& c = target.at<cv::Vec3b>(y, x);
      const auto [least, most] = std::minmax({c[0], c[1], c[2]});
      closed.at<uchar>(y + 1, x + 1) = sketch.at<uchar>(y, x) <= kWall || least >= kNearWhite || most <= kNearBlack;
    }
  return closed;
}

/// Largest distance to the region's border; the first in reading order where several are equal.
cv::Point innermostPoint(const cv::Mat& mask) {
  cv::Mat distance;
  cv::distanceTransform(mask, distance, cv::DIST_L2, 3);
  const cv::Mat_<float> values = distance;
  const auto most = std::max_element(values.begin(), values.end());
  return most.pos();
}

}  // namespace

std::vector<TargetRegion> targetRegions(const cv::Mat& target, const cv::Mat& sketch) {
  const uchar taken = 2;
  const cv::Mat codes = colourCodes(target);
  cv::Mat closed = closedPixels(target, sketch);
  std::vector<Found> found;
  for (int y = 0; y < target.rows; ++y)
    for (int x = 0; x < target.cols; ++x) {
      if (closed.at<uchar>(y + 1, x + 1)) continue;
      cv::Rect box;
      cv::Mat picture = codes;
      const int area = cv::floodFill(picture, closed, {x, y}, {}, &box, {}, {}, 4 | cv::FLOODFILL_MASK_ONLY | taken << 8);
      cv::Mat filled = closed(box + cv::Point(1, 1));
      if (area >= kLeastArea) {
        cv::Mat mask = cv::Mat::zeros(target.size(), CV_8U);
        mask(box).setTo(1, filled == taken);
        found.push_back({area, codes.at<int>(y, x), mask});
      }
      filled.setTo(1, filled == taken);
    }
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.area != b.area ? a.area > b.area : a.code < b.code; });

  std::vector<TargetRegion> out;
  for (size_t i = 0; i < std::min<size_t>(found.size(), kMostRegions); ++i) {
    const cv::Point inside = innermostPoint(found[i].mask);
    out.push_back({found[i].mask, target.at<cv::Vec3b>(inside), inside});
  }
  return out;
}

}  // namespace chaesaek
