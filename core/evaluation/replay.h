// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/inference/colourer.h"
#include "core/inference/recording.h"

namespace chaesaek {

struct ReplayMeasures {
  int strokes = 0;           ///< of pen and eraser
  double flicker = 0;        ///< mean over them
  double afterPause = 0;     ///< share of the coloured pixels that have another colour after a last pause
  double endDiffers = 0;     ///< share of them that then still have another than the finished drawing has that nobody saw grow
  int emptyCanvasMax = 0;    ///< largest deviation from white, of 255, before the first stroke
  /// The stable keys of `replay --json`.
  Json toJson(const std::string& drawing) const;
};

/// Colours a recorded drawing after each stroke, at 256 x 256, and once more as after a pause. A hint changes colours on purpose: it is drawn, but its
/// own change does not count as flicker.
ReplayMeasures replayDrawing(Colourer& colourer, const Recording& recording, const Progress& progress);

}  // namespace chaesaek
