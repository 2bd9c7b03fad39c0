// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/assignments.h"

#include "core/base/error.h"

namespace chaesaek {

std::vector<std::string> assign(const std::vector<std::string>& assignments, Settings& settings) {
  std::vector<std::string> keys;
  for (const std::string& assignment : assignments) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos) failUsage("--set " + assignment + " must be KEY=VALUE");
    keys.push_back(assignment.substr(0, equals));
    settings.set(keys.back(), assignment.substr(equals + 1));
  }
  return keys;
}

}  // namespace chaesaek
