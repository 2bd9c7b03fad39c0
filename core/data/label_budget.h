// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

#include "core/data/picture_set.h"

namespace chaesaek {

/// `count` training pictures whose labels may be looked at, in ascending order: as many of each class (where `count` cannot
/// be divided, some have one more), drawn at random by `seed` alone. 0 is all that have a label.
/// Throws Error (Usage) where the set has no classes, or fewer pictures of one than are asked for.
std::vector<int> labelBudget(const PictureSet& set, int count, uint64_t seed);

}  // namespace chaesaek
