// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/partners.h"

#include <cmath>
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

std::vector<double> thingWeights(const PairSet& set, const std::vector<int>& indices) {
  const Things things = thingsOf(set);
  std::vector<int> drawings(static_cast<size_t>(things.count));
  const auto ofThing = [&](int index) -> int& { return drawings[static_cast<size_t>(things.numbers[static_cast<size_t>(index)])]; };
  for (const int index : indices) ++ofThing(index);
  std::vector<double> weights;
  for (const int index : indices) weights.push_back(1 / std::sqrt(ofThing(index)));
  return weights;
}

}  // namespace chaesaek
