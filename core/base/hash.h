// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace chaesaek {

/// Lower-case hexadecimal digests (OpenSSL).
std::string sha1(std::string_view bytes);
std::string sha256(std::string_view bytes);
/// Of a file's bytes, read in pieces; throws Error where it cannot be read.
std::string sha256OfFile(const std::filesystem::path& path);

/// SHA-1 of `text` as a whole number, modulo `modulus`: where a drawing falls in the split.
int sha1Modulo(std::string_view text, int modulus);

}  // namespace chaesaek
