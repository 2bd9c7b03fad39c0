// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/icon_lines.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/image/codec.h"

namespace chaesaek {
namespace {

// OpenMoji's strokes, as a share of the side: 7 px at 256.
constexpr float kStroke = 7 / 256.f;
// How far apart two colours are: see lookOf.
constexpr int kFlat = 2;            // neighbours within one colour or a gradient differ by no more
constexpr int kFaintBorder = 11;    // such a border is drawn where it continues a clear one
constexpr int kClearBorder = 14;
constexpr int kStrongBorder = 40;   // drawn even inside of outlines
constexpr int kShadow = 64;         // of 255: what is less opaque
constexpr int kDark = 80;           // ink: every channel below
constexpr int kGrey = 40;           // ink: channels this near to one another
constexpr float kHairline = 1.5f;   // pixels: ink is at least as thick, on each side of its middle
// Shares of the side.
constexpr double kThickest = .075;  // dark shapes thicker than this are areas, not ink
constexpr double kThin = .018;      // an area thinner than this becomes one line
constexpr double kShortest = .06;   // border pieces shorter than this are dropped
// With a smaller share of its borders away from its ink, a drawing has outlines of its own.
constexpr double kShading = .35;
// A picture in black is filled shapes, not lines, with a larger share of its square black, or with shapes that thick.
constexpr double kFilled = .2;
constexpr double kSolid = .14;

/// What is nearly transparent is a shadow, not a thing to colour.
cv::Mat withoutShadow(const cv::Mat& bgra) {
  cv::Mat alpha, out = bgra.clone();
  cv::extractChannel(bgra, alpha, 3);
  out.setTo(cv::Scalar::all(0), alpha < kShadow);
  return out;
}

/// L* (0..100), a*, b* and the opacity (0..20): so that white on nothing has an edge too.
cv::Mat lookOf(const cv::Mat& bgra) {
  cv::Mat lab, alpha, look;
  cv::cvtColor(toBgrOnWhite(bgra), lab, cv::COLOR_BGR2Lab);
  std::vector<cv::Mat> channels;
  cv::split(lab, channels);
  channels[0] *= 100 / 255.;
  cv::extractChannel(bgra, alpha, 3);
  channels.push_back(alpha * (20 / 255.));
  cv::merge(channels, look);
  return look;
}

/// 255 on both sides of each step between neighbours that is larger than `least`.
cv::Mat steps(const cv::Mat& look, int least) {
  cv::Mat out = cv::Mat::zeros(look.size(), CV_8U);
  const auto differ = [least](const cv::Vec4b& a, const cv::Vec4b& b) {
    int sum = 0;
    for (int c = 0; c < 4; ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
    return sum > least * least;
  };
  for (int y = 0; y < look.rows; ++y) {
    const int next = std::min(y + 1, look.rows - 1);
    const auto *row = look.ptr<cv::Vec4b>(y), *below = look.ptr<cv::Vec4b>(next);
    auto *to = out.ptr<uchar>(y), *toBelow = out.ptr<uchar>(next);
    for (int x = 0; x < look.cols; ++x) {
      if (x + 1 < look.cols && differ(row[x], row[x + 1])) to[x] = to[x + 1] = 255;
      if (differ(row[x], below[x])) to[x] = toBelow[x] = 255;
    }
  }
  return out;
}

/// Every pixel that is not among `kept` takes the value of the nearest one that is.
template <class Pixel>
cv::Mat nearest(const cv::Mat& look, const cv::Mat& kept) {
  cv::Mat distance, labels, out = look.clone();
  cv::distanceTransform(~kept, distance, labels, cv::DIST_L2, 5, cv::DIST_LABEL_PIXEL);
  std::vector<Pixel> sources(static_cast<size_t>(look.total()) + 1);
  for (int y = 0; y < look.rows; ++y)
    for (int x = 0; x < look.cols; ++x)
      if (kept.at<uchar>(y, x)) sources[static_cast<size_t>(labels.at<int>(y, x))] = look.at<Pixel>(y, x);
  for (int y = 0; y < look.rows; ++y)
    for (int x = 0; x < look.cols; ++x)
      if (!kept.at<uchar>(y, x)) out.at<Pixel>(y, x) = sources[static_cast<size_t>(labels.at<int>(y, x))];
  return out;
}

struct Piece {
  cv::Rect box;
  int length() const { return std::max(box.width, box.height); }
};

/// The 8-connected pieces of `mask` for which keep(label, labels, piece) holds.
template <class Keep>
cv::Mat piecesOf(const cv::Mat& mask, Keep keep) {
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres);
  std::vector<uchar> kept(static_cast<size_t>(count), 0);
  for (int i = 1; i < count; ++i) {
    const int* row = stats.ptr<int>(i);
    kept[static_cast<size_t>(i)] = keep(i, labels, Piece{{row[0], row[1], row[2], row[3]}}) ? 255 : 0;
  }
  cv::Mat out(mask.size(), CV_8U);
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x) out.at<uchar>(y, x) = kept[static_cast<size_t>(labels.at<int>(y, x))];
  return out;
}

/// 255 where a small square around the pixel meets `mask`.
cv::Mat around(const cv::Mat& mask, int reach) {
  cv::Mat out;
  cv::dilate(mask, out, cv::Mat::ones(2 * reach + 1, 2 * reach + 1, CV_8U));
  return out;
}

/// 255 within `reach` pixels of `mask`.
cv::Mat grown(const cv::Mat& mask, double reach) {
  if (cv::countNonZero(mask) == 0) return cv::Mat::zeros(mask.size(), CV_8U);
  cv::Mat distance;
  cv::distanceTransform(~mask, distance, cv::DIST_L2, 3);
  return distance <= reach;
}

/// 255 along the middle of a shape whose `depth` is given: where nothing is clearly deeper on two opposite sides.
cv::Mat ridge(const cv::Mat& depth) {
  constexpr float kSlack = .3f;
  cv::Mat out = cv::Mat::zeros(depth.size(), CV_8U);
  for (int y = 1; y + 1 < depth.rows; ++y) {
    const auto *above = depth.ptr<float>(y - 1), *row = depth.ptr<float>(y), *below = depth.ptr<float>(y + 1);
    for (int x = 1; x + 1 < depth.cols; ++x) {
      if (row[x] <= 0) continue;
      const float least = row[x] + kSlack;
      if ((row[x - 1] < least && row[x + 1] < least) || (above[x] < least && below[x] < least)) out.at<uchar>(y, x) = 255;
    }
  }
  return out;
}

cv::Mat depthOf(const cv::Mat& shape) {
  cv::Mat depth;
  cv::distanceTransform(shape, depth, cv::DIST_L2, 5);
  return depth;
}

/// The pieces of `mask` that do not touch `other`.
cv::Mat apart(const cv::Mat& mask, const cv::Mat& other) {
  return piecesOf(mask, [&](int label, const cv::Mat& labels, const Piece& piece) {
    return cv::countNonZero((labels(piece.box) == label) & other(piece.box)) == 0;
  });
}

/// 255 where `shape` is nowhere deeper than `radius`: small pieces and long thin parts, not the corners of thicker parts.
cv::Mat thinParts(const cv::Mat& shape, double radius) {
  const cv::Mat thick = depthOf(shape) > radius;
  if (cv::countNonZero(thick) == 0) return shape.clone();
  const cv::Mat thin = shape & ~grown(thick, radius * 1.3);
  const cv::Mat small = apart(thin, grown(thick, radius * 1.3 + 2));
  return small | piecesOf(thin, [&](int, const cv::Mat&, const Piece& piece) { return piece.length() > 5 * radius; });
}

/// Dark shapes without those parts that are thick.
cv::Mat thinDark(const cv::Mat& bgra) {
  cv::Mat dark(bgra.size(), CV_8U);
  for (int y = 0; y < bgra.rows; ++y)
    for (int x = 0; x < bgra.cols; ++x) {
      const auto& p = bgra.at<cv::Vec4b>(y, x);
      const auto [least, most] = std::minmax({p[0], p[1], p[2]});
      dark.at<uchar>(y, x) = p[3] > 160 && most < kDark && most - least < kGrey ? 255 : 0;
    }
  return cv::countNonZero(dark) == 0 ? dark : thinParts(dark, bgra.cols * kThickest / 2);
}

void measureInk(const cv::Mat& shape, IconLines& lines) {
  constexpr float kFar = 1e6f;
  lines.ink = cv::Mat(shape.size(), CV_32F, cv::Scalar(kFar));
  lines.inkRadius = cv::Mat::zeros(shape.size(), CV_32F);
  if (cv::countNonZero(shape) == 0) return;
  const cv::Mat depth = depthOf(shape), middle = ridge(depth);
  lines.ink = depthOf(~middle);
  lines.inkRadius = nearest<float>(depth, middle);
}

/// Half the width of the thinner lines of a shape, in pixels: the first quarter of its depths along the middle.
float halfWidthOf(const cv::Mat& depth) {
  cv::Mat deepest;
  cv::dilate(depth, deepest, cv::Mat::ones(5, 5, CV_8U));
  std::vector<float> found;
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x)
      if (const float here = depth.at<float>(y, x); here > kHairline && here == deepest.at<float>(y, x)) found.push_back(here);
  if (found.empty()) return kHairline;
  const auto quarter = found.begin() + static_cast<std::ptrdiff_t>(found.size() / 4);
  std::nth_element(found.begin(), quarter, found.end());
  return *quarter;
}

}  // namespace

