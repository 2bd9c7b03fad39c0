// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/new_set.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "core/base/error.h"
#include "core/base/files.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

std::atomic<int> made = 0;  // one set may be made twice at once

std::string startOf(const std::string& name) { return "." + name + "-"; }

/// Folders ".name-PID-NUMBER" of processes that are gone.
void removeLeftovers(const std::string& name) {
  const std::string start = startOf(name);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(dataFolder(), ignored)) {
    const std::string folder = entry.path().filename().string();
    if (!folder.starts_with(start)) continue;
    const pid_t owner = static_cast<pid_t>(std::strtol(folder.c_str() + start.size(), nullptr, 10));
    if (owner > 0 && kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

NewSet::NewSet(std::string name) : name_(std::move(name)), folder_(dataFolder() / startOf(name_).append(std::to_string(getpid())).append("-").append(std::to_string(made++))) {
  removeLeftovers(name_);
  makeFolder(folder_);
}

NewSet::~NewSet() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void NewSet::install() const {
  const bool pairs = fs::exists(pack());
  const fs::path place = pairs ? packOf(name_) : picturesOf(name_);
  makeFolder(place.parent_path());
  std::error_code error;
  fs::rename(pairs ? pack() : pictures(), place, error);
  if (error) fail("cannot write " + place.string() + ": " + error.message());
  fs::remove(pairs ? picturesOf(name_) : packOf(name_), error);  // the set of another kind that it replaces
}

}  // namespace chaesaek
