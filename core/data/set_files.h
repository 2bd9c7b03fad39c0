// SPDX-License-Identifier: GPL-3.0-or-later
// Where the sets lie: dataFolder()/NAME holds one file, of pairs or of pictures.
#pragma once
#include <filesystem>
#include <string>

namespace chaesaek {

/// Where a set of pairs of this name lies once it is here.
std::filesystem::path packOf(const std::string& name);
/// Where a set of pictures of this name lies once it is here.
std::filesystem::path picturesOf(const std::string& name);
/// Whether a set of this name is here, of whatever kind.
bool isHere(const std::string& name);

/// The file of one set: by its name, or by the path of a packed file. Throws Error (Usage) that says how to get it.
std::filesystem::path fileOfSet(const std::string& name);
/// "emojione, mnist, openmoji": the sets that are here, and those that can be fetched.
std::string knownSets();

}  // namespace chaesaek
