// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/partners.h"

#include <string>
#include <unordered_map>

namespace chaesaek {

std::vector<std::vector<int>> partnersOf(const PairSet& set) {
  std::unordered_map<std::string, std::vector<int>> things;
  for (const int i : indicesOf(set, Split::Train))
    if (!set.info(i).variant && !set.info(i).label.empty()) things[set.info(i).label].push_back(i);
  std::vector<std::vector<int>> partners(static_cast<size_t>(set.size()));
  for (int i = 0; i < set.size(); ++i) {
    std::vector<int>& mine = partners[static_cast<size_t>(i)];
    if (const auto found = things.find(set.info(i).label); found != things.end()) mine = found->second;
    std::erase(mine, i);
    if (mine.empty()) mine = {i};
  }
  return partners;
}

}  // namespace chaesaek
