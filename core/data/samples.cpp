// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/samples.h"

#include <opencv2/imgproc.hpp>

#include "core/data/augment.h"
#include "core/data/flat_regions.h"
#include "core/data/hint_simulation.h"
#include "core/image/tensors.h"

namespace chaesaek {
namespace {

constexpr double kLeastRegion = 24. / (256 * 256);  // of the picture
constexpr int kHintedWeight = 3;

unsigned targetPart(const PairSet& set, bool fillTarget) {
  if (!fillTarget && !set.hasPicture())
    failUsage("the data set " + set.name() + " was packed without whole pictures; name another, or train on the fill layer");
  return fillTarget ? kLoadFill : kLoadPicture;
}

int chooseWidth(const PairSet& set, const Augmentation& augmentation, Random& random) {
  return augmentation.lineWidth ? random.integer(0, set.lineWidths() - 1) : set.nativeWidth();
}

Batch colouringBatch(const cv::Mat& sketch, const cv::Mat& hints, const cv::Mat& fill, const cv::Mat& weight) {
  return {{"input", colouringInput(sketch, hints)}, {"target", colourTensor(fill)}, {"weight", maskTensor(weight)}};
}

/// 3 where a hinted region is, else 1.
cv::Mat weightOf(const cv::Mat& labels, const HintPlan& plan) {
  cv::Mat table(1, 256, CV_8U, cv::Scalar(1)), weight;
  for (const int label : plan.hinted) table.at<uint8_t>(label) = kHintedWeight;
  cv::LUT(labels, table, weight);
  return weight;
}

}  // namespace

Batch pairSample(const PairSet& set, int index, const Augmentation& augmentation, bool fillTarget, Random& random) {
  const Pair pair = set.loadParts(index, chooseWidth(set, augmentation, random), kLoadSketch | targetPart(set, fillTarget));
  const Warp warp(set.side(), augmentation, random);
  cv::Mat sketch = warp.sketch(pair.sketch);
  openGaps(sketch, augmentation.gaps, random);
  return {{"input", sketchTensor(sketch)}, {"target", colourTensor(warp.colours(fillTarget ? pair.fill : pair.picture))}};
}

Batch colouringSample(const PairSet& set, int index, const Augmentation& augmentation, const HintSimulation& simulation, Random& random) {
  Pair pair = set.loadParts(index, chooseWidth(set, augmentation, random), kLoadSketch | kLoadFill);
  const Warp warp(set.side(), augmentation, random);
  cv::Mat sketch = warp.sketch(pair.sketch);
  openGaps(sketch, augmentation.gaps, random);
  if (random.chance(simulation.without)) return colouringBatch(sketch, {}, warp.colours(pair.fill), cv::Mat::ones(sketch.size(), CV_8U));

  // Recolour the flat drawing first, then warp it, and draw the hints last, from the finished colours: a hint that a
  // later recolouring made wrong would teach the network to distrust hints.
  const FlatRegions regions = flatRegions(pair.fill, pair.sketch, static_cast<int>(kLeastRegion * set.side() * set.side()));
  const cv::Mat labels = warp.labels(regions.labels);
  const VisibleRegions visible = visibleRegions(labels, sketch, regions.colours.size());
  const HintPlan plan = planHints(regions, visible, simulation, random);
  if (plan.colours != regions.colours) recolour(pair.fill, regions, plan.colours);
  return colouringBatch(sketch, drawHints(plan, visible, simulation, random), warp.colours(pair.fill), weightOf(labels, plan));
}

Batch plainPairSample(const PairSet& set, int index, int side, bool fillTarget) {
  const Pair pair = set.loadParts(index, set.nativeWidth(), kLoadSketch | targetPart(set, fillTarget));
  return {{"input", sketchTensor(resizedTo(pair.sketch, side))}, {"target", colourTensor(resizedTo(fillTarget ? pair.fill : pair.picture, side))}};
}

Batch plainColouringSample(const PairSet& set, int index, int side) {
  const Pair pair = set.loadParts(index, set.nativeWidth(), kLoadSketch | kLoadFill);
  return colouringBatch(resizedTo(pair.sketch, side), {}, resizedTo(pair.fill, side), cv::Mat::ones(side, side, CV_8U));
}

}  // namespace chaesaek
