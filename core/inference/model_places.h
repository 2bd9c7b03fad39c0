// SPDX-License-Identifier: GPL-3.0-or-later
// Where model files lie, and what they are called; none of them is opened here.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chaesaek {

struct ModelPlace {
  enum class Kind { Shipped, Own, Run, File };
  std::string name;            ///< a file's stem, or the run's
  std::filesystem::path path;  ///< of the file
  Kind kind = Kind::File;
};

/// The shipped model files, then the person's own, each by name.
std::vector<ModelPlace> modelPlaces();
/// The models of runs, those that were written last first.
std::vector<ModelPlace> runModelPlaces();

/// "mine": a shipped or own model, or a run; else a file, or the folder of a run. Nothing where there is no such thing;
/// throws Error where it is a run that has no model yet.
std::optional<ModelPlace> findModelPlace(const std::string& nameOrPath);

}  // namespace chaesaek
