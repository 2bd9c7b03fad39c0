// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the kernels that writes what a convolution gives, over the vectors V that the including file defines.
#pragma once
#include "core/engine/kernels.h"

namespace chaesaek::engine {
namespace {

constexpr int kParts = kChunk / kLanes;  // vectors to a chunk

/// Where the chunks of a convolution's results go. A copy: what is stored could otherwise change it, as far as the compiler knows.
struct Output {
  explicit Output(const Convolution& c)
      : grid(c.grid), scale(c.scale), side(c.target.plane->side), pixel(c.target.plane->channels), row(c.target.plane->rowPitch),
        first(c.target.plane->at(0, 0) + c.target.channel), slope(all(c.target.slope)), placing(c.placing.data()), bias(c.bias.get()) {}

  /// Null where it lies outside.
  float* at(const Placing& place, int y, int x) const {
    const int Y = scale * y + place.dy, X = scale * x + place.dx;
    return Y < 0 || X < 0 || Y >= side || X >= side ? nullptr : first + static_cast<ptrdiff_t>(Y) * row + static_cast<ptrdiff_t>(X) * pixel + place.channel;
  }
  void place(const Placing& placing, int y, int x, const V* value) const {
    float* to = at(placing, y, x);
    if (!to) return;
    for (int p = 0; p < kParts; ++p) store(to + p * kLanes, largest(value[p], value[p] * slope));
  }

  int grid, scale, side;
  ptrdiff_t pixel, row;
  float* first;
  V slope;
  const Placing* placing;
  const float* bias;
};

void finishPosition(const Output output, int y, int x, int chunk, int end, const float* product) {
  for (; chunk < end; ++chunk, product += kChunk) {
    V value[kParts];
    for (int p = 0; p < kParts; ++p) value[p] = load(product + p * kLanes) + load(output.bias + chunk * kChunk + p * kLanes);
    output.place(output.placing[chunk], y, x, value);
  }
}

/// Fetches where a row's results go, while it is still to be multiplied: writing waits for it otherwise.
void fetchRow(const Convolution& c, const Output& output, int row, int chunk, int end) {
  const int tile = tileOf(c.scheme), y = row / c.tiles * tile, x = row % c.tiles * tile;
  for (int i = 0; i < tile; ++i)
    for (int j = 0; j < tile; ++j)
      for (int k = chunk; k < end; ++k)
        if (const float* to = output.at(output.placing[k], y + i, x + j)) __builtin_prefetch(to, 1, 2);
}

}  // namespace
}  // namespace chaesaek::engine
