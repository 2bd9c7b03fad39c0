// SPDX-License-Identifier: GPL-3.0-or-later
// Which files a set of one's own is made of, before any of them is decoded.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/pairs.h"
#include "core/data/prepare.h"

namespace chaesaek {

inline constexpr const char* kNotAPicture = "not a picture: PNG, JPEG, WebP, BMP and SVG can be read";

/// A file where it lies, and what a person calls it: "train/cat.png".
struct NamedFile {
  std::filesystem::path path;
  std::string file;
};

struct Source {
  NamedFile first, partner;  ///< partner: the picture that goes with a sketch (Folders); else empty
  std::string stem;          ///< of the file name
  std::string name;          ///< the drawing's: the stem, and where several splits have it, the split before it
  Split split = Split::Train;
};

struct Sources {
  std::vector<Source> used;
  std::vector<RefusedFile> refused;
  int files = 0;             ///< of all that were looked at
  bool keepsSplit = false;   ///< the folders say which drawing is on which side
};

/// Looks through the folders. Throws Error where one is missing, a file, or unreadable, or where their number is wrong.
Sources findSources(const PrepareOptions& options);

/// What a folder's name says: train, val (or valid, validation), test.
std::optional<Split> splitOfFolder(const std::string& name);
/// Throws Error that names the folder where it cannot be read.
std::vector<std::filesystem::path> sortedEntries(const std::filesystem::path& folder);
/// The same, and says so where it is missing or no folder.
std::vector<std::filesystem::path> entriesOfFolder(const std::filesystem::path& folder);

}  // namespace chaesaek
