// SPDX-License-Identifier: GPL-3.0-or-later
// What is found on each drawing, from which the measures of any set of drawings are made.
#pragma once
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "core/evaluation/drawing.h"
#include "core/evaluation/measures.h"

namespace chaesaek {

/// What a model makes of one drawing, BGR at 256 x 256; those that need hints are empty where it takes none.
struct DrawingOutputs {
  cv::Mat plain;       ///< without hints
  cv::Mat hinted;      ///< a dot in each region, of its own colour
  cv::Mat recoloured;  ///< a dot in each region, its hue turned
  cv::Mat oneHint;     ///< such a dot in the largest region alone
};

/// `leak` false leaves out oneHint.
DrawingOutputs colourDrawing(Colourer& colourer, const EvaluationDrawing& drawing, const std::vector<TargetRegion>& regions, bool leak);

/// How many regions of a drawing are as they should be.
struct RegionCount {
  int right = 0, all = 0;
};

struct DrawingResult {
  int regions = 0;
  RegionCount hinted, recoloured, agreement;
  std::vector<HueAnswer> hueAnswers;
  std::optional<double> chromaRatio, absolute, squared, leak, leakVisible;  ///< errors of colours in [0,1]
  HueHistogram outputHues{}, targetHues{};
};

DrawingResult measureDrawing(const EvaluationDrawing& drawing, const std::vector<TargetRegion>& regions, const DrawingOutputs& outputs);

/// The measures of all of them.
ColourMeasures poolMeasures(const std::vector<DrawingResult>& results);
/// Of some, given by their numbers: each as often as its number is there.
ColourMeasures poolMeasures(const std::vector<DrawingResult>& results, const std::vector<size_t>& sample);

/// How near one picture comes to the real one: what stands under it.
struct PictureFigures {
  std::optional<double> psnrDb;         ///< over the pixels lighter than a wall, as in evaluate; empty where nothing differs
  std::optional<double> deltaE;         ///< mean CIEDE2000 over the same pixels
  std::optional<double> hintObedience;  ///< empty where the model takes no hints, or there is no region
};

/// Of what the model made of the drawing without hints (BGR, 256 x 256). Colours it once more, with a dot in each region, for
/// the obedience; without a model that is left out.
PictureFigures figuresOf(const cv::Mat& colours, const EvaluationDrawing& drawing, Colourer* colourer);

/// Mean CIEDE2000 of two pictures over the pixels of the sketch lighter than a wall; empty where there is none.
std::optional<double> meanDifference(const cv::Mat& a, const cv::Mat& b, const cv::Mat& sketch);

}  // namespace chaesaek
