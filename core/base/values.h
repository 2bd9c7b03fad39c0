// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace chaesaek {

/// Figures under the names that logs and plots know them by, in the order of their appearance.
using NamedValues = std::vector<std::pair<std::string, double>>;

/// The one of that name; not a number where there is none.
inline double valueOf(const NamedValues& values, const std::string& name) {
  for (const auto& [each, value] : values)
    if (each == name) return value;
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace chaesaek
