// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluate.h"

#include "core/evaluation/drawing_result.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

void dump(const std::filesystem::path& folder, const EvaluationDrawing& drawing, const DrawingOutputs& outputs) {
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

std::vector<std::pair<const char*, std::optional<double>>> ColourMeasures::values() const {
  return {{"hint_obedience", hintObedience},
          {"recoloured_obedience", recolouredObedience},
          {"no_hint_agreement", noHintAgreement},
          {"no_hint_hue", noHintHue},
          {"chroma_ratio", chromaRatio},
          {"hue_spread", hueSpread},
          {"l1", l1},
          {"psnr_db", psnrDb},
          {"leak_delta_e", leakDeltaE},
          {"leak_visible_delta_e", leakVisibleDeltaE}};
}

Json ColourMeasures::toJson() const {
  Json out{{"drawings", drawings}, {"regions", regions}};
  for (const auto& [key, value] : values()) out[key] = value ? numberOrNull(*value) : Json(nullptr);
  return out;
}

ColourMeasures evaluateColourer(Colourer& colourer, const PairSet& set, const EvaluateOptions& options, const Progress& progress) {
  return evaluateDrawings(colourer, set, drawingsToMeasure(set, options), options, progress);
}

ColourMeasures evaluateDrawings(Colourer& colourer, const PairSet& set, const std::vector<int>& indices, const EvaluateOptions& options,
                                const Progress& progress) {
  std::vector<DrawingResult> results;
  for (size_t i = 0; i < indices.size(); ++i) {
    const EvaluationDrawing drawing = loadDrawing(set, indices[i], options.severity);
    progress(static_cast<double>(i), static_cast<double>(indices.size()), drawing.name);
    const std::vector<TargetRegion> regions = targetRegions(drawing.target, drawing.sketch);
    const DrawingOutputs outputs = colourDrawing(colourer, drawing, regions, options.leak);
    results.push_back(measureDrawing(drawing, regions, outputs));
    if (!options.dump.empty()) dump(options.dump, drawing, outputs);
  }
  return poolMeasures(results);
}

}  // namespace chaesaek
