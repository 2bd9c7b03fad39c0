// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "core/inference/colourer.h"

namespace chaesaek {

/// Of a ModelShelf, where nobody sets another.
inline constexpr int64_t kUsualShelfBytes = int64_t{1} << 30;

/// Keeps the networks that are compared: each distinct file is loaded once, whatever it is called and wherever it lies, and those
/// that nobody holds any more make room for others, the one that was asked for longest ago first. Not thread safe: the
/// thread that colours uses it.
class ModelShelf {
 public:
  explicit ModelShelf(int64_t limit = kUsualShelfBytes, std::string device = "auto") : limit_(limit), device_(std::move(device)) {}

  /// As openColourer() for what is measured (Recognise::ByTrain), and "RUN@800" or "RUN@best" of a run's past. A file that was
  /// written anew since is another network.
  /// The name in its info() is that under which it was loaded first. Throws Error where it cannot be opened, or does not fit
  /// into the limit beside those that are held.
  std::shared_ptr<Colourer> open(const std::string& nameOrPath);

  /// Bytes; what nobody holds is given up until the rest fits.
  void setLimit(int64_t bytes);
  int64_t limit() const { return limit_; }
  /// What the loaded networks take, by the numbers in their files in the widest type that they run in (float32).
  int64_t bytes() const;
  size_t size() const { return loaded_.size(); }

 private:
  struct Loaded {
    std::string sha256;
    int64_t bytes = 0;
    std::shared_ptr<Colourer> colourer;
  };
  std::string hashOf(const std::filesystem::path& path);
  void checkFits(const std::string& name, int64_t bytes) const;
  void makeRoom(int64_t bytes);

  int64_t limit_;
  std::string device_;
  std::list<Loaded> loaded_;  ///< what was asked for last comes first
  std::map<std::string, std::string> hashes_;  ///< by path, time of writing and size
};

}  // namespace chaesaek
