// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace chaesaek {

/// Keeps the order in which keys were written; UTF-8; never holds NaN (a measure that does not apply is null).
using Json = nlohmann::ordered_json;

/// Parses `text`; throws Error that names `what` (a file, a key) where it is not JSON.
Json parseJson(const std::string& text, const std::string& what);

/// A number, or null where it is not finite.
Json numberOrNull(double value);

}  // namespace chaesaek
