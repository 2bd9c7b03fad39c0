// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/document/document.h"

namespace chaesaek {

/// The drawing of the first start, with a hint in each of its two largest inner regions. For a job; throws Error where
/// no sample ships.
DocumentSnapshot sampleDrawing();

}  // namespace chaesaek
