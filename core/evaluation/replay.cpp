// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/replay.h"

#include <opencv2/imgproc.hpp>

#include "core/evaluation/drawing.h"
#include "core/image/compose.h"

namespace chaesaek {

Json ReplayMeasures::toJson(const std::string& drawing) const {
  return {{"drawing", drawing}, {"strokes", strokes}, {"flicker", numberOrNull(flicker)}, {"after_pause", numberOrNull(afterPause)}, {"end_differs", numberOrNull(endDiffers)}, {"empty_canvas_max", emptyCanvasMax}};
}

ReplayMeasures replayDrawing(Colourer& colourer, const Recording& recording, const Progress& progress) {
  ReplayCanvas canvas(recording.size);
  colourer.followDrawing();
  const Fit fit = fitInto(recording.size, kMeasured);
  const auto colour = [&] { return colourAtMeasuredSize(colourer, fitSketch(canvas.sketch(), fit), fitHints(canvas.hints(), fit)); };

  ReplayMeasures out;
  cv::Mat before = colour();
  double least = 255;
  cv::minMaxLoc(before.reshape(1), &least);
  out.emptyCanvasMax = 255 - static_cast<int>(least);
  double sum = 0;
  for (size_t i = 0; i < recording.strokes.size(); ++i) {
    progress(static_cast<double>(i), static_cast<double>(recording.strokes.size()), "stroke " + std::to_string(i + 1));
    const cv::Mat covered = canvas.draw(recording.strokes[i]);
    const cv::Mat after = colour();
    if (recording.strokes[i].tool != RecordedStroke::Tool::Hint) {
      sum += flicker(before, after, fitSketch(255 - covered, fit) < 255);
      ++out.strokes;
    }
    before = after;
  }
  if (out.strokes > 0) out.flicker = sum / out.strokes;
  const cv::Mat nowhere = cv::Mat::zeros(before.size(), CV_8U);
  colourer.reconsider();
  const cv::Mat paused = colour();
  out.afterPause = flicker(before, paused, nowhere);
  colourer.colour(cv::Mat(before.size(), CV_8U, cv::Scalar::all(255)), {});  // another drawing
  out.endDiffers = flicker(paused, colour(), nowhere);
  return out;
}

}  // namespace chaesaek
