// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/samples.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/data/augment.h"
#include "core/data/doodle.h"
#include "core/data/flat_regions.h"
#include "core/data/hint_simulation.h"
#include "core/image/compose.h"
#include "core/image/tensors.h"

namespace chaesaek {
namespace {

constexpr double kLeastRegion = 24. / (256 * 256);  // of the picture
constexpr int kHintedWeight = 3;
constexpr std::pair<double, double> kGapLengths{3, 14};
constexpr int kSharesSide = 32;  // of a fill of which only the shares of its colours count

unsigned targetPart(const PairSet& set, bool fillTarget) {
  if (!fillTarget && !set.hasPicture())
    failUsage("the data set " + set.name() + " was packed without whole pictures; name another, or train on the fill layer");
  return fillTarget ? kLoadFill : kLoadPicture;
}

int chooseWidth(const PairSet& set, const Augmentation& augmentation, Random& random) {
  return augmentation.lineWidth ? random.integer(0, set.lineWidths() - 1) : set.nativeWidth();
}

/// The lines of a sample: bent and moved by `warp`, then as a hand would draw them.
cv::Mat drawnSketch(const cv::Mat& lines, const Warp& warp, const Augmentation& augmentation, Random& random) {
  cv::Mat sketch = warp.sketch(lines);
  doodleLines(sketch, augmentation.doodle, random);
  if (augmentation.gaps > 0 && random.chance(.5)) openGaps(sketch, random.integer(1, augmentation.gaps), kGapLengths, random);
  return sketch;
}

FlatRegions regionsOf(const PairSet& set, const Pair& pair) {
  return flatRegions(pair.fill, pair.sketch, static_cast<int>(kLeastRegion * set.side() * set.side()));
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
  const cv::Mat sketch = drawnSketch(pair.sketch, warp, augmentation, random);
  return {{"input", sketchTensor(sketch)}, {"target", colourTensor(warp.colours(fillTarget ? pair.fill : pair.picture))}};
}

Batch colouringSample(const PairSet& set, int index, const Augmentation& augmentation, const HintSimulation& simulation, Random& random) {
  Pair pair = set.loadParts(index, chooseWidth(set, augmentation, random), kLoadSketch | kLoadFill);
  const Warp warp(set.side(), augmentation, random);
  cv::Mat sketch = drawnSketch(pair.sketch, warp, augmentation, random);
  if (random.chance(simulation.without)) {
    cv::Mat fill = warp.colours(pair.fill);
    if (random.chance(augmentation.unfinished)) leaveUnfinished(sketch, fill, warp.labels(regionsOf(set, pair).labels), random);
    return colouringBatch(sketch, {}, fill, cv::Mat::ones(sketch.size(), CV_8U));
  }

  // Recolour the flat drawing first, then warp it, and draw the hints last, from the finished colours: a hint that a
  // later recolouring made wrong would teach the network to distrust hints.
  const FlatRegions regions = regionsOf(set, pair);
  const cv::Mat labels = warp.labels(regions.labels);
  const VisibleRegions visible = visibleRegions(labels, sketch, regions.colours.size());
  const HintPlan plan = planHints(regions, visible, simulation, random);
  if (plan.colours != regions.colours) recolour(pair.fill, regions, plan.colours);
  return colouringBatch(sketch, drawHints(plan, visible, simulation, random), warp.colours(pair.fill), weightOf(labels, plan));
}

Batch twoViewsSample(const PairSet& set, int first, int second, int side, const Augmentation& augmentation, Random& random) {
  std::vector<torch::Tensor> sketches, fills;
  for (const int index : {first, second}) {
    Pair pair = set.loadParts(index, chooseWidth(set, augmentation, random), kLoadSketch | kLoadFill);
    const Warp warp(set.side(), augmentation, random);
    cv::Mat sketch = drawnSketch(pair.sketch, warp, augmentation, random), shares;
    if (random.chance(augmentation.unfinished)) leaveUnfinished(sketch, random);
    cv::resize(pair.fill, shares, {kSharesSide, kSharesSide}, 0, 0, cv::INTER_NEAREST);
    sketches.push_back(sketchTensor(framedInk(sketch, side)));
    fills.push_back(colourTensor(shares));
  }
  return {{"input", torch::cat(sketches)}, {"target", torch::cat(fills)}};
}

Batch plainPairSample(const PairSet& set, int index, int side, bool fillTarget) {
  const Pair pair = set.loadParts(index, set.nativeWidth(), kLoadSketch | targetPart(set, fillTarget));
  return {{"input", sketchTensor(resizedTo(pair.sketch, side))}, {"target", colourTensor(resizedTo(fillTarget ? pair.fill : pair.picture, side))}};
}

Batch plainColouringSample(const PairSet& set, int index, int side) {
  const Pair pair = set.loadParts(index, set.nativeWidth(), kLoadSketch | kLoadFill);
  return colouringBatch(resizedTo(pair.sketch, side), {}, resizedTo(pair.fill, side), cv::Mat::ones(side, side, CV_8U));
}

Batch pictureSample(const PictureSet& set, int index, int side) {
  cv::Mat picture = set.picture(index);
  if (picture.size() != cv::Size(side, side))
    cv::resize(picture, picture, {side, side}, 0, 0, side < std::min(picture.cols, picture.rows) ? cv::INTER_AREA : cv::INTER_LINEAR);
  Batch batch = {{"picture", picture.channels() == 1 ? sketchTensor(picture) : colourTensor(picture)}};
  if (!set.classes().empty()) batch["label"] = torch::tensor(int64_t{set.labelOf(index)});
  return batch;
}

}  // namespace chaesaek
