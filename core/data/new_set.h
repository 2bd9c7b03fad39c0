// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>

namespace chaesaek {

/// Where a set of this name lies once it is here.
std::filesystem::path packOf(const std::string& name);

/// A set that is being made, in a folder of its own beside the others that is gone at the end, whatever happens. Removes
/// what earlier makings of this name left behind that were killed.
class NewSet {
 public:
  explicit NewSet(std::string name);
  ~NewSet();
  NewSet(const NewSet&) = delete;
  NewSet& operator=(const NewSet&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path pack() const { return folder_ / "pairs.chsk"; }
  /// Moves the finished pack to where openPairs finds it; a set of that name is replaced.
  void install() const;

 private:
  std::string name_;
  std::filesystem::path folder_;
};

}  // namespace chaesaek
