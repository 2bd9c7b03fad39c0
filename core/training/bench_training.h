// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a training step is, in the very loop that trains.
#pragma once
#include <string>

#include "core/base/json.h"
#include "core/base/progress.h"

namespace chaesaek {

struct TrainingBench {
  std::string experiment = "pix2pix";
  Json settings = Json::object();  ///< those that differ from the defaults; precision and batch are among them
  std::string data;                ///< a set's name or a packed file; empty: squares and discs made for it, where it eats pairs
  std::string device = "auto";
  int threads = 0;                 ///< 0: as many as LibTorch takes unasked
  int loaderThreads = 1;
  int steps = 20, warmUp = 3;      ///< timed, and before them
};

struct TrainingFigures {
  std::string experiment, precision, device;
  int64_t batch = 0;
  int threads = 0, steps = 0;
  double medianStepMs = 0, p95StepMs = 0;
  double imagesPerSecond = 0;   ///< over all timed steps
  double loaderWaitShare = 0;   ///< of the timed steps, spent waiting for the loader
  double peakRssMb = 0;
  Json toJson() const;
};

/// Nothing of the run is kept. Throws Error where the experiment, a setting, the data or the device does not fit.
TrainingFigures benchTraining(const TrainingBench& bench, const Progress& progress);

}  // namespace chaesaek
