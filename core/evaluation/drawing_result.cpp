// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/drawing_result.h"

#include <cmath>
#include <numeric>

#include "core/image/colour.h"
#include "core/image/difference.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kRecoloured = 120;  // degrees of HSV hue

/// A mean that may have nothing to it.
struct Mean {
  double sum = 0;
  int count = 0;
  void add(const std::optional<double>& value) {
    if (value) sum += *value, ++count;
  }
  std::optional<double> value() const { return count > 0 ? std::optional<double>(sum / count) : std::nullopt; }
};

void add(RegionCount& to, const RegionCount& count) {
  to.right += count.right;
  to.all += count.all;
}

std::optional<double> share(const RegionCount& count) {
  return count.all > 0 ? std::optional<double>(static_cast<double>(count.right) / count.all) : std::nullopt;
}

void add(HueHistogram& to, const HueHistogram& histogram) {
  for (size_t bin = 0; bin < to.size(); ++bin) to[bin] += histogram[bin];
}

std::optional<double> decibels(const std::optional<double>& squared) {
  return squared && *squared > 0 ? std::optional<double>(-10 * std::log10(*squared)) : std::nullopt;
}

RegionCount countObeying(const cv::Mat& output, const std::vector<TargetRegion>& regions, int degrees) {
  RegionCount count{0, static_cast<int>(regions.size())};
  for (const TargetRegion& region : regions) count.right += obeys(output, region.mask & (hintDisc(region) == 0), hintColour(region, degrees));
  return count;
}

/// Colours in [0,1] over the pixels lighter than a wall.
struct Errors {
  std::optional<double> absolute, squared;
};
Errors errorsOf(const cv::Mat& colours, const EvaluationDrawing& drawing) {
  const cv::Mat paper = drawing.sketch > kWall;
  const int pixels = cv::countNonZero(paper);
  if (pixels == 0) return {};
  const double absolute = cv::norm(colours, drawing.target, cv::NORM_L1, paper), squared = cv::norm(colours, drawing.target, cv::NORM_L2SQR, paper);
  return {absolute / (3.0 * 255 * pixels), squared / (3.0 * 255 * 255 * pixels)};
}

void measureLeak(DrawingResult& result, const EvaluationDrawing& drawing, const cv::Mat& with, const cv::Mat& without, const cv::Mat& region) {
  cv::Mat visible = drawing.target.clone();
  visible.setTo(cv::Scalar::all(255), drawing.sketch <= kWall);
  result.leak = leakOutside(with, without, region, toLab(drawing.target));
  result.leakVisible = leakOutside(with, without, region, toLab(visible));
}

}  // namespace

DrawingOutputs colourDrawing(Colourer& colourer, const EvaluationDrawing& drawing, const std::vector<TargetRegion>& regions, bool leak) {
  DrawingOutputs out;
  const auto colour = [&](const cv::Mat& hints) { return colourAtMeasuredSize(colourer, drawing.sketch, hints); };
  out.plain = colour(cv::Mat());
  if (!colourer.info().takesHints || regions.empty()) return out;
  out.hinted = colour(hintDiscs(regions, 0));
  out.recoloured = colour(hintDiscs(regions, kRecoloured));
  if (leak) out.oneHint = colour(hintDiscs({regions.front()}, kRecoloured));
  return out;
}

DrawingResult measureDrawing(const EvaluationDrawing& drawing, const std::vector<TargetRegion>& regions, const DrawingOutputs& outputs) {
  DrawingResult result;
  result.regions = static_cast<int>(regions.size());
  const cv::Mat target = toLab(drawing.target), plain = toLab(outputs.plain);
  result.chromaRatio = chromaRatio(plain, target);
  result.outputHues = hueHistogram(plain, target);
  result.targetHues = hueHistogram(target, target);
  const Errors errors = errorsOf(outputs.plain, drawing);
  result.absolute = errors.absolute;
  result.squared = errors.squared;
  result.agreement.all = result.regions;
  for (const TargetRegion& region : regions) {
    result.agreement.right += obeys(plain, region.mask, region.colour);
    if (const auto answer = hueAnswer(plain, region.mask, region.colour)) result.hueAnswers.push_back(*answer);
  }
  if (!outputs.hinted.empty()) result.hinted = countObeying(toLab(outputs.hinted), regions, 0);
  if (!outputs.recoloured.empty()) result.recoloured = countObeying(toLab(outputs.recoloured), regions, kRecoloured);
  if (!outputs.oneHint.empty()) measureLeak(result, drawing, toLab(outputs.oneHint), plain, regions.front().mask);
  return result;
}

ColourMeasures poolMeasures(const std::vector<DrawingResult>& results) {
  std::vector<size_t> all(results.size());
  std::iota(all.begin(), all.end(), size_t{0});
  return poolMeasures(results, all);
}

ColourMeasures poolMeasures(const std::vector<DrawingResult>& results, const std::vector<size_t>& sample) {
  ColourMeasures out;
  RegionCount hinted, recoloured, agreement;
  Mean chromaRatio, absolute, squared, leak, leakVisible;
  std::vector<HueAnswer> hueAnswers;
  HueHistogram outputHues{}, targetHues{};
  for (const size_t index : sample) {
    const DrawingResult& one = results.at(index);
    out.regions += one.regions;
    add(hinted, one.hinted);
    add(recoloured, one.recoloured);
    add(agreement, one.agreement);
    hueAnswers.insert(hueAnswers.end(), one.hueAnswers.begin(), one.hueAnswers.end());
    chromaRatio.add(one.chromaRatio);
    absolute.add(one.absolute);
    squared.add(one.squared);
    leak.add(one.leak);
    leakVisible.add(one.leakVisible);
    add(outputHues, one.outputHues);
    add(targetHues, one.targetHues);
  }
  out.drawings = static_cast<int>(sample.size());
  out.hintObedience = share(hinted);
  out.recolouredObedience = share(recoloured);
  out.noHintAgreement = share(agreement);
  out.noHintHue = meanOfFamilies(hueAnswers);
  out.chromaRatio = chromaRatio.value();
  if (const double whole = entropy(targetHues); whole > 0) out.hueSpread = entropy(outputHues) / whole;
  out.l1 = absolute.value();
  out.psnrDb = decibels(squared.value());
  out.leakDeltaE = leak.value();
  out.leakVisibleDeltaE = leakVisible.value();
  return out;
}

PictureFigures figuresOf(const cv::Mat& colours, const EvaluationDrawing& drawing, Colourer* colourer) {
  PictureFigures out{decibels(errorsOf(colours, drawing).squared), meanDifference(colours, drawing.target, drawing.sketch), {}};
  if (!colourer || !colourer->info().takesHints) return out;
  const std::vector<TargetRegion> regions = targetRegions(drawing.target, drawing.sketch);
  if (regions.empty()) return out;
  const cv::Mat hinted = colourAtMeasuredSize(*colourer, drawing.sketch, hintDiscs(regions, 0));
  out.hintObedience = share(countObeying(toLab(hinted), regions, 0));
  return out;
}

std::optional<double> meanDifference(const cv::Mat& a, const cv::Mat& b, const cv::Mat& sketch) {
  const cv::Mat paper = sketch > kWall;
  if (cv::countNonZero(paper) == 0) return std::nullopt;
  return cv::mean(colourDifference(a, b), paper)[0];
}

}  // namespace chaesaek
