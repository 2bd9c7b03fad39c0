// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/evaluation/drawing.h"
#include "core/image/compose.h"
#include "core/image/sheet.h"

namespace chaesaek {
namespace {

constexpr int kHeader = 24;
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

std::vector<std::vector<cv::Mat>> drawingRows(Colourer& colourer, const PairSet& set, const std::vector<int>& indices,
                                              const EvaluateOptions& options, const Progress& progress) {
  std::vector<std::vector<cv::Mat>> rows;
  for (const int index : indices) {
    const EvaluationDrawing drawing = loadDrawing(set, index, options.severity);
    progress(static_cast<double>(rows.size()), static_cast<double>(indices.size()), drawing.name);
    rows.push_back(tilesOf(colourer, drawing));
  }
  return rows;
}

cv::Mat evaluationSheet(Colourer& colourer, const PairSet& set, const EvaluateOptions& options, int count, const Progress& progress) {
  const auto drawings = drawingRows(colourer, set, evenly(drawingsToMeasure(set, options), count), options, progress);
  const size_t side = drawings.size() > 4 ? 2 : 1;  // drawings side by side
  std::vector<std::vector<cv::Mat>> rows((drawings.size() + side - 1) / side);
  for (size_t i = 0; i < drawings.size(); ++i) rows[i / side].insert(rows[i / side].end(), drawings[i].begin(), drawings[i].end());
  const cv::Mat pictures = composeSheet(rows);
  cv::Mat sheet;
  cv::copyMakeBorder(pictures, sheet, kHeader - kSheetGap, 0, 0, 0, cv::BORDER_CONSTANT, cv::Scalar::all(255));
  for (size_t column = 0; column < side * kColumns.size(); ++column) {
    const cv::Point at(kSheetGap + static_cast<int>(column) * (kMeasured + kSheetGap), kHeader - 8);
    cv::putText(sheet, kColumns[column % kColumns.size()], at, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar::all(60), 1, cv::LINE_AA);
  }
  return sheet;
}

}  // namespace chaesaek
