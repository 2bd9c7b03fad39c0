// SPDX-License-Identifier: GPL-3.0-or-later
// How fast ink and colours follow the pen, in the real window.
#pragma once
#include <QString>

#include "core/base/json.h"
#include "core/base/progress.h"

namespace chaesaek {

struct PipelineBench {
  std::string model;         ///< a name, a file, a run; empty: the one that loads by default
  int strokes = 40;
  bool whileTraining = false;
  std::string data;          ///< what it trains on meanwhile; empty: squares and discs
  Json settings = Json::object();  ///< of that run of Pix2Pix
};

struct PipelineFigures {
  std::string model, platform;
  int strokes = 0, requests = 0;
  double inkP50Ms = 0, inkP95Ms = 0;        ///< from a pen's event to its ink on the screen
  double colourP50Ms = 0, colourP95Ms = 0;  ///< from a pen's event to the colours that know of it
  double forwardMedianMs = 0;               ///< of the network alone, in this process, afterwards; not a number for flat fill
  double colourerMedianMs = 0;              ///< of the last 200 results: the network and all that makes colours of its answer
  double firstColoursMs = 0;                ///< from the call to the sample's colours on the screen
  bool whileTraining = false;
  int64_t trainingSteps = 0;                ///< that were taken meanwhile
  double rssMb = 0;
  double rssSlope = 0;                      ///< MiB a thousand requests, after the first 500; not a number for fewer than 600
  double uiCpuP999Ms = 0;                   ///< processor time of the UI thread's handlers
  Json toJson() const;
};

/// Opens the studio with its sample drawing, draws strokes on it (each is taken back after it was drawn, so that the drawing stays
/// as it is), and looks when the screen shows them. Runs and settings go to a folder that is gone afterwards. Throws Error.
PipelineFigures benchPipeline(const PipelineBench& bench, const Progress& progress);

}  // namespace chaesaek
