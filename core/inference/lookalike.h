// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>
#include <string>

#include "core/image/palette.h"

namespace chaesaek {

/// A drawing that a sketch looks like.
struct Lookalike {
  std::string name;      ///< "carrot"
  std::string hand;      ///< the data set that it is from
  double likeness = 0;   ///< cosine of the two embeddings, -1..1
  Palette palette;
  cv::Mat thumbnail;     ///< BGR, kThumbnailSide
};

inline constexpr int kThumbnailSide = 48;
/// From such a likeness on, a sketch is what it looks like rather than something else (measured on doodles, and on the unseen hand).
inline constexpr double kAlike = .85;

}  // namespace chaesaek
