// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/compose.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/image/flood.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kMarked = 128;  // alpha from which a hint's pixel is a mark
constexpr double kBlur = 2;   // so many of the model's pixels on both sides of a line mix its two colours

double scaleOf(const Fit& fit) { return static_cast<double>(fit.side) / std::max(fit.from.width, fit.from.height); }

cv::Mat resized(const cv::Mat& picture, cv::Size size) {
  if (picture.size() == size) return picture;
  cv::Mat out;
  cv::resize(picture, out, size, 0, 0, size.area() < picture.size().area() ? cv::INTER_AREA : cv::INTER_CUBIC);
  return out;
}

cv::Mat onPaper(const cv::Mat& inside, const Fit& fit) {
  cv::Mat out(fit.side, fit.side, inside.type(), cv::Scalar::all(255));
  inside.copyTo(out(fit.inside));
  return out;
}

// Where a source pixel falls, for each coordinate.
std::vector<int> targets(int from, int to) {
  std::vector<int> out(from);
  for (int i = 0; i < from; ++i) out[i] = std::min(to - 1, static_cast<int>((i + 0.5) * to / from));
  return out;
}

struct Shrunk {
  cv::Mat nearest;  // CV_8UC4: of the marked source pixels that fall here, the one nearest to the middle
  cv::Mat count;    // CV_32S: how many fall here
};

Shrunk gather(const cv::Mat& hints, cv::Size size) {
  Shrunk out{cv::Mat(size, CV_8UC4, cv::Scalar::all(0)), cv::Mat::zeros(size, CV_32S)};
  cv::Mat distance(size, CV_32F, cv::Scalar(1e18));
  const auto columns = targets(hints.cols, size.width), rows = targets(hints.rows, size.height);
  const float sx = static_cast<float>(hints.cols) / size.width, sy = static_cast<float>(hints.rows) / size.height;
  for (int y = 0; y < hints.rows; ++y) {
    const auto* row = hints.ptr<cv::Vec4b>(y);
    for (int x = 0; x < hints.cols; ++x) {
      if (row[x][3] < kMarked) continue;
      const cv::Point to(columns[x], rows[y]);
      const float dx = x + 0.5f - (to.x + 0.5f) * sx, dy = y + 0.5f - (to.y + 0.5f) * sy;
      ++out.count.at<int>(to);
      if (dx * dx + dy * dy >= distance.at<float>(to)) continue;
      distance.at<float>(to) = dx * dx + dy * dy;
      out.nearest.at<cv::Vec4b>(to) = {row[x][0], row[x][1], row[x][2], 255};
    }
  }
  return out;
}

bool sameColour(const cv::Vec4b& a, const cv::Vec4b& b) {
  constexpr int noise = 8;  // a stroke's antialiased rim is a little off
  return std::abs(a[0] - b[0]) <= noise && std::abs(a[1] - b[1]) <= noise && std::abs(a[2] - b[2]) <= noise;
}

// Whether a pixel of the mark is kept beside (or at) this one.
bool keptNearby(const Shrunk& shrunk, const cv::Mat& kept, cv::Point at) {
  const cv::Rect around = cv::Rect(at.x - 1, at.y - 1, 3, 3) & cv::Rect({}, kept.size());
  for (int y = around.y; y < around.br().y; ++y)
    for (int x = around.x; x < around.br().x; ++x)
      if (kept.at<uchar>(y, x) && sameColour(shrunk.nearest.at<cv::Vec4b>(y, x), shrunk.nearest.at<cv::Vec4b>(at))) return true;
  return false;
}

cv::Mat shrunkHints(const cv::Mat& hints, cv::Size size) {
  const Shrunk shrunk = gather(hints, size);
  const double half = 0.5 * hints.total() / size.area();
  const cv::Mat kept = shrunk.count >= half;
  cv::Mat out = shrunk.nearest.clone();
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      if (shrunk.count.at<int>(y, x) && !kept.at<uchar>(y, x) && keptNearby(shrunk, kept, {x, y})) out.at<cv::Vec4b>(y, x) = {};
  return out;
}

// Sharpens `up` (colours at the sketch's size) at the lines: what lies within `reach` of ink was mixed with the other
// side of the line by the enlargement, so it takes the colour of the nearest pixel further off in the same free space.
cv::Mat pulledFromLines(const cv::Mat& up, const cv::Mat& sketch, double reach) {
  const cv::Mat free = (sketch > kWall) & kOpen;
  Flood<cv::Vec3b> flood(free, up);
  // Where a place is too narrow for the full distance, half of it must do; then nothing.
  for (const double distance : {reach, reach / 2}) {
    const int radius = static_cast<int>(std::lround(distance));
    cv::Mat clear;
    cv::erode(free, clear, cv::Mat::ones(2 * radius + 1, 2 * radius + 1, CV_8U));
    flood.state().setTo(kKnown, clear);
    flood.grow(2 * radius);
  }
  flood.state().setTo(kKnown, flood.state() == kOpen);
  flood.growUnderInk();
  return flood.values().clone();
}

