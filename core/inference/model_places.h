// SPDX-License-Identifier: GPL-3.0-or-later
// Where model files lie, and what they are called; none of them is opened here.
#pragma once
#include <cstdint>
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

/// A moment of a run that was kept as a model file.
struct RunMoment {
  std::string reference;  ///< "RUN@800", "RUN@best": what findModelPlace() takes
  bool best = false;
  int64_t step = 0;       ///< of the best one: 0, its file tells
  std::filesystem::path path;
};
/// The moments of a run in runsFolder(), by its name: the best, then the snapshots by step. None where there is no such run.
std::vector<RunMoment> momentsOfRun(const std::string& run);

/// "mine": a shipped or own model, or a run; else a file, or the folder of a run. "RUN@800", "RUN@best": a moment of a run.
/// Nothing where there is no such thing; throws Error where it is a run that has no model yet, or did not keep that moment.
std::optional<ModelPlace> findModelPlace(const std::string& nameOrPath);

}  // namespace chaesaek
