// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

namespace chaesaek {

/// Held by whoever trains or renames a run: an flock on the file `lock` in its folder, which dies with the process.
class RunLock {
 public:
  /// Empty where somebody holds it; throws Error where the folder cannot be written.
  static std::optional<RunLock> take(const std::filesystem::path& run);
  static bool isHeld(const std::filesystem::path& run);
  /// The process that took it last; 0 where that is not known.
  static int64_t holder(const std::filesystem::path& run);

  RunLock(RunLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  RunLock& operator=(RunLock&& other) noexcept;
  ~RunLock();

 private:
  explicit RunLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace chaesaek
