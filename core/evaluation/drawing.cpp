// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/drawing.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/augment.h"
#include "core/data/doodle.h"
#include "core/image/colour.h"
#include "core/image/compose.h"

namespace chaesaek {
namespace {

constexpr std::pair<double, double> kGapLengths{6, 14};
constexpr double kMostGaps = 6;

/// Wobbling, gapped lines of any width, made as the training makes them; seeded by the drawing's name.
cv::Mat doodledSketch(const PairSet& set, int index, double severity) {
  Augmentation augmentation;
  augmentation.side = augmentation.loadSide = kMeasured;
  augmentation.mirror = false;
  augmentation.wobble = 3 * severity;
  Random random(static_cast<uint64_t>(sha1Modulo(set.info(index).name, 1'000'000'007)));
  const int width = random.chance(severity) ? random.integer(0, set.lineWidths() - 1) : set.nativeWidth();
  cv::Mat sketch = Warp(set.side(), augmentation, random).sketch(set.loadParts(index, width, kLoadSketch).sketch);
  doodleLines(sketch, severity, random);
  if (const int most = static_cast<int>(std::lround(kMostGaps * severity)); most > 0) openGaps(sketch, random.integer(1, most), kGapLengths, random);
  return sketch;
}

}  // namespace

EvaluationDrawing loadDrawing(const PairSet& set, int index, double severity) {
  const Pair pair = fittedPair(set.loadParts(index, set.nativeWidth(), kLoadSketch | kLoadFill), kMeasured);
  return {set.info(index).name, severity > 0 ? doodledSketch(set, index, severity) : pair.sketch, pair.fill};
}

std::vector<int> drawingsToMeasure(const PairSet& set, const EvaluateOptions& options) {
  std::vector<int> out = indicesOf(set, options.split);
  if (out.empty()) failUsage("the data set " + set.name() + " has no drawings in the split " + splitName(options.split));
  if (options.limit > 0 && static_cast<size_t>(options.limit) < out.size()) out.resize(static_cast<size_t>(options.limit));
  return out;
}

std::vector<int> spreadEvenly(const std::vector<int>& drawings, int count) {
  const size_t n = std::min(drawings.size(), static_cast<size_t>(std::max(1, count)));
  std::vector<int> out;
  for (size_t i = 0; i < n; ++i) out.push_back(drawings[i * drawings.size() / n]);
  return out;
}

cv::Vec3b hintColour(const TargetRegion& region, int degrees) {
  return degrees == 0 ? region.colour : turnedHue(region.colour, degrees);  // the way through 8-bit HSV rounds
}

cv::Mat hintDisc(const TargetRegion& region) {
  cv::Mat disc = cv::Mat::zeros(region.mask.size(), CV_8U);
  cv::circle(disc, region.innermost, 3, 1, cv::FILLED);
  return disc;
}

cv::Mat hintDiscs(const std::vector<TargetRegion>& regions, int degrees) {
  cv::Mat hints = cv::Mat::zeros(kMeasured, kMeasured, CV_8UC4);
  for (const TargetRegion& region : regions) {
    const cv::Vec3b colour = hintColour(region, degrees);
    hints.setTo(cv::Scalar(colour[0], colour[1], colour[2], 255), hintDisc(region));
  }
  return hints;
}

cv::Mat colourAtMeasuredSize(Colourer& colourer, const cv::Mat& sketch, const cv::Mat& hints) {
  const int size = colourer.info().size;
  if (size == kMeasured) return colourer.colour(sketch, hints);
  const Fit fit = fitInto(sketch.size(), size);
  cv::Mat out;
  cv::resize(colourer.colour(fitSketch(sketch, fit), hints.empty() ? hints : fitHints(hints, fit)), out, sketch.size(), 0, 0, cv::INTER_LINEAR);
  return out;
}

}  // namespace chaesaek
