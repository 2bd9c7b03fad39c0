// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace chaesaek {

/// Reads the wanted files of a ZIP archive (stored or deflated, up to 4 GB): path inside -> content. Checks bounds and
/// CRC-32; throws Error that names the archive. Source: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
std::map<std::string, std::string> unzip(const std::filesystem::path& archive, const std::function<bool(const std::string& name)>& wanted);

}  // namespace chaesaek
