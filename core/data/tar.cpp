// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tar.h"

#include <string_view>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/gzip.h"

namespace chaesaek {
namespace {

constexpr size_t kBlock = 512;

[[noreturn]] void damaged(const std::filesystem::path& path, const std::string& why) {
  fail(path.string() + " is not a usable tar archive: " + why);
}

/// A number in octal digits, ended by a space or a zero byte.
size_t octal(std::string_view field, const std::filesystem::path& path) {
  size_t value = 0;
  for (const char c : field.substr(0, field.find_first_of(std::string_view(" \0", 2), field.find_first_not_of(' ')))) {
    if (c == ' ') continue;
    if (c < '0' || c > '7') damaged(path, "a header of it is damaged");
    value = value * 8 + static_cast<size_t>(c - '0');
  }
  return value;
}

std::string_view text(std::string_view field) { return field.substr(0, field.find('\0')); }

/// The sum of a header's bytes, its own field counted as spaces.
size_t headerSum(std::string_view header) {
  size_t sum = 0;
  for (size_t i = 0; i < kBlock; ++i) sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(header[i]);
  return sum;
}

}  // namespace

std::map<std::string, std::string> untarGzip(const std::filesystem::path& path, const std::function<bool(const std::string&)>& wanted) {
  const std::string bytes = gunzip(readFile(path), path.string() + " is not a usable tar archive: it");
  std::map<std::string, std::string> files;
  size_t at = 0;
  for (; at + kBlock <= bytes.size() && bytes[at] != '\0';) {
    const std::string_view header = std::string_view(bytes).substr(at, kBlock);
    if (octal(header.substr(148, 8), path) != headerSum(header)) damaged(path, "a header of it is damaged");
    const size_t size = octal(header.substr(124, 12), path), start = at + kBlock;
    if (size > bytes.size() - start) damaged(path, "it is cut off");
    const std::string_view prefix = header.substr(257, 5) == "ustar" ? text(header.substr(345, 155)) : std::string_view();
    const std::string name = (prefix.empty() ? "" : std::string(prefix) + "/") + std::string(text(header.substr(0, 100)));
    const bool plain = header[156] == '0' || header[156] == '\0';
    if (plain && wanted(name)) files[name] = bytes.substr(start, size);
    at = start + (size + kBlock - 1) / kBlock * kBlock;
  }
  if (at + kBlock > bytes.size()) damaged(path, "it is cut off");
  return files;
}

}  // namespace chaesaek