IconLines findIconLines(const cv::Mat& picture) {
  const double side = picture.cols, shortest = side * kShortest;
  const cv::Mat bgra = withoutShadow(picture), look = lookOf(bgra);
  IconLines lines;
  const cv::Mat ink = thinDark(bgra), nearInk = around(ink, 3);
  cv::Mat kept = ~steps(look, kFlat) & ~nearInk;
  if (cv::countNonZero(kept) == 0) kept.at<uchar>(0, 0) = 255;
  const cv::Mat thin = apart(thinParts(kept, side * kThin / 2), around(ink, 6));
  const cv::Mat sharp = nearest<cv::Vec4b>(look, kept & ~thin);  // soft edges become sharp
  const cv::Mat clear = steps(sharp, kClearBorder);
  cv::Mat border = piecesOf(steps(sharp, kFaintBorder), [&](int label, const cv::Mat& labels, const Piece& piece) {
    return piece.length() >= shortest && cv::countNonZero((labels(piece.box) == label) & clear(piece.box)) > shortest;
  });
  if (cv::countNonZero(thin) > 0) border |= ridge(depthOf(thin));
  const int all = cv::countNonZero(border);
  border &= ~around(ink, 3);  // ink that lies between two colours is their border
  // A drawing with outlines of its own needs no more: what is left is its shading.
  if (cv::countNonZero(border) < all * kShading) border &= steps(sharp, kStrongBorder);
  border = piecesOf(border, [&](int, const cv::Mat&, const Piece& piece) { return piece.length() >= shortest / 2; });
  lines.borders = depthOf(~border);
  measureInk(ink, lines);
  lines.fill = toBgrOnWhite(bgra);
  if (cv::countNonZero(ink) > 0) lines.fill = nearest<cv::Vec3b>(lines.fill, ~nearInk);
  return lines;
}

