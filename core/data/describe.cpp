// SPDX-License-Identifier: GPL-3.0-or-later
// What a set holds: counts for `data info`, a sheet for `data preview`, and a set packed again.
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/data/analysis.h"
#include "core/data/augment.h"
#include "core/data/ordered_work.h"
#include "core/data/packed.h"
#include "core/data/pair_sheet.h"

namespace chaesaek {
namespace {

constexpr int kThreads = 2;

/// All line widths of a set, or for travel the one as drawn and the one above it.
std::vector<int> keptWidths(const PairSet& set, const PackOptions& options) {
  std::vector<int> widths;
  for (int width = 0; width < set.lineWidths(); ++width)
    if (!options.compact || width == set.nativeWidth() || width == set.nativeWidth() + 1) widths.push_back(width);
  return widths;
}

/// Every pixel keeps one of the fill's own colours: soft borders are most of a small fill's bytes.
cv::Mat hardEdged(const cv::Mat& fill, int side) {
  cv::Mat out;
  cv::resize(fill, out, {side, side}, 0, 0, cv::INTER_NEAREST);
  return out;
}

}  // namespace

Json describePairs(const PairSet& set) {
  const DataAnalysis counts = countDrawings(set);
  Json out = {{"name", set.name()}, {"drawings", counts.drawings}, {"splits", {{"train", counts.train}, {"val", counts.val}, {"test", counts.test}}},
              {"skin_tone_variants", counts.variants}, {"side", set.side()}, {"line_widths", set.lineWidths()}, {"fill_layer", set.hasFill()},
              {"picture", set.hasPicture()}, {"held_out", isHeldOut(set)}, {"hues", counts.hues}, {"without_hue", counts.withoutHue},
              {"fingerprint", set.fingerprint()}};
  out.update(set.about());
  return out;
}

cv::Mat previewPairs(const PairSet& set, Split split, int count) {
  constexpr int kTile = 144, kAcross = 3;
  const auto indices = indicesOf(set, split);
  const int shown = std::min(count, static_cast<int>(indices.size()));
  if (shown < 1) failUsage("the data set " + set.name() + " has no drawings in split " + splitName(split));
  std::vector<cv::Mat> rows;
  for (int i = 0; i < shown; ++i) {  // evenly over the split
    Pair pair = set.load(indices[static_cast<size_t>(int64_t{i} * static_cast<int64_t>(indices.size()) / shown)], set.nativeWidth());
    if (!set.hasFill()) pair.fill.release();  // the same as the picture
    rows.push_back(pairRow(pair, kTile));
  }
  return sheetOf(rows, kAcross);
}

void packPairs(const PairSet& set, const PackOptions& options, const std::filesystem::path& out, const Progress& progress) {
  const bool withPicture = options.withPicture && !options.compact;
  if (withPicture && !set.hasPicture()) failUsage("the data set " + set.name() + " has no whole pictures; pack it with --fills-only");
  const std::vector<int> widths = keptWidths(set, options);
  const PackShape shape{set.name(), options.side > 0 ? options.side : set.side(), static_cast<int>(widths.size()),
                        static_cast<int>(std::find(widths.begin(), widths.end(), set.nativeWidth()) - widths.begin()), set.hasFill(), withPicture};
  if (out.has_parent_path()) makeFolder(out.parent_path());
  PackWriter writer(out, shape);
  std::vector<int> kept = indicesOf(set, Split::All);
  if (options.compact) std::erase_if(kept, [&](int i) { return set.info(i).variant; });
  const auto make = [&](int n) {
    const int i = kept[static_cast<size_t>(n)];
    PackDrawing drawing;
    const Pair pair = set.loadParts(i, set.nativeWidth(), withPicture ? kLoadAll : kLoadFill);
    drawing.info = set.info(i);
    drawing.fill = options.compact ? hardEdged(pair.fill, shape.side) : resizedTo(pair.fill, shape.side);
    drawing.picture = resizedTo(pair.picture, shape.side);
    for (const int width : widths) drawing.lines.push_back(resizedTo(set.loadParts(i, width, kLoadSketch).sketch, shape.side));
    return packDrawing(shape, drawing);
  };
  const int count = static_cast<int>(kept.size());
  inOrder(count, kThreads, make, [&](int i, PackedDrawing drawing) {
    progress(i + 1, count, "packing " + drawing.info.name);
    writer.append(drawing);
  });
  Json about = set.about();
  about.erase("bytes");  // of the other file
  writer.commit(about);
}

}  // namespace chaesaek
