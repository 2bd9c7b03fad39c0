// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/loose_paint.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kPaper = 236;          // a colour this light in every channel is paper
constexpr int kWideGap = 15;         // openings of a shaky outline
constexpr double kLeastSure = .5;    // mean of a patch's pixels; more wipes what belongs there, less leaves blots

/// What a patch's edge touches, in steps from pixel to pixel, and how sure its colours are.
struct Patch {
  int ink = 0, paper = 0, pixels = 0, outside = 0;  // outside: even with wider openings closed
  double sure = 0;                                  // sum over its pixels

  bool loose() const { return paper > ink || (2 * outside > pixels && sure < kLeastSure * pixels); }
};

/// CV_8U 255: the regions that run to the border.
cv::Mat openSpace(const cv::Mat& labels) {
  std::vector<uint8_t> open(static_cast<size_t>(regionCount(labels)) + 1);
  for (int x = 0; x < labels.cols; ++x)
    for (const int y : {0, labels.rows - 1}) open[static_cast<size_t>(labels.at<int>(y, x))] = 255;
  for (int y = 0; y < labels.rows; ++y)
    for (const int x : {0, labels.cols - 1}) open[static_cast<size_t>(labels.at<int>(y, x))] = 255;
  open[0] = 0;
  cv::Mat space(labels.size(), CV_8U);
  for (int y = 0; y < space.rows; ++y)
    for (int x = 0; x < space.cols; ++x) space.at<uint8_t>(y, x) = open[static_cast<size_t>(labels.at<int>(y, x))];
  return space;
}

/// CV_8U 255: coloured pixels in open space.
cv::Mat openPaint(const cv::Mat& colours, const cv::Mat& labels, const cv::Mat& kept) {
  cv::Mat paint = openSpace(labels);
  for (int y = 0; y < paint.rows; ++y)
    for (int x = 0; x < paint.cols; ++x) {
      const cv::Vec3b c = colours.at<cv::Vec3b>(y, x);
      if (std::min({c[0], c[1], c[2]}) >= kPaper || kept.at<uint8_t>(y, x) != 0) paint.at<uint8_t>(y, x) = 0;
    }
  return paint;
}

std::vector<Patch> lookAt(const cv::Mat& patches, int count, const cv::Mat& sketch, const cv::Mat& sureness) {
  const cv::Mat outside = openSpace(gapClosedRegions(sketch, kWideGap));
  std::vector<Patch> all(static_cast<size_t>(count));
  const cv::Rect picture({0, 0}, sketch.size());
  for (int y = 0; y < patches.rows; ++y)
    for (int x = 0; x < patches.cols; ++x) {
      const int patch = patches.at<int>(y, x);
      if (patch == 0) continue;
      Patch& seen = all[static_cast<size_t>(patch)];
      ++seen.pixels;
      seen.outside += outside.at<uint8_t>(y, x) != 0;
      seen.sure += sureness.at<float>(y / 2, x / 2);
      for (const cv::Point step : {cv::Point(1, 0), {-1, 0}, {0, 1}, {0, -1}}) {
        const cv::Point next = cv::Point(x, y) + step;
        if (!picture.contains(next) || patches.at<int>(next) == patch) continue;
        ++(sketch.at<uint8_t>(next) <= kWall ? seen.ink : seen.paper);
      }
    }
  return all;
}

}  // namespace

cv::Mat withoutLoosePaint(const cv::Mat& colours, const cv::Mat& sketch, const cv::Mat& labels, const cv::Mat& sureness, const cv::Mat& kept) {
  cv::Mat patches, out = colours.clone();
  const int count = cv::connectedComponents(openPaint(colours, labels, kept), patches, 4);
  if (count == 1) return out;
  const std::vector<Patch> all = lookAt(patches, count, sketch, sureness);
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x)
      if (all[static_cast<size_t>(patches.at<int>(y, x))].loose()) out.at<cv::Vec3b>(y, x) = cv::Vec3b::all(255);
  return out;
}

}  // namespace chaesaek
