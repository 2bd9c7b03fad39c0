// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/data/pairs.h"

namespace chaesaek {

/// For each drawing the training drawings of the same thing (equal label) but itself; of one that has none, itself.
std::vector<std::vector<int>> partnersOf(const PairSet& set);

}  // namespace chaesaek
