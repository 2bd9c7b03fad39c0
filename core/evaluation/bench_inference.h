// SPDX-License-Identifier: GPL-3.0-or-later
// How fast one forward of a network is, beside what LibTorch alone takes.
#pragma once
#include <filesystem>
#include <string>

#include "core/base/json.h"
#include "core/base/progress.h"

namespace chaesaek {

struct InferenceBench {
  std::string model;             ///< a name, a file, a run; empty: an untrained network of the following kind
  std::string network = "unet";  ///< unet, encoder_decoder, colouring, palette
  std::string norm;              ///< batch, instance, layer, group, none; empty: as such a network has it
  int baseWidth = 64, size = 256;
  std::string precision = "auto", device = "cpu";
  int threads = 0;               ///< 0: as many as LibTorch takes unasked
  int runs = 30;                 ///< forwards that are timed, of each way
  bool plain = true;             ///< false leaves out the plain way's time
  std::filesystem::path exported;  ///< a file for the weights, one input and the output; empty: none
};

struct InferenceFigures {
  std::string model, device, precision, path, note;
  int size = 0, threads = 0, runs = 0;
  double medianMs = 0, p95Ms = 0;
  double plainMedianMs = 0;      ///< LibTorch in fp32, unprepared; not a number where it was left out
  double psnrVsPlainDb = 0;      ///< of the last output
  double peakRssMb = 0;          ///< before the plain way runs
  Json toJson() const;
};

/// Times the engine that the canvas uses and the plain way in turn, in blocks, each warmed up, on a made-up drawing. Throws Error
/// where the model, the network, a parameter or the device does not fit.
///
/// An exported file holds the network's tensors by their names in fp32, `bench.input` [1,C,S,S] and `bench.output` [1,3,S,S], and
/// under the metadata key `bench` the network's name and parameters and what toJson() says.
InferenceFigures benchInference(const InferenceBench& bench, const Progress& progress);

}  // namespace chaesaek
