// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/evaluation/comparison.h"
#include "core/evaluation/drawing.h"
#include "core/image/codec.h"
#include "core/image/compose.h"
#include "core/image/sheet.h"

namespace chaesaek {
namespace {

constexpr int kHeader = 24;
constexpr double kHeadScale = 0.5;
const std::vector<std::string> kColumns{"sketch", "generated", "with hints", "real"};

/// What the program would show: a colour layer under the drawing's own ink.
cv::Mat inked(const Colourer& colourer, const cv::Mat& colours, const cv::Mat& sketch) {
  return colourer.info().wholePicture ? colours : layInk(colours, sketch);
}

cv::Mat withoutHints(Colourer& colourer, const EvaluationDrawing& drawing) {
  return inked(colourer, colourAtMeasuredSize(colourer, drawing.sketch, cv::Mat()), drawing.sketch);
}

/// The pictures of one drawing in the order of the columns; a model that takes no hints leaves its place empty.
std::vector<cv::Mat> tilesOf(Colourer& colourer, const EvaluationDrawing& drawing) {
  cv::Mat hinted;
  if (colourer.info().takesHints) {
    const cv::Mat hints = hintDiscs(targetRegions(drawing.target, drawing.sketch), 0);
    hinted = inked(colourer, colourAtMeasuredSize(colourer, drawing.sketch, hints), drawing.sketch);
  }
  return {toBgrOnWhite(drawing.sketch), withoutHints(colourer, drawing), hinted, layInk(drawing.target, drawing.sketch)};
}

void writeHead(cv::Mat& sheet, std::string text, cv::Point at) {
  const auto isWide = [&](const std::string& some) { return cv::getTextSize(some, cv::FONT_HERSHEY_SIMPLEX, kHeadScale, 1, nullptr).width > kMeasured; };
  if (isWide(text)) {
    while (isWide(text + "...")) text.pop_back();
    text += "...";
  }
  cv::putText(sheet, text, at, cv::FONT_HERSHEY_SIMPLEX, kHeadScale, cv::Scalar::all(60), 1, cv::LINE_AA);
}

/// A sheet with a word over each column.
cv::Mat headedSheet(const std::vector<std::vector<cv::Mat>>& rows, const std::vector<std::string>& heads) {
  cv::Mat sheet;
  cv::copyMakeBorder(composeSheet(rows), sheet, kHeader - kSheetGap, 0, 0, 0, cv::BORDER_CONSTANT, cv::Scalar::all(255));
  for (size_t column = 0; column < rows.front().size(); ++column) {
    const cv::Point at(kSheetGap + static_cast<int>(column) * (kMeasured + kSheetGap), kHeader - 8);
    writeHead(sheet, heads[column % heads.size()], at);
  }
  return sheet;
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
  const auto drawings = drawingRows(colourer, set, spreadEvenly(drawingsToMeasure(set, options), count), options, progress);
  const size_t side = drawings.size() > 4 ? 2 : 1;  // drawings side by side
  std::vector<std::vector<cv::Mat>> rows((drawings.size() + side - 1) / side);
  for (size_t i = 0; i < drawings.size(); ++i) rows[i / side].insert(rows[i / side].end(), drawings[i].begin(), drawings[i].end());
  return headedSheet(rows, kColumns);
}

cv::Mat comparisonSheet(const std::vector<NamedColourer>& models, const PairSet& set, const std::vector<int>& drawings, double severity,
                        const Progress& progress) {
  std::vector<std::string> heads{"sketch"};
  for (const NamedColourer& model : models) {
    model.colourer->usePalette({});
    heads.push_back(model.name);
  }
  heads.emplace_back("real");
  std::vector<std::vector<cv::Mat>> rows;
  for (const int index : drawings) {
    const EvaluationDrawing drawing = loadDrawing(set, index, severity);
    progress(static_cast<double>(rows.size()), static_cast<double>(drawings.size()), drawing.name);
    auto& row = rows.emplace_back(1, toBgrOnWhite(drawing.sketch));
    for (const NamedColourer& model : models) row.push_back(withoutHints(*model.colourer, drawing));
    row.push_back(layInk(drawing.target, drawing.sketch));
  }
  return headedSheet(rows, heads);
}

}  // namespace chaesaek
