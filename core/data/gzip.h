// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace chaesaek {

/// Whether the bytes begin as gzip does.
inline bool isGzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

/// Unpacks gzip and checks its CRC-32 (RFC 1952). Throws Error: `what` is cut off or damaged, or too large.
std::string gunzip(std::string_view packed, const std::string& what);

}  // namespace chaesaek
