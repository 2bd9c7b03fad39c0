// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <vector>

#include "core/base/error.h"

namespace chaesaek {
namespace fs = std::filesystem;

namespace {

constexpr size_t kMostStem = 200;  // bytes of a name that its temporary one keeps: names have room for 255

}  // namespace

std::string programVersion() { return CHAESAEK_VERSION; }

std::string readFile(const fs::path& path) {
  if (fs::is_directory(path)) fail(path.string() + " is a folder; name a file");
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("cannot read " + path.string() + ": " + std::strerror(errno));
  std::string text;
  std::error_code unknown;
  if (const auto size = fs::file_size(path, unknown); !unknown) text.reserve(size);
  std::vector<char> part(1 << 16);
  while (in.read(part.data(), static_cast<std::streamsize>(part.size())) || in.gcount() > 0) text.append(part.data(), static_cast<size_t>(in.gcount()));
  if (in.bad()) fail("cannot read " + path.string() + ": the disk refused");
  return text;
}

AtomicFile::AtomicFile(fs::path path) : path_(std::move(path)) {
  static std::atomic<int> count{0};
  const std::string stem = path_.stem().string(), number = std::to_string(getpid()) + "-" + std::to_string(count++);
  std::string name = ".";
  name.append(stem, 0, kMostStem).append(".").append(number).append(path_.extension().string());
  temporary_ = path_.parent_path() / name;
  descriptor_ = ::open(temporary_.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail("cannot write " + path_.string() + ": " + std::strerror(errno));
}

AtomicFile::~AtomicFile() {
  close();
  std::error_code ignored;
  if (!committed_) fs::remove(temporary_, ignored);
}

void AtomicFile::write(const void* bytes, size_t size) {
  auto* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t n = ::write(descriptor_, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("cannot write " + path_.string() + ": " + std::strerror(errno));
    at += n;
    size -= static_cast<size_t>(n);
  }
}

void AtomicFile::seek(uint64_t offset) { ::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET); }

void AtomicFile::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void AtomicFile::commit() {
  // Another writer (a picture codec) may have filled the temporary file by name: sync through a fresh descriptor.
  const int fd = ::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 || ::fsync(fd) != 0) {
    const int why = errno;
    if (fd >= 0) ::close(fd);
    fail("cannot write " + path_.string() + ": " + std::strerror(why));
  }
  ::close(fd);
  close();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot write " + path_.string() + ": " + std::strerror(errno));
  committed_ = true;
}

void writeFile(const fs::path& path, std::string_view bytes) {
  if (path.has_parent_path()) makeFolder(path.parent_path());
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

void makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) fail("cannot create the folder " + folder.string() + ": " + (error ? error.message() : "a file is in the way"));
}

fs::path homeFolder() {
  if (const char* home = std::getenv("CHAESAEK_HOME"); home && *home) return fs::absolute(home);
  if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg && *xdg) return fs::path(xdg) / "chaesaek";
  if (const char* user = std::getenv("HOME"); user && *user) return fs::path(user) / ".local/share/chaesaek";
  fail("no home folder: set CHAESAEK_HOME to a folder for data and runs");
}

fs::path shippedFolder(const std::string& name) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path installed = program / "../share/chaesaek" / name;
  if (!error && fs::is_directory(installed)) return fs::weakly_canonical(installed);
  return fs::path(CHAESAEK_SOURCE_DIR) / name;
}

}  // namespace chaesaek
