// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/naming.h"

#include <algorithm>

#include "core/evaluation/drawing_result.h"

namespace chaesaek {

Json Naming::toJson() const {
  const auto share = [this](int count) { return drawings == 0 ? Json(nullptr) : Json(static_cast<double>(count) / drawings); };
  return {{"drawings", drawings}, {"named_first", share(first)}, {"named_among_three", share(amongThree)}};
}

Naming measureNaming(Lookalikes& lookalikes, const PairSet& set, const EvaluateOptions& options, const Progress& progress) {
  constexpr int kThree = 3;
  Naming naming;
  const std::vector<int> indices = drawingsToMeasure(set, options);
  for (size_t i = 0; i < indices.size(); ++i) {
    const std::string& thing = set.info(indices[i]).label;
    progress(static_cast<double>(i), static_cast<double>(indices.size()), thing);
    if (!lookalikes.knows(thing)) continue;
    const auto found = lookalikes.find(loadDrawing(set, indices[i], options.severity).sketch, kThree).nearest;
    ++naming.drawings;
    naming.first += !found.empty() && found.front().name == thing;
    naming.amongThree += std::any_of(found.begin(), found.end(), [&](const Lookalike& each) { return each.name == thing; });
  }
  return naming;
}

}  // namespace chaesaek
