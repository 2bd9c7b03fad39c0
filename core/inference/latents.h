// SPDX-License-Identifier: GPL-3.0-or-later
// The vectors that a generator makes pictures of, and how to calculate with them.
#pragma once
#include <cstdint>
#include <vector>

namespace chaesaek {

/// What the vectors of a generator are like.
struct LatentSpace {
  int size = 100;      ///< random numbers of a vector
  bool normal = true;  ///< drawn from N(0,1), else from U(-1,1)
  int classes = 0;     ///< 0: pictures have no class
};

/// What one picture is made of.
struct Latent {
  std::vector<float> numbers;  ///< the space's size
  std::vector<float> classes;  ///< the share of each class in it, 1 together; empty without classes
  bool operator==(const Latent&) const = default;
};

/// The same vector for the same seed and index, on every machine and whatever the class is.
Latent drawLatent(const LatentSpace& space, uint64_t seed, int index, int label = 0);

/// `share` 0..1 of the way from `a` to `b`: along the sphere for a normal prior (where the typical vectors lie; White 2016,
/// 1609.04468), straight for a uniform one; classes are mixed. The ends are exactly `a` and `b`.
Latent between(const LatentSpace& space, const Latent& a, const Latent& b, double share);

/// Of one vector, or more.
Latent meanLatent(const std::vector<Latent>& picks);

/// mean(a) - mean(b) + mean(c) (Radford et al. 2015, 1511.06434, §6.3.2); classes in the same way, none below zero. With a normal prior the sum
/// of three is longer than any vector that the network has seen, by about the root of three: it is shortened to where the typical vectors
/// lie (White 2016, as between()).
Latent arithmetic(const LatentSpace& space, const std::vector<Latent>& a, const std::vector<Latent>& b, const std::vector<Latent>& c);

/// A wall of samples: vectors 0, 1, 2… of a seed.
struct WallOrder {
  uint64_t seed = 1;
  int label = -1;  ///< of one class alone; -1: of all
  int count = 0;   ///< of pictures; 0: as many as can be seen at once
};

/// The wall, row by row: as square as can be, or, of all classes, a row for each with the same numbers in every row.
std::vector<std::vector<Latent>> drawWall(const LatentSpace& space, const WallOrder& order);

}  // namespace chaesaek
