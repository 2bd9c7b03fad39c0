// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured: drawings, hints and results at 256 x 256.
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/evaluation/evaluate.h"

namespace chaesaek {

/// The side at which everything is measured.
inline constexpr int kMeasured = 256;

struct EvaluationDrawing {
  std::string name;
  cv::Mat sketch;  ///< grey
  cv::Mat target;  ///< BGR, the fill layer
};

/// The lines are made as doodled as `severity` says (0 as drawn), the same for a drawing every time; the target stays.
EvaluationDrawing loadDrawing(const PairSet& set, int index, double severity);

/// The drawings to measure: the split's, the first `limit` of them. Throws Error (Usage) where there is none.
std::vector<int> drawingsToMeasure(const PairSet& set, const EvaluateOptions& options);

/// `count` of the drawings, spread evenly over them.
std::vector<int> spreadEvenly(const std::vector<int>& drawings, int count);

/// A region's colour with its HSV hue turned; 0 degrees keep it exactly.
cv::Vec3b hintColour(const TargetRegion& region, int degrees);
/// A disc of radius 3 at a region's innermost point: CV_8U 0/1.
cv::Mat hintDisc(const TargetRegion& region);
/// Such discs for all regions, in their hint colours -> BGRA.
cv::Mat hintDiscs(const std::vector<TargetRegion>& regions, int degrees);

/// The colour layer at 256 x 256: a model of another size works at its own and its result is scaled, bilinearly.
cv::Mat colourAtMeasuredSize(Colourer& colourer, const cv::Mat& sketch, const cv::Mat& hints);

}  // namespace chaesaek
