// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// Lays pictures of drawings over a sketch, the box around theirs stretched to the box around its ink, and says how well
/// their edges meet. Drawings of one thing by several hands mostly have their parts in the same places.
class Overlay {
 public:
  /// `sketch` grey with ink in it.
  explicit Overlay(const cv::Mat& sketch);

  struct Laid {
    cv::Mat picture;  ///< BGR, kThumbnailSide, mirrored where that fits better; empty where nothing is on the paper
    double fit = 0;   ///< correlation of the edges, -1..1
  };
  /// What the same drawing always is, over whatever sketch it is laid: `picture` as laid straight, and its edges.
  struct Stretched {
    cv::Mat picture, edges;  ///< empty where nothing is on the paper
  };
  /// `thumbnail` BGR of a drawing with its lines, on white.
  static Stretched stretch(const cv::Mat& thumbnail);
  Laid lay(const Stretched& drawing) const;

 private:
  cv::Mat edges_, mirrored_;
};

}  // namespace chaesaek