uchar mixed(int colour, int ink, int alpha) {
  const int sum = colour * (255 - alpha) + ink * alpha + 128;
  return static_cast<uchar>((sum + (sum >> 8)) >> 8);  // sum / 255, rounded
}

}  // namespace

Fit fitInto(cv::Size from, int side) {
  const double scale = static_cast<double>(side) / std::max(from.width, from.height);
  const auto scaled = [&](int length) { return std::clamp(static_cast<int>(std::lround(length * scale)), 1, side); };
  const cv::Size inside(scaled(from.width), scaled(from.height));
  return {from, side, {{(side - inside.width) / 2, (side - inside.height) / 2}, inside}};
}

cv::Mat fitSketch(const cv::Mat& sketch, const Fit& fit) {
  // Averaging pales a line that is much thinner than the new pixels: thicken lines by half a new pixel first.
  const int thick = static_cast<int>(std::ceil(0.5 / scaleOf(fit))) | 1;
  if (thick == 1) return onPaper(resized(sketch, fit.inside.size()), fit);
  cv::Mat dark;
  cv::erode(sketch, dark, cv::Mat::ones(thick, thick, CV_8U));
  return onPaper(resized(dark, fit.inside.size()), fit);
}

cv::Mat framedInk(const cv::Mat& sketch, int side) {
  constexpr double kMargin = 1. / 12;
  const cv::Rect ink = cv::boundingRect(sketch <= kWall);
  if (ink.empty()) return cv::Mat(side, side, CV_8U, cv::Scalar(255));
  const int span = static_cast<int>(std::lround(std::max(ink.width, ink.height) * (1 + 2 * kMargin)));
  cv::Mat square(span, span, CV_8U, cv::Scalar(255));
  sketch(ink).copyTo(square(cv::Rect((span - ink.width) / 2, (span - ink.height) / 2, ink.width, ink.height)));
  cv::Mat out;
  cv::resize(square, out, {side, side}, 0, 0, side < span ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

cv::Mat fitHints(const cv::Mat& hints, const Fit& fit) {
  cv::Mat out(fit.side, fit.side, CV_8UC4, cv::Scalar::all(0));
  if (scaleOf(fit) <= 1) {
    shrunkHints(hints, fit.inside.size()).copyTo(out(fit.inside));
    return out;
  }
  cv::Mat enlarged, alpha;
  cv::resize(hints, enlarged, fit.inside.size(), 0, 0, cv::INTER_NEAREST);
  cv::extractChannel(enlarged, alpha, 3);
  enlarged |= cv::Scalar(0, 0, 0, 255);
  enlarged.copyTo(out(fit.inside), alpha >= kMarked);
  return out;
}

cv::Mat fitPicture(const cv::Mat& picture, const Fit& fit) { return onPaper(resized(picture, fit.inside.size()), fit); }

cv::Mat unfitColours(const cv::Mat& colours, const Fit& fit, const cv::Mat& fullSketch) {
  cv::Mat up;
  cv::resize(colours(fit.inside), up, fit.from, 0, 0, scaleOf(fit) > 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return pulledFromLines(up, fullSketch, kBlur * std::max(1.0, 1 / scaleOf(fit)));
}

cv::Mat layInk(const cv::Mat& colours, const cv::Mat& sketch) {
  cv::Mat out = colours.clone();
  for (int y = 0; y < out.rows; ++y) {
    const auto* paper = sketch.ptr(y);
    auto* to = out.ptr(y);
    for (int x = 0; x < out.cols; ++x)
      if (paper[x] != 255)
        for (int c = 0; c < 3; ++c) to[3 * x + c] = mixed(to[3 * x + c], 0, 255 - paper[x]);
  }
  return out;
}

cv::Mat layInkLayer(const cv::Mat& colours, const cv::Mat& inkBgra) {
  cv::Mat out(colours.size(), CV_8UC3);
  for (int y = 0; y < out.rows; ++y) {
    const auto *from = colours.ptr(y), *ink = inkBgra.ptr(y);
    auto* to = out.ptr(y);
    for (int x = 0; x < out.cols; ++x)
      for (int c = 0; c < 3; ++c) to[3 * x + c] = mixed(from[3 * x + c], ink[4 * x + c], ink[4 * x + 3]);
  }
  return out;
}

}  // namespace chaesaek
