// SPDX-License-Identifier: GPL-3.0-or-later
// Generators that nobody trained, for tests of what is done with trained ones. No torch here: the window's tests use it, too.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace chaesaek {

struct TinyGenerator {
  int latent = 8, classes = 0, channels = 1, size = 16;
  bool normal = true;
  bool deep = false;                    ///< DCGAN's structure instead of layers
  uint64_t seed = 1;                    ///< of its weights
  std::string role = "generator";
  std::vector<std::string> names = {};  ///< of the classes
  int64_t steps = 1200;
};

/// Throws Error where it cannot.
void saveTinyGenerator(const std::filesystem::path& path, const TinyGenerator& what = {});
struct TinyColouring {
  uint64_t seed = 1;   ///< of its weights
  int width = 8;
  int64_t steps = 0;
};
/// A network that colours sketches: another seed, other colours.
void saveTinyColouring(const std::filesystem::path& path, const TinyColouring& what = {});
/// A network that makes pictures of so many channels: only one or three of them can be a sketch.
void saveTinyImageToImage(const std::filesystem::path& path, int inputs);

}  // namespace chaesaek
