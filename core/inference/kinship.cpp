// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/kinship.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace chaesaek {
namespace {

const double kLeast = std::log(8.);  // pixels
constexpr double kPixel = 1 / 12.;   // the variance of a pixel's own area
// Differences at which kinship falls to e^-1/2. Wider, and the leaf takes the colour of the grapes.
constexpr double kSize = .3, kElongation = .1, kFilling = .05;
constexpr double kNoKin = 6;  // e^-6/2 is nothing

double square(double x) { return x * x; }

}  // namespace

void PartShape::add(int x, int y) {
  ++pixels_;
  x_ += x;
  y_ += y;
  xx_ += x * x;
  xy_ += x * y;
  yy_ += y * y;
}

PartLook PartShape::look() const {
  if (pixels_ == 0) return {};
  const double x = x_ / pixels_, y = y_ / pixels_;
  const double xx = xx_ / pixels_ - x * x + kPixel, yy = yy_ / pixels_ - y * y + kPixel, xy = xy_ / pixels_ - x * y;
  const double mean = (xx + yy) / 2, determinant = std::max(xx * yy - xy * xy, kPixel * kPixel);
  const double half = std::sqrt(std::max(0., mean * mean - determinant));  // between the variances along its axes
  return {std::log(pixels_), std::sqrt(std::max(0., mean - half) / (mean + half)), pixels_ / (4 * CV_PI * std::sqrt(determinant))};
}

double kinship(const PartLook& a, const PartLook& b) {
  if (std::min(a.size, b.size) < kLeast) return 0;
  const double apart = square((a.size - b.size) / kSize) + square((a.elongation - b.elongation) / kElongation) + square((a.filling - b.filling) / kFilling);
  return apart < kNoKin ? std::exp(-apart / 2) : 0;
}

}  // namespace chaesaek
