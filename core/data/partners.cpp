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

Things thingsOf(const PairSet& set) {
  Things things{std::vector<int>(static_cast<size_t>(set.size()), -1)};
  std::unordered_map<std::string, int> numbers;
  for (const int i : indicesOf(set, Split::Train)) {
    const std::string& label = set.info(i).label;
    const std::string thing = label.empty() ? std::to_string(i) + "\n" : label;  // what has no name is like no other
    things.numbers[static_cast<size_t>(i)] = numbers.emplace(thing, static_cast<int>(numbers.size())).first->second;
  }
  things.count = static_cast<int>(numbers.size());
  return things;
}

}  // namespace chaesaek
