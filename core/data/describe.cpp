// SPDX-License-Identifier: GPL-3.0-or-later
// What a set holds: counts for `data info`, a sheet for `data preview`, and a set packed again.
#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

#include "core/data/augment.h"
#include "core/data/ordered_work.h"
#include "core/data/packed.h"

namespace chaesaek {
namespace {

constexpr int kThreads = 2;

/// sketch | picture | fill in one row.
cv::Mat tile(const PairSet& set, int index, int side) {
  Pair pair = set.load(index, set.nativeWidth());
  cv::Mat sketch, row;
  cv::cvtColor(pair.sketch, sketch, cv::COLOR_GRAY2BGR);
  std::vector<cv::Mat> columns = {resizedTo(sketch, side)};
  if (!pair.picture.empty()) columns.push_back(resizedTo(pair.picture, side));
  if (set.hasFill()) columns.push_back(resizedTo(pair.fill, side));
  cv::hconcat(columns, row);
  return row;
}

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
  Json splits = {{"train", 0}, {"val", 0}, {"test", 0}};
  std::array<int, 12> hues{};
  int variants = 0, none = 0;
  for (int i = 0; i < set.size(); ++i) {
    const PairInfo& info = set.info(i);
    splits[splitName(info.split)] = splits[splitName(info.split)].get<int>() + 1;
    variants += info.variant;
    if (info.hue < 0) ++none;
    else if (!info.variant) ++hues[static_cast<size_t>(info.hue)];
  }
  Json out = {{"name", set.name()}, {"drawings", set.size()}, {"splits", splits}, {"skin_tone_variants", variants}, {"side", set.side()},
              {"line_widths", set.lineWidths()}, {"fill_layer", set.hasFill()}, {"picture", set.hasPicture()},
              {"hues", hues}, {"without_hue", none}, {"fingerprint", set.fingerprint()}};
  out.update(set.about());
  return out;
}

cv::Mat previewPairs(const PairSet& set, Split split, int count) {
  constexpr int kTile = 144, kAcross = 3, kMargin = 8;
  const auto indices = indicesOf(set, split);
  const int shown = std::min(count, static_cast<int>(indices.size()));
  if (shown < 1) failUsage("the data set " + set.name() + " has no drawings in split " + splitName(split));
  const int across = std::min(kAcross, shown), rows = (shown + across - 1) / across;
  cv::Mat sheet;
  for (int i = 0; i < shown; ++i) {  // evenly over the split
    const cv::Mat row = tile(set, indices[static_cast<size_t>(int64_t{i} * static_cast<int64_t>(indices.size()) / shown)], kTile);
    const cv::Size step(row.cols + kMargin, kTile + kMargin);
    if (sheet.empty()) sheet = cv::Mat(rows * step.height + kMargin, across * step.width + kMargin, CV_8UC3, cv::Scalar::all(216));
    row.copyTo(sheet(cv::Rect(kMargin + i % across * step.width, kMargin + i / across * step.height, row.cols, kTile)));
  }
  return sheet;
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
