// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluate.h"

#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/evaluation/drawing.h"
#include "core/evaluation/measures.h"
#include "core/image/codec.h"
#include "core/image/colour.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kRecoloured = 120;  // degrees of HSV hue

/// What the model makes of one drawing; those that need hints are empty where it takes none.
struct Outputs {
  cv::Mat plain, hinted, recoloured, oneHint;  ///< BGR
};

/// A mean that may have nothing to it.
struct Mean {
  double sum = 0;
  int count = 0;
  void add(double value) { sum += value, ++count; }
  void add(std::optional<double> value) {
    if (value) add(*value);
  }
  std::optional<double> value() const { return count > 0 ? std::optional<double>(sum / count) : std::nullopt; }
};

Outputs colourDrawing(Colourer& colourer, const EvaluationDrawing& drawing, const std::vector<TargetRegion>& regions, bool leak) {
  Outputs out;
  const auto colour = [&](const cv::Mat& hints) { return colourAtMeasuredSize(colourer, drawing.sketch, hints); };
  out.plain = colour(cv::Mat());
  if (!colourer.info().takesHints || regions.empty()) return out;
  out.hinted = colour(hintDiscs(regions, 0));
  out.recoloured = colour(hintDiscs(regions, kRecoloured));
  if (leak) out.oneHint = colour(hintDiscs({regions.front()}, kRecoloured));
  return out;
}

/// Adds up the drawings of a set.
class Tally {
 public:
  void add(const EvaluationDrawing& drawing, const std::vector<TargetRegion>& regions, const Outputs& outputs) {
    ++drawings_;
    regions_ += static_cast<int>(regions.size());
    const cv::Mat target = toLab(drawing.target), plain = toLab(outputs.plain);
    addColours(target, plain);
    addError(drawing, outputs.plain);
    for (const TargetRegion& region : regions) {
      agreement_.add(obeys(plain, region.mask, region.colour));
      if (const auto answer = hueAnswer(plain, region.mask, region.colour)) hueAnswers_.push_back(*answer);
    }
    if (!outputs.hinted.empty()) addObedience(toLab(outputs.hinted), regions, 0, hinted_);
    if (!outputs.recoloured.empty()) addObedience(toLab(outputs.recoloured), regions, kRecoloured, recoloured_);
    if (!outputs.oneHint.empty()) addLeak(drawing, toLab(outputs.oneHint), plain, regions.front().mask);
  }

  ColourMeasures result() const {
    ColourMeasures out;
    out.drawings = drawings_;
    out.regions = regions_;
    out.hintObedience = hinted_.value();
    out.recolouredObedience = recoloured_.value();
    out.noHintAgreement = agreement_.value();
    out.noHintHue = meanOfFamilies(hueAnswers_);
    out.chromaRatio = chromaRatio_.value();
    if (const double whole = entropy(targetHues_); whole > 0) out.hueSpread = entropy(outputHues_) / whole;
    out.l1 = absolute_.value();
    if (squared_.count > 0 && squared_.sum > 0) out.psnrDb = -10 * std::log10(*squared_.value());
    out.leakDeltaE = leak_.value();
    out.leakVisibleDeltaE = leakVisible_.value();
    return out;
  }

 private:
  void addColours(const cv::Mat& target, const cv::Mat& plain) {
    chromaRatio_.add(chaesaek::chromaRatio(plain, target));
    const HueHistogram output = hueHistogram(plain, target), wanted = hueHistogram(target, target);
    for (size_t bin = 0; bin < output.size(); ++bin) {
      outputHues_[bin] += output[bin];
      targetHues_[bin] += wanted[bin];
    }
  }

  /// Colours in [0,1] over the pixels lighter than a wall.
  void addError(const EvaluationDrawing& drawing, const cv::Mat& plain) {
    const cv::Mat paper = drawing.sketch > kWall;
    const int pixels = cv::countNonZero(paper);
    if (pixels == 0) return;
    const double absolute = cv::norm(plain, drawing.target, cv::NORM_L1, paper), squared = cv::norm(plain, drawing.target, cv::NORM_L2SQR, paper);
    absolute_.add(absolute / (3.0 * 255 * pixels));
    squared_.add(squared / (3.0 * 255 * 255 * pixels));
  }

  void addLeak(const EvaluationDrawing& drawing, const cv::Mat& with, const cv::Mat& without, const cv::Mat& region) {
    cv::Mat visible = drawing.target.clone();
    visible.setTo(cv::Scalar::all(255), drawing.sketch <= kWall);
    leak_.add(leakOutside(with, without, region, toLab(drawing.target)));
    leakVisible_.add(leakOutside(with, without, region, toLab(visible)));
  }

  static void addObedience(const cv::Mat& output, const std::vector<TargetRegion>& regions, int degrees, Mean& mean) {
    for (const TargetRegion& region : regions) mean.add(obeys(output, region.mask & (hintDisc(region) == 0), hintColour(region, degrees)));
  }

  int drawings_ = 0, regions_ = 0;
  Mean hinted_, recoloured_, agreement_, chromaRatio_, absolute_, squared_, leak_, leakVisible_;
  std::vector<HueAnswer> hueAnswers_;
  HueHistogram outputHues_{}, targetHues_{};
};

void dump(const std::filesystem::path& folder, const EvaluationDrawing& drawing, const Outputs& outputs) {
  const auto write = [&](const char* what, const cv::Mat& picture) {
    if (!picture.empty()) writePicture(folder / (drawing.name + "-" + what + ".png"), picture);
  };
  write("sketch", drawing.sketch);
  write("target", drawing.target);
  write("plain", outputs.plain);
  write("hinted", outputs.hinted);
  write("recoloured", outputs.recoloured);
  write("one-hint", outputs.oneHint);
}

}  // namespace

Json ColourMeasures::toJson() const {
  const auto orNull = [](const std::optional<double>& value) { return value ? numberOrNull(*value) : Json(nullptr); };
  return {{"drawings", drawings},
          {"regions", regions},
          {"hint_obedience", orNull(hintObedience)},
          {"recoloured_obedience", orNull(recolouredObedience)},
          {"no_hint_agreement", orNull(noHintAgreement)},
          {"no_hint_hue", orNull(noHintHue)},
          {"chroma_ratio", orNull(chromaRatio)},
          {"hue_spread", orNull(hueSpread)},
          {"l1", orNull(l1)},
          {"psnr_db", orNull(psnrDb)},
          {"leak_delta_e", orNull(leakDeltaE)},
          {"leak_visible_delta_e", orNull(leakVisibleDeltaE)}};
}

ColourMeasures evaluateColourer(Colourer& colourer, const PairSet& set, const EvaluateOptions& options, const Progress& progress) {
  return evaluateDrawings(colourer, set, drawingsToMeasure(set, options), options, progress);
}

ColourMeasures evaluateDrawings(Colourer& colourer, const PairSet& set, const std::vector<int>& indices, const EvaluateOptions& options,
                                const Progress& progress) {
  Tally tally;
  for (size_t i = 0; i < indices.size(); ++i) {
    const EvaluationDrawing drawing = loadDrawing(set, indices[i], options.severity);
    progress(static_cast<double>(i), static_cast<double>(indices.size()), drawing.name);
    const std::vector<TargetRegion> regions = targetRegions(drawing.target, drawing.sketch);
    const Outputs outputs = colourDrawing(colourer, drawing, regions, options.leak);
    tally.add(drawing, regions, outputs);
    if (!options.dump.empty()) dump(options.dump, drawing, outputs);
  }
  return tally.result();
}

}  // namespace chaesaek
