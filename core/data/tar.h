// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace chaesaek {

/// Reads the wanted files of a gzipped tar archive: path inside -> content. Checks gzip's CRC-32 and every header's sum;
/// throws Error that names the archive. Source: POSIX.1-2017, pax, "ustar Interchange Format"; RFC 1952.
std::map<std::string, std::string> untarGzip(const std::filesystem::path& archive, const std::function<bool(const std::string& name)>& wanted);

}  // namespace chaesaek
