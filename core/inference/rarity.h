// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <vector>

#include "core/image/palette.h"

namespace chaesaek {

/// How rare the hues of colours are among drawings. What is common everywhere says little about one of them: three in ten are yellow, so
/// that yellow is the likeliest guess for whatever is not recognised (class rebalancing: Zhang, Isola & Efros 2016, "Colorful Image
/// Colorization", section 2.2).
class Rarity {
 public:
  /// Of the drawings that are known; with none all are alike.
  explicit Rarity(const std::vector<const Palette*>& known = {});
  /// The colour's weight: `power` 0 leaves all alike, with 1 all hues would be as likely. 1 for a hue as common as the mean of them.
  double weight(const cv::Vec3b& bgr, double power) const;

 private:
  static constexpr size_t kHues = 12;       // of 30 degrees in CIELAB; then greys
  std::array<double, kHues + 1> shares_{};  // of all that is coloured, times their number
  static size_t hueOf(const cv::Vec3b& bgr);
};

}  // namespace chaesaek
