// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/base/parameters.h"

namespace chaesaek {

/// What each `--set KEY=VALUE` says; the keys, in their order. Throws Error (Usage) that names the assignment or the parameter.
std::vector<std::string> assign(const std::vector<std::string>& assignments, Settings& settings);

}  // namespace chaesaek
