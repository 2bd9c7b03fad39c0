// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/document/archive.h"
#include "ui/document/document.h"

namespace chaesaek {

/// An OpenRaster file of another program as a sketch: its layer named `lines` where there is one, else everything
/// visible, merged on white. Throws Error in one line.
DocumentSnapshot readForeignRaster(const ArchiveReader& archive);

}  // namespace chaesaek
