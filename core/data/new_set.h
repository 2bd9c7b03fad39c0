// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>

#include "core/data/set_files.h"

namespace chaesaek {

/// A set that is being made, in a folder of its own beside the others that is gone at the end, whatever happens. Removes
/// what earlier makings of this name left behind that were killed.
class NewSet {
 public:
  explicit NewSet(std::string name);
  ~NewSet();
  NewSet(const NewSet&) = delete;
  NewSet& operator=(const NewSet&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  /// Where to write a set of pairs, or one of pictures.
  std::filesystem::path pack() const { return folder_ / packOf(name_).filename(); }
  std::filesystem::path pictures() const { return folder_ / picturesOf(name_).filename(); }
  /// Moves the finished file to where openPairs or openPictures finds it; a set of that name is replaced.
  void install() const;

 private:
  std::string name_;
  std::filesystem::path folder_;
};

}  // namespace chaesaek
