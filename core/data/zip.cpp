// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/zip.h"

#include <zlib.h>

#include "core/base/error.h"
#include "core/base/files.h"

namespace chaesaek {
namespace {

constexpr size_t kMostContent = 256u << 20;  // of one file: guards against a forged size

class Archive {
 public:
  explicit Archive(const std::filesystem::path& path) : path_(path), bytes_(readFile(path)) {}

  [[noreturn]] void damaged(const std::string& why) const { fail(path_.string() + " is not a usable ZIP archive: " + why); }

  std::string_view slice(size_t at, size_t length) const {
    if (at > bytes_.size() || length > bytes_.size() - at) damaged("it is cut off");
    return std::string_view(bytes_).substr(at, length);
  }
  size_t number(size_t at, size_t width) const {
    size_t value = 0;
    const std::string_view raw = slice(at, width);
    for (size_t i = width; i-- > 0;) value = value << 8 | static_cast<uint8_t>(raw[i]);
    return value;
  }
  /// Where the last "end of central directory" record starts; a comment of up to 64 KiB may follow it.
  size_t end() const {
    const size_t at = bytes_.rfind("PK\5\6");
    if (at == std::string::npos) damaged("it has no directory");
    return at;
  }

 private:
  std::filesystem::path path_;
  std::string bytes_;
};

std::string inflateRaw(std::string_view packed, size_t size, const Archive& archive) {
  std::string out(size, '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(size);
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) fail("zlib could not start");
  const int result = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (result != Z_STREAM_END || stream.total_out != size) archive.damaged("a file in it cannot be unpacked");
  return out;
}

/// The content that the directory entry at `at` speaks of.
std::string content(const Archive& archive, size_t at) {
  const size_t method = archive.number(at + 10, 2), check = archive.number(at + 16, 4);
  const size_t packedSize = archive.number(at + 20, 4), size = archive.number(at + 24, 4), local = archive.number(at + 42, 4);
  if (size > kMostContent) archive.damaged("a file in it is too large");
  const size_t start = local + 30 + archive.number(local + 26, 2) + archive.number(local + 28, 2);
  const std::string_view packed = archive.slice(start, packedSize);
  if (method != 0 && method != 8) archive.damaged("it is packed in an unknown way");
  std::string out = method == 8 ? inflateRaw(packed, size, archive) : std::string(packed);
  if (crc32(0, reinterpret_cast<const Bytef*>(out.data()), static_cast<uInt>(out.size())) != check) archive.damaged("a file in it is damaged");
  return out;
}

}  // namespace

std::map<std::string, std::string> unzip(const std::filesystem::path& path, const std::function<bool(const std::string&)>& wanted) {
  const Archive archive(path);
  const size_t end = archive.end(), count = archive.number(end + 10, 2);
  size_t at = archive.number(end + 16, 4);
  std::map<std::string, std::string> files;
  for (size_t i = 0; i < count; ++i) {
    if (archive.slice(at, 4) != "PK\1\2") archive.damaged("its directory is damaged");
    const std::string name(archive.slice(at + 46, archive.number(at + 28, 2)));
    if (wanted(name)) files[name] = content(archive, at);
    at += 46 + archive.number(at + 28, 2) + archive.number(at + 30, 2) + archive.number(at + 32, 2);
  }
  return files;
}

}  // namespace chaesaek
