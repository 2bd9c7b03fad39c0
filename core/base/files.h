// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace chaesaek {

std::string programVersion();

/// The whole file; throws Error that names it.
std::string readFile(const std::filesystem::path& path);

/// A file that is whole or absent: written beside its place under another name, synced, then renamed.
/// Destroyed without commit() it leaves nothing behind.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Where to write meanwhile (same folder and extension as the target).
  const std::filesystem::path& temporary() const { return temporary_; }
  /// Appends; throws Error that names the target where the disk refuses.
  void write(const void* bytes, size_t size);
  void write(std::string_view text) { write(text.data(), text.size()); }
  /// Moves the write position, to fill in a header written last.
  void seek(uint64_t offset);
  /// Syncs and renames over the target.
  void commit();

 private:
  void close();
  std::filesystem::path path_, temporary_;
  int descriptor_ = -1;
  bool committed_ = false;
};

/// Creates missing folders, then writes `bytes` whole or not at all.
void writeFile(const std::filesystem::path& path, std::string_view bytes);

/// mkdir -p; throws Error that names the folder.
void makeFolder(const std::filesystem::path& folder);

/// $CHAESAEK_HOME, else the XDG data folder's "chaesaek".
std::filesystem::path homeFolder();
inline std::filesystem::path dataFolder() { return homeFolder() / "data"; }
inline std::filesystem::path runsFolder() { return homeFolder() / "runs"; }
inline std::filesystem::path userModelsFolder() { return homeFolder() / "models"; }

/// A folder that ships with the program ("models", "resources"): beside the installed program, else in the sources.
std::filesystem::path shippedFolder(const std::string& name);

}  // namespace chaesaek
