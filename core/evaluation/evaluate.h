// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/data/pairs.h"
#include "core/inference/colourer.h"

namespace chaesaek {

/// A flat region of a target picture.
struct TargetRegion {
  cv::Mat mask;       ///< CV_8U 0/1
  cv::Vec3b colour;   ///< the target's colour there
  cv::Point innermost;
};

/// Measures of a colouring model (see README, "Measures"); one that does not apply is empty.
struct ColourMeasures {
  int drawings = 0, regions = 0;
  std::optional<double> hintObedience, recolouredObedience, noHintAgreement, noHintHue, chromaRatio, hueSpread, l1, psnrDb, leakDeltaE,
      leakVisibleDeltaE;  ///< without the pixels under ink
  /// The figures by their keys, in the order of the README's table; without the two counts.
  std::vector<std::pair<const char*, std::optional<double>>> values() const;
  /// The stable keys of `evaluate --json`.
  Json toJson() const;
};

struct EvaluateOptions {
  Split split = Split::Test;
  int limit = 0;          ///< 0: all
  double severity = 0;    ///< how doodled the lines are made, 0 as drawn … 1
  bool leak = true;
  std::filesystem::path dump;  ///< where to write every drawing's pictures (NAME-sketch.png, -target, -plain, -hinted…); empty: nowhere
};

/// Evaluates a split at 256 x 256; the target is the fill layer.
ColourMeasures evaluateColourer(Colourer& colourer, const PairSet& set, const EvaluateOptions& options, const Progress& progress);

/// The same for given drawings (indices into the set): validation while training.
ColourMeasures evaluateDrawings(Colourer& colourer, const PairSet& set, const std::vector<int>& drawings, const EvaluateOptions& options,
                                const Progress& progress);
/// A row for each of the given drawings: sketch, generated, with hints (empty where the model takes none), real; BGR at 256 x 256.
std::vector<std::vector<cv::Mat>> drawingRows(Colourer& colourer, const PairSet& set, const std::vector<int>& drawings,
                                              const EvaluateOptions& options, const Progress& progress);

/// The same as a sheet with a heading: sketch | generated | with hints | real, `count` drawings of the split.
cv::Mat evaluationSheet(Colourer& colourer, const PairSet& set, const EvaluateOptions& options, int count, const Progress& progress);

/// Up to eight largest flat regions of a 256 x 256 target (see the reference measures' regions()).
std::vector<TargetRegion> targetRegions(const cv::Mat& target, const cv::Mat& sketch);

/// Share of coloured pixels further than 24 px from the new stroke that change by Delta E 2000 > 5.
double flicker(const cv::Mat& before, const cv::Mat& after, const cv::Mat& strokeMask);

}  // namespace chaesaek
