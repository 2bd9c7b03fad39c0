// SPDX-License-Identifier: GPL-3.0-or-later
// What generators make, measured beside the pictures that they learn from. Core sources only (torch).
#pragma once
#include "core/base/progress.h"
#include "core/base/values.h"
#include "core/data/picture_set.h"
#include "core/networks/vector_generator.h"

namespace chaesaek {

struct GeneratedOptions {
  int count = 1000;  ///< pictures, made and real; fewer where the split has fewer
  uint64_t seed = 1;
  Split split = Split::Val;  ///< of the real ones; train where it is empty
};

/// Figures of what `generator` (evaluation mode, any device) makes beside the set's own pictures: "frechet" (distance of
/// judge features, lower is better), "agreement" (of the judge with the wanted class; conditional generators alone) and
/// "diversity" (mean distance of two pictures, of one class where it is known, divided by that of real ones; 1 is as
/// diverse as real). Without a judge for the set only "diversity", of pixels. Throws Cancelled.
NamedValues measureGenerated(VectorGenerator& generator, const PictureSet& set, const GeneratedOptions& options, const Progress& progress);

}  // namespace chaesaek
