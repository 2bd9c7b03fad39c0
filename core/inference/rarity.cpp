// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/rarity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr double kGrey = 15;   // CIELAB chroma below which a colour has no hue
constexpr double kLeast = .1;  // of the mean: hues that no drawing has are not boundless

}  // namespace

size_t Rarity::hueOf(const cv::Vec3b& bgr) {
  const cv::Vec3f lab = exactLab(bgr);
  if (std::hypot(lab[1], lab[2]) < kGrey) return kHues;
  const double turn = std::atan2(lab[2], lab[1]) / (2 * CV_PI);
  return static_cast<size_t>((turn < 0 ? turn + 1 : turn) * kHues) % kHues;
}

Rarity::Rarity(const std::vector<const Palette*>& known) {
  for (const Palette* palette : known)
    for (const PaletteColour& c : *palette) shares_[hueOf(c.colour)] += c.share;
  const double mean = std::accumulate(shares_.begin(), shares_.end(), 0.) / static_cast<double>(shares_.size());
  for (double& share : shares_) share = mean > 0 ? std::max(share / mean, kLeast) : 1;
}

double Rarity::weight(const cv::Vec3b& bgr, double power) const { return std::pow(shares_[hueOf(bgr)], -power); }

}  // namespace chaesaek
