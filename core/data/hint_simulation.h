// SPDX-License-Identifier: GPL-3.0-or-later
// The hints a person might give: which regions, in which colours, by which marks.
#pragma once
#include "core/data/flat_regions.h"
#include "core/data/samples.h"

namespace chaesaek {

/// What is visible of each region in a sample.
struct VisibleRegions {
  cv::Mat inside;                              ///< CV_8U label, 0 within a pixel of a border or of ink
  std::vector<std::vector<cv::Point>> points;  ///< of each label: the pixels of `inside`
};
VisibleRegions visibleRegions(const cv::Mat& labels, const cv::Mat& sketch, size_t regions);

/// Which regions (labels) get hints, and the colours of all regions afterwards (recoloured where hinted).
struct HintPlan {
  std::vector<int> hinted;
  std::vector<cv::Vec3b> colours;
};
HintPlan planHints(const FlatRegions& regions, const VisibleRegions& visible, const HintSimulation& simulation, Random& random);

/// Dots and strokes in the plan's colours, every hinted region at least one: BGRA, alpha 255 where a hint is. Marks of
/// different colours never touch, or spreading would take them for one.
cv::Mat drawHints(const HintPlan& plan, const VisibleRegions& visible, const HintSimulation& simulation, Random& random);

}  // namespace chaesaek