IconLines linesOf(const cv::Mat& shape) {
  const cv::Mat depth = depthOf(shape);
  IconLines lines;
  lines.fill = cv::Mat(shape.size(), CV_8UC3, cv::Scalar::all(255));
  measureInk(cv::Mat::zeros(shape.size(), CV_8U), lines);
  // As far as the middle of a line of that width would be, so that sketch() draws it as thick as any.
  lines.borders = cv::countNonZero(shape) == 0 ? lines.ink.clone() : cv::Mat(depthOf(~shape) - depth + halfWidthOf(depth) - .5);
  return lines;
}

IconLines inkAlone(const cv::Mat& bgra) {
  cv::Mat alpha;
  cv::extractChannel(bgra, alpha, 3);
  const cv::Mat shape = alpha > 127, depth = depthOf(shape);
  IconLines lines = linesOf(shape);
  double thickest = 0;
  cv::minMaxLoc(depth, nullptr, &thickest);
  if (cv::countNonZero(shape) > kFilled * static_cast<double>(shape.total()) || 2 * thickest > kSolid * shape.cols)
    lines.borders = cv::max(depth, depthOf(~shape)) - .5;
  return lines;
}

cv::Mat IconLines::sketch(double factor, int side) const {
  const float scale = static_cast<float>(factor), radius = kStroke * static_cast<float>(borders.cols) * scale / 2;
  cv::Mat large(borders.size(), CV_8U), out;
  for (int y = 0; y < large.rows; ++y) {
    const auto *border = borders.ptr<float>(y), *middle = ink.ptr<float>(y), *thickness = inkRadius.ptr<float>(y);
    auto* to = large.ptr<uchar>(y);
    for (int x = 0; x < large.cols; ++x) {
      // How far outside of the lines; both pixels beside a border lie half a pixel from it.
      const float outside = std::min(border[x] + .5f - radius, middle[x] - std::max(kHairline, thickness[x] * scale));
      to[x] = cv::saturate_cast<uchar>(255 * (outside + .5f));
    }
  }
  cv::resize(large, out, {side, side}, 0, 0, cv::INTER_AREA);
  return out;
}

}  // namespace chaesaek
