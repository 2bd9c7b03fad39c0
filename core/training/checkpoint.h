// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <filesystem>
#include <optional>

#include "core/experiments/experiment.h"

namespace chaesaek {

/// Where a run stands, beside its weights.
struct RunPosition {
  int64_t step = 0;  ///< steps done: the next batch's number, from which epoch and place in the data order follow
  double seconds = 0;
  Json best;         ///< {"step", KEY} of the best validation so far, or null
  bool owed = false; ///< stopped before the samples and the validation of this step were done: they come first when it goes on
  std::optional<bool> mixed = std::nullopt;  ///< whether the steps were taken in mixed precision; unknown of older checkpoints
  /// Nothing has been learnt or measured since; time alone does not count.
  bool isAt(const RunPosition& other) const { return step == other.step && best == other.best && owed == other.owed; }
};

/// One file, written then renamed: networks, averaged weights, optimisers, position. Everything random in a run is
/// derived from (seed, step), so no generator's state needs to be kept.
void saveCheckpoint(const std::filesystem::path& path, const Experiment& experiment, const torch::nn::Module* averaged, const RunPosition& position);

/// The way back; throws Error that names the file where it does not fit the experiment.
RunPosition loadCheckpoint(const std::filesystem::path& path, Experiment& experiment, torch::nn::Module* averaged);

}  // namespace chaesaek
