// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

namespace chaesaek {

/// Held by whoever works in a folder (trains or renames a run, keeps a drawing for recovery): an flock on the file `lock` in it, which
/// dies with the process.
class FolderLock {
 public:
  /// Empty where somebody holds it; throws Error where the folder cannot be written.
  static std::optional<FolderLock> take(const std::filesystem::path& folder);
  static bool isHeld(const std::filesystem::path& folder);
  /// The process that took it last; 0 where that is not known.
  static int64_t holder(const std::filesystem::path& folder);

  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace chaesaek
