// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/engine/kernels.h"

namespace chaesaek::engine {

/// A layer's weights as its network has them.
struct Weights {
  int outputs = 0, inputs = 0, side = 0;  ///< side x side taps
  std::vector<float> values;              ///< [outputs][inputs][side][side]
  std::vector<float> bias;                ///< [outputs], or empty
  float at(int output, int input, int y, int x) const {
    return values[((static_cast<size_t>(output) * static_cast<size_t>(inputs) + static_cast<size_t>(input)) * static_cast<size_t>(side) + static_cast<size_t>(y)) * static_cast<size_t>(side) + static_cast<size_t>(x)];
  }
};

/// What a layer reads of a plane: which of its channels each input is. Of a plane with other channels too, they begin with a chunk.
struct Source {
  const Plane* plane = nullptr;
  std::vector<int> channels;
  bool relu = false;  ///< it reads max(v, 0)
};

/// How the work is cut.
struct Cutting {
  const Kernels* kernels = nullptr;
  int threads = 1;
};

/// Conv2d with 4x4 taps, stride 2, padding 1: halves the picture.
Convolution halving(const Source& input, const Weights& weights, Scheme scheme, const Cutting& cutting);
/// ConvTranspose2d with 4x4 taps, stride 2, padding 1: doubles the picture. As tiles or over pairs one convolution; else one for each
/// of the four phases, since every output pixel reads only 2x2 of the input's.
std::vector<Convolution> doubling(const Source& input, const Weights& weights, Scheme scheme, const Cutting& cutting);
/// Conv2d with 3x3 taps, padding 1.
Convolution keeping(const Source& input, const Weights& weights, Scheme scheme, const Cutting& cutting);

/// The taps of the ConvTranspose2d that does the same as nearest-neighbour doubling, then Conv2d with 3x3 taps, padding 1.
Weights foldedDoubling(const Weights& resized);

/// The scheme that is fastest as a rule for a layer that halves or doubles a picture: tiles save multiplications, but have more weights
/// to read, so they pay where there are many positions. `positions` a side, of the output where it halves, of the input where it doubles.
Scheme schemeFor(bool doubles, int positions, int inputs, const Kernels& kernels);

/// Of what a task needs between reading and writing, in floats.
struct ScratchSize {
  size_t left = 0, product = 0, panel = 0;
};
ScratchSize scratchOf(const Convolution& convolution, const Kernels& kernels);

}  // namespace chaesaek::engine
