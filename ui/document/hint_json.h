// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/json.h"
#include "ui/document/hint.h"

namespace chaesaek {

/// {"colour":"#rrggbb","radius":6,"points":[[x,y],…]}: in OpenRaster's chaesaek.json and in recordings.
Json toJson(const Hint& hint);
/// Throws Error or a JSON exception where a field is missing, of another kind or out of any bounds.
Hint hintFromJson(const Json& json);

}  // namespace chaesaek
