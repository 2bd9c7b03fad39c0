// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/label_budget.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"

namespace chaesaek {
namespace {

/// Brings `count` of them, at random, to the front.
void shuffleFront(std::vector<int>& all, size_t count, Random& random) {
  for (size_t i = 0; i < count; ++i) std::swap(all[i], all[static_cast<size_t>(random.integer(static_cast<int>(i), static_cast<int>(all.size()) - 1))]);
}

}  // namespace

std::vector<int> labelBudget(const PictureSet& set, int count, uint64_t seed) {
  const size_t classes = set.classes().size();
  if (classes == 0) failUsage("the data set " + set.name() + " has no classes; name a set of labelled pictures");
  std::vector<std::vector<int>> ofClass(classes);
  for (const int index : indicesOf(set, Split::Train))
    if (set.labelOf(index) >= 0) ofClass[static_cast<size_t>(set.labelOf(index))].push_back(index);

  std::vector<int> order(classes), budget;
  std::iota(order.begin(), order.end(), 0);
  Random random(seed, 0x1abe1);
  shuffleFront(order, classes, random);  // who gets one more
  for (size_t place = 0; place < classes; ++place) {
    std::vector<int>& pictures = ofClass[static_cast<size_t>(order[place])];
    const size_t share = static_cast<size_t>(count) / classes + (place < static_cast<size_t>(count) % classes ? 1 : 0);
    const size_t taken = count == 0 ? pictures.size() : share;
    if (taken > pictures.size())
      failUsage("parameter labels asks for " + std::to_string(taken) + " training pictures of the class " + set.classes()[static_cast<size_t>(order[place])] +
                ", and the data set " + set.name() + " has " + std::to_string(pictures.size()));
    shuffleFront(pictures, taken, random);
    budget.insert(budget.end(), pictures.begin(), pictures.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  if (budget.empty()) failUsage("the data set " + set.name() + " has no labelled pictures to train on");
  std::sort(budget.begin(), budget.end());
  return budget;
}

}  // namespace chaesaek
