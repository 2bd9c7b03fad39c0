// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/base/error.h"

namespace chaesaek {

/// Where `name` stands in `names`; throws Error (Usage) that says what it should name and lists the known ones.
inline int indexOfName(const std::vector<std::string>& names, const std::string& name, const std::string& what) {
  std::string known;
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<int>(i);
    known += (known.empty() ? "" : ", ") + names[i];
  }
  failUsage("unknown " + what + " " + name + "; known are " + known);
}

}  // namespace chaesaek
