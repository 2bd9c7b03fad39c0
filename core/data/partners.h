// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/data/pairs.h"

namespace chaesaek {

/// For each drawing the training drawings of the same thing (equal label) but itself; of one that has none, itself.
std::vector<std::vector<int>> partnersOf(const PairSet& set);

/// What the training drawings show, counted: drawings of the same thing have the same number.
struct Things {
  std::vector<int> numbers;  ///< of each drawing; of what is not trained on, -1
  int count = 0;
};
Things thingsOf(const PairSet& set);

/// How often each of the training drawings `indices` comes: with 1/√n where n of them show the same thing, so that what many people drew does not
/// crowd out the rest (square-root sampling; Mahajan et al. 2018, 1805.00932).
std::vector<double> thingWeights(const PairSet& set, const std::vector<int>& indices);

}  // namespace chaesaek
