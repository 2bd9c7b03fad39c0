// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/doodle.h"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/data/augment.h"

namespace chaesaek {
namespace {

constexpr double kUneven = .35;        // of the lines' width
constexpr double kPalest = 110;        // grey of ink; what is darker than a wall stays a wall
constexpr int kMostOvershoots = 4, kMostSpecks = 4;
constexpr double kReach = 9;           // half of the widest line and a little more
constexpr double kOutlineLost = .2;    // of a region, from which it is not finished
constexpr int kOutlineReach = 4;       // ink this near to a region is its outline
constexpr double kSubpixels = 16;      // four bits, for OpenCV's drawing

/// The stroke around a pixel of ink: its middle and its direction (the long axis of the ink nearby).
struct Stroke {
  cv::Point2d middle, along;
};

Stroke strokeAt(const cv::Mat& sketch, cv::Point at, int reach) {
  const cv::Rect near = cv::Rect(at.x - reach, at.y - reach, 2 * reach + 1, 2 * reach + 1) & cv::Rect({}, sketch.size());
  const cv::Moments ink = cv::moments(255 - sketch(near));
  const double angle = .5 * std::atan2(2 * ink.mu11, ink.mu20 - ink.mu02);
  const cv::Point2d along(std::cos(angle), std::sin(angle)), across(-along.y, along.x);
  const cv::Point2d centre(near.x + ink.m10 / ink.m00, near.y + ink.m01 / ink.m00), from(at);
  return {from + across * (centre - from).dot(across), along};
}

double unitOf(const cv::Mat& sketch) { return sketch.cols / kReferenceSide; }

template <class T>
const T& oneOf(const std::vector<T>& list, Random& random) {
  return list[static_cast<size_t>(random.integer(0, static_cast<int>(list.size()) - 1))];
}

/// Pixels to the ink's border: negative inside.
cv::Mat distanceToInk(const cv::Mat& sketch) {
  cv::Mat outside, inside;
  const cv::Mat ink = sketch < 128;
  cv::distanceTransform(~ink, outside, cv::DIST_L2, 3);
  cv::distanceTransform(ink, inside, cv::DIST_L2, 3);
  return outside - inside;
}

/// Thicker here and thinner there, as under a pen that is pressed unevenly.
void pressUnevenly(cv::Mat& sketch, double most, Random& random) {
  const cv::Mat distance = distanceToInk(sketch), ink = sketch < 128;
  const double width = -4 * cv::mean(distance, ink)[0];  // in a band, the mean distance to the border is a quarter of its width
  std::array<cv::Mat, 2> noise;
  cv::split(smoothField(sketch.cols, most * width / 2, {30, 80}, random), noise.data());
  cv::Mat(255 * (distance + noise[0] + .5)).convertTo(sketch, CV_8U);
}

void drawLine(cv::Mat& sketch, const cv::Point2d& from, const cv::Point2d& to, double width) {
  cv::line(sketch, from * kSubpixels, to * kSubpixels, cv::Scalar(0), std::max(1, static_cast<int>(std::lround(width))), cv::LINE_AA, 4);
}

/// A line goes on where it should have turned or ended.
void overshoot(cv::Mat& sketch, const std::vector<cv::Point>& ink, Random& random) {
  constexpr int kTries = 12;
  const double unit = unitOf(sketch), length = random.uniform(4, 12) * unit;
  for (int i = 0; i < kTries; ++i) {
    const Stroke stroke = strokeAt(sketch, oneOf(ink, random), static_cast<int>(std::ceil(kReach * unit)));
    const cv::Point2d end = stroke.middle + stroke.along * (random.chance(.5) ? length : -length);
    if (!cv::Rect({}, sketch.size()).contains(end) || sketch.at<uchar>(end) < 128) continue;
    return drawLine(sketch, stroke.middle, end, random.uniform(1.5, 4) * unit);
  }
}

/// The same lines once more, not quite in the same place.
void drawTwice(cv::Mat& sketch, Random& random) {
  const cv::Mat offset = smoothField(sketch.cols, 3 * unitOf(sketch), {60, 160}, random);
  cv::Mat from(sketch.size(), CV_32FC2), second;
  for (int y = 0; y < from.rows; ++y)
    for (int x = 0; x < from.cols; ++x) from.at<cv::Vec2f>(y, x) = offset.at<cv::Vec2f>(y, x) + cv::Vec2f(static_cast<float>(x), static_cast<float>(y));
  cv::remap(sketch, second, from, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(255));
  cv::min(sketch, second, sketch);
}

void addSpecks(cv::Mat& sketch, Random& random) {
  const double unit = unitOf(sketch), side = sketch.cols;
  for (int n = random.integer(1, kMostSpecks); n > 0; --n) {
    const cv::Point2d at(random.uniform(0, side), random.uniform(0, side)), off(random.normal() * 4 * unit, random.normal() * 4 * unit);
    drawLine(sketch, at, random.chance(.5) ? at : at + off, random.uniform(1, 4) * unit);
  }
}

std::vector<cv::Point> inkOf(const cv::Mat& sketch) {
  std::vector<cv::Point> ink;
  cv::findNonZero(sketch < 128, ink);
  return ink;
}

/// 255 on the side of a random cut that keeps a part of the ink.
cv::Mat cutAway(const cv::Mat& sketch, const std::vector<cv::Point>& ink, Random& random) {
  const cv::Point2d through = oneOf(ink, random);
  const double angle = random.uniform(0, 2 * CV_PI), reach = 2. * sketch.cols;
  const cv::Point2d along(std::cos(angle), std::sin(angle)), across(-along.y, along.x);
  std::vector<cv::Point> corners;
  for (const cv::Point2d& corner : {along * reach, along * reach + across * reach, -along * reach + across * reach, -along * reach})
    corners.emplace_back(through + corner);
  cv::Mat gone = cv::Mat::zeros(sketch.size(), CV_8U);
  cv::fillConvexPoly(gone, corners, cv::Scalar(255));
  return gone;
}

}  // namespace

void doodleLines(cv::Mat& sketch, double severity, Random& random) {
  const std::vector<cv::Point> ink = inkOf(sketch);
  if (severity <= 0 || ink.empty()) return;
  if (random.chance(.7)) pressUnevenly(sketch, kUneven * severity * random.uniform(), random);
  for (int n = random.integer(0, static_cast<int>(std::lround(kMostOvershoots * severity))); n > 0; --n) overshoot(sketch, ink, random);
  if (random.chance(.15 * severity)) drawTwice(sketch, random);
  if (random.chance(.1 * severity)) addSpecks(sketch, random);
  if (random.chance(.3)) {
    const double grey = kPalest * severity * random.uniform();
    sketch.convertTo(sketch, CV_8U, (255 - grey) / 255, grey);
  }
}

void openGaps(cv::Mat& sketch, int count, std::pair<double, double> lengths, Random& random) {
  const std::vector<cv::Point> ink = inkOf(sketch);
  const double unit = unitOf(sketch), reach = kReach * unit;
  for (int i = 0; i < count && !ink.empty(); ++i) {
    const cv::Point at = oneOf(ink, random);
    const double half = random.uniform(lengths.first, lengths.second) * unit / 2;
    if (sketch.at<uchar>(at) >= 128) continue;  // in another opening
    const Stroke stroke = strokeAt(sketch, at, static_cast<int>(std::ceil(reach)));
    const cv::Point2d along = stroke.along * half, across = cv::Point2d(-stroke.along.y, stroke.along.x) * reach;
    std::vector<cv::Point> corners;
    for (const cv::Point2d& corner : {along + across, along - across, -along - across, across - along})
      corners.emplace_back((stroke.middle + corner) * kSubpixels);
    cv::fillConvexPoly(sketch, corners, cv::Scalar::all(255), cv::LINE_AA, 4);
  }
}

void leaveUnfinished(cv::Mat& sketch, Random& random) {
  const std::vector<cv::Point> ink = inkOf(sketch);
  if (!ink.empty()) sketch.setTo(cv::Scalar(255), cutAway(sketch, ink, random));
}

void leaveUnfinished(cv::Mat& sketch, cv::Mat& fill, const cv::Mat& labels, Random& random) {
  const std::vector<cv::Point> ink = inkOf(sketch);
  if (ink.empty()) return;
  const cv::Mat gone = cutAway(sketch, ink, random), outlines = sketch < 128;
  double most = 0;
  cv::minMaxLoc(labels, nullptr, &most);
  const cv::Mat reach = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * kOutlineReach + 1, 2 * kOutlineReach + 1});
  for (int label = 1; label <= static_cast<int>(most); ++label) {
    cv::Mat region = labels == label, around;
    cv::dilate(region, around, reach);
    around &= outlines;
    const int all = cv::countNonZero(around), lost = cv::countNonZero(around & gone);
    if (lost > kOutlineLost * all) fill.setTo(cv::Scalar::all(255), region);
  }
  sketch.setTo(cv::Scalar(255), gone);
}

}  // namespace chaesaek
