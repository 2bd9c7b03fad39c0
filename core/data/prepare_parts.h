// SPDX-License-Identifier: GPL-3.0-or-later
// What all ways of preparing data of one's own share.
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/data/prepare_sources.h"

namespace chaesaek {

/// Why a file cannot be used: throws RefusedFile, to be caught where its picture would have been made.
[[noreturn]] void refuse(const NamedFile& file, const std::string& reason);
/// Decodes it, or refuses it.
cv::Mat usablePicture(const NamedFile& file);

/// Throws Error (Usage) where a new set cannot have this name, or where it is taken and not to be replaced.
void checkNewName(const std::string& name, bool replace);

/// Throws NothingUsable with the first reason.
[[noreturn]] void failNothingUsable(const std::vector<std::filesystem::path>& paths, std::vector<RefusedFile> refused);

/// The keys `refused` (counts by reason) and `refused_files` of what a set says of itself.
Json refusedJson(const std::vector<RefusedFile>& refused);

}  // namespace chaesaek
