// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/evaluation/drawing.h"
#include "core/image/compose.h"

namespace chaesaek {
namespace {

constexpr int kGap = 8, kHeader = 24;
const std::vector<const char*> kColumns{"sketch", "generated", "with hints", "real"};

/// `count` of the indices, spread evenly over them.
std::vector<int> evenly(const std::vector<int>& indices, int count) {
  const size_t n = std::min(indices.size(), static_cast<size_t>(std::max(1, count)));
  std::vector<int> out;
  for (size_t i = 0; i < n; ++i) out.push_back(indices[i * indices.size() / n]);
  return out;
}

/// The pictures of one drawing in the order of the columns; a model that takes no hints leaves its place empty.
std::vector<cv::Mat> tilesOf(Colourer& colourer, const EvaluationDrawing& drawing) {
  const auto inked = [&](const cv::Mat& colours) { return colourer.info().wholePicture ? colours : layInk(colours, drawing.sketch); };
  cv::Mat sketch;
  cv::cvtColor(drawing.sketch, sketch, cv::COLOR_GRAY2BGR);
  cv::Mat hinted;
  if (colourer.info().takesHints) {
    const cv::Mat hints = hintDiscs(targetRegions(drawing.target, drawing.sketch), 0);
    hinted = inked(colourAtMeasuredSize(colourer, drawing.sketch, hints));
  }
  return {sketch, inked(colourAtMeasuredSize(colourer, drawing.sketch, cv::Mat())), hinted, layInk(drawing.target, drawing.sketch)};
}

}  // namespace

cv::Mat evaluationSheet(Colourer& colourer, const PairSet& set, const EvaluateOptions& options, int count, const Progress& progress) {
  return drawingsSheet(colourer, set, evenly(drawingsToMeasure(set, options), count), options, progress);
}

cv::Mat drawingsSheet(Colourer& colourer, const PairSet& set, const std::vector<int>& indices, const EvaluateOptions& options,
                      const Progress& progress) {
  const int step = kMeasured + kGap, columns = static_cast<int>(kColumns.size());
  const int blocks = indices.size() > 4 ? 2 : 1;  // drawings side by side
  const int rows = (static_cast<int>(indices.size()) + blocks - 1) / blocks;
  cv::Mat sheet(kHeader + rows * step, blocks * columns * step, CV_8UC3, cv::Scalar::all(255));
  for (int column = 0; column < blocks * columns; ++column) {
    const cv::Point at(column * step + 4, kHeader - 8);
    cv::putText(sheet, kColumns[static_cast<size_t>(column % columns)], at, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar::all(60), 1, cv::LINE_AA);
  }
  for (int i = 0; i < static_cast<int>(indices.size()); ++i) {
    const EvaluationDrawing drawing = loadDrawing(set, indices[static_cast<size_t>(i)], options.severity);
    progress(i, static_cast<double>(indices.size()), drawing.name);
    const std::vector<cv::Mat> tiles = tilesOf(colourer, drawing);
    for (int column = 0; column < columns; ++column) {
      const cv::Mat& tile = tiles[static_cast<size_t>(column)];
      const cv::Point at((i % blocks * columns + column) * step, kHeader + i / blocks * step);
      if (!tile.empty()) tile.copyTo(sheet(cv::Rect(at, tile.size())));
    }
  }
  return sheet;
}

}  // namespace chaesaek
