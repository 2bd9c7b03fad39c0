// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cmath>
#include <cstdint>

namespace chaesaek {

/// xoshiro256++ (Blackman, Vigna 2019) seeded by SplitMix64: small, fast, the same numbers on every machine.
///
/// Everything random about sample i of epoch e comes from Random(seed, e, i), so that prefetching and the number of
/// loader threads change nothing.
class Random {
 public:
  explicit Random(uint64_t seed, uint64_t epoch = 0, uint64_t index = 0) {
    uint64_t x = mix(mix(mix(seed) ^ epoch) ^ index);
    for (auto& word : state_) word = mix(x += 0x9e3779b97f4a7c15ULL);
  }

  uint64_t next() {
    const uint64_t result = rotl(state_[0] + state_[3], 23) + state_[0];
    const uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotl(state_[3], 45);
    return result;
  }
  /// In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// A whole number in [low, high], both included.
  int integer(int low, int high) { return low + static_cast<int>(next() % static_cast<uint64_t>(high - low + 1)); }
  bool chance(double probability) { return uniform() < probability; }
  /// Normal with mean 0 and deviation 1 (Box-Muller, one of the pair).
  double normal() {
    const double u = 1.0 - uniform();
    return std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * uniform());
  }

  std::array<uint64_t, 4>& state() { return state_; }

 private:
  static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::array<uint64_t, 4> state_{};
};

}  // namespace chaesaek
