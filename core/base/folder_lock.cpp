// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "core/base/error.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int kTries = 20;  // who merely looks (isHeld) has it for a moment
constexpr std::chrono::milliseconds kBetween{10};

fs::path lockFile(const fs::path& folder) { return folder / "lock"; }

}  // namespace

std::optional<FolderLock> FolderLock::take(const fs::path& folder) {
  const int descriptor = ::open(lockFile(folder).c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor < 0) fail("cannot write " + lockFile(folder).string() + ": " + std::strerror(errno));
  FolderLock lock(descriptor);
  for (int tries = 0; ::flock(descriptor, LOCK_EX | LOCK_NB) != 0; ++tries) {
    if (errno != EWOULDBLOCK) break;  // a file system without locks: better unguarded than not at all
    if (tries == kTries) return std::nullopt;
    std::this_thread::sleep_for(kBetween);
  }
  const std::string process = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) == 0) (void)!::pwrite(descriptor, process.data(), process.size(), 0);  // for messages only
  return lock;
}

bool FolderLock::isHeld(const fs::path& folder) {
  const int descriptor = ::open(lockFile(folder).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return held;
}

int64_t FolderLock::holder(const fs::path& folder) {
  int64_t process = 0;
  std::ifstream(lockFile(folder)) >> process;
  return process;
}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace chaesaek
