// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <torch/types.h>

#include "core/data/pairs.h"

namespace chaesaek {

struct ColourStatistics {
  torch::Tensor colours;  ///< [K,3] RGB in [-1,1]
  torch::Tensor rarity;   ///< [K], (share + .001)^-1/2, scaled so that its mean over the pixels is 1
};

/// The K commonest colours of the fills (k-means in CIELAB over pixels of up to 1,200 drawings), white being the first.
ColourStatistics commonColours(const PairSet& set, const std::vector<int>& drawings, int count, uint64_t seed);

}  // namespace chaesaek
