// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

#include "core/inference/lookalikes.h"

namespace chaesaek {

/// What the pen does while a drawing is looked at. Half a stroke says little; where a person stops to look, colours may change their mind.
enum class Pen { Draws, Rests, Pauses };

/// What is expected while a drawing grows and looks now like this, now like that: a main colour stays until what the looks have said against it
/// since it was expected last is enough (a cumulative sum, after Page 1954), or the pen pauses and the look is sure.
class SettledPalette {
 public:
  /// Puts what is expected now into `found`, which find() has asked about palette(). True where it has another main colour than
  /// before, or is the first. While the pen draws nothing is settled: half a heart is no heart.
  bool settle(Lookalikes::Found& found, Pen pen = Pen::Rests);
  const Palette& palette() const { return palette_; }
  /// Whether something was said against it.
  bool doubted() const { return doubt_ > 0; }

 private:
  Palette palette_;
  double doubt_ = 0;  // looks that are wholly sure of another main colour
};

/// What a drawing and its colours without hints were before its last change; all S x S, empty at the beginning.
struct ColourMemory {
  cv::Mat labels;   ///< of its gap-closed regions
  cv::Mat colours;  ///< BGR
  cv::Mat doubts;   ///< of each region: looks on end that would have given it another colour; CV_8U
};

/// A region that a change elsewhere has left as it was keeps its colour (the picture would flicker with every stroke), until three looks
/// on end have found another one for it, or the pen pauses. Hints are shown afterwards: they follow at once.
///
/// `labels` (gapClosedRegions); `colours` BGR, the new ones before regions are made flat. Returns what is shown, and the doubts about it;
/// a look while the pen draws adds none.
ColourMemory keepCalm(const cv::Mat& labels, const cv::Mat& colours, const ColourMemory& before, Pen pen = Pen::Rests);

}  // namespace chaesaek
