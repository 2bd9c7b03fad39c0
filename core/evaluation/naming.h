// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/evaluation/evaluate.h"
#include "core/inference/lookalikes.h"

namespace chaesaek {

/// How often sketches are taken for what they are meant to be.
struct Naming {
  int drawings = 0;       ///< of things that the recogniser knows
  int first = 0, amongThree = 0;  ///< the thing that a drawing is most like, or one of the three, is what it shows
  /// The stable keys of `evaluate --json`.
  Json toJson() const;
};

/// Looks at a split's drawings of things that are known by name, as their lines are drawn, or doodled (`options.severity`).
Naming measureNaming(Lookalikes& lookalikes, const PairSet& set, const EvaluateOptions& options, const Progress& progress);

}  // namespace chaesaek
