// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "core/base/error.h"
#include "core/image/compose.h"
#include "core/inference/colourer.h"

namespace chaesaek {

Coloured colourPicture(Colourer& colourer, const cv::Mat& sketch, const cv::Mat& hints) {
  if (sketch.empty() || sketch.type() != CV_8UC1) fail("the sketch is not a grey picture");
  if (!hints.empty() && (hints.type() != CV_8UC4 || hints.size() != sketch.size()))
    fail("the hints are not a picture with transparency of the sketch's size");
  const Fit fit = fitInto(sketch.size(), colourer.info().size);
  const cv::Mat small = fitSketch(sketch, fit);
  const cv::Mat smallHints = hints.empty() ? cv::Mat() : fitHints(hints, fit);

  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const cv::Mat colours = colourer.colour(small, smallHints);
  Coloured out;
  out.forwardMs = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  out.colours = unfitColours(colours, fit, sketch);
  out.picture = layInk(out.colours, sketch);
  return out;
}

}  // namespace chaesaek
