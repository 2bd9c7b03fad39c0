// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures in one folder a class, with train/, val/, test/ above them or without.
#pragma once
#include <filesystem>
#include <vector>

#include "core/base/progress.h"
#include "core/data/picture_pack.h"
#include "core/data/prepare.h"

namespace chaesaek {

/// What a source holds.
struct GatheredPictures {
  PictureTable table;                ///< grey where all pictures are
  std::vector<RefusedFile> refused;  ///< every file that is not used, sorted by name
  int files = 0;                     ///< of all that were looked at
};

/// Decodes every picture and fits it into a square of `side` pixels, white around it. What has no val or test part gets a
/// twentieth of the training part each, by name. Throws NothingUsable, or Error where the folder is missing or has no classes.
GatheredPictures readLabelledFolders(const std::filesystem::path& folder, int side, const Progress& progress);

}  // namespace chaesaek
