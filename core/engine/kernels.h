// SPDX-License-Identifier: GPL-3.0-or-later
// What is compiled once for each kind of processor (kernel_body.h) and chosen when the program runs.
#pragma once
#include <cstdint>
#include <vector>

#include "core/engine/plane.h"

namespace chaesaek::engine {

/// How a convolution is reduced to products of matrices.
enum class Scheme {
  Direct,  ///< a row of the left matrix is what one output position reads
  Tiles2,  ///< Winograd's minimal filtering (Winograd 1980; Lavin and Gray 2015, 1509.09308) of 2x2 taps: 2x2 outputs from 9 products
  Tiles3,  ///< the same: 3x3 outputs from 16 products
  Tiles2Of3,  ///< of 3x3 taps: 2x2 outputs from 16 products
};
/// Products of matrices that the scheme has.
constexpr int pointsOf(Scheme scheme) { return scheme == Scheme::Direct ? 1 : scheme == Scheme::Tiles2 ? 9 : 16; }
/// Side of the square of output positions that a row stands for.
constexpr int tileOf(Scheme scheme) { return scheme == Scheme::Direct ? 1 : scheme == Scheme::Tiles3 ? 3 : 2; }

/// Where a chunk of output channels goes: position (y,x) of the grid to pixel (scale*y + dy, scale*x + dx), if that lies in the
/// picture.
struct Placing {
  int dy = 0, dx = 0, channel = 0;
};

/// Where a result is written: max(v, slope*v).
struct Target {
  const Plane* plane = nullptr;
  int channel = 0;  ///< the first one's
  float slope = 1;  ///< 1 leaves it, 0 is ReLU
};

/// What one position reads of the plane in a row: `chunks` chunks from `offset`.
struct Run {
  int offset = 0, chunks = 0;
};

/// A convolution over a grid of positions, as products of matrices: rows (positions or tiles) x chunks*16 x columns.
struct Convolution {
  Scheme scheme = Scheme::Direct;
  const Plane* input = nullptr;
  int origin = 0;               ///< of position (0,0), from the plane's corner, in floats
  int stepY = 0, stepX = 0;     ///< from position to position, in floats
  std::vector<Run> runs;        ///< what a position reads (Direct), or one cell of a tile
  bool relu = false;            ///< it reads max(v, 0)
  int chunks = 0;               ///< of the runs together
  int grid = 0;                 ///< positions a side
  int tiles = 0;                ///< rows of the matrix a side: the grid, or tiles over it
  int columns = 0;              ///< whole panels
  Buffer<float> weights;        ///< [points][panel][chunks*16][panel width], or
  Buffer<uint16_t> halfWeights; ///< the same in IEEE half precision: where reading them takes longer than multiplying; or pairs (see Kernels)
  Buffer<float> bias;           ///< [columns]
  std::vector<Placing> placing; ///< of each chunk of columns; the rest of the last panel has none
  int scale = 1;
  Target target;

  int rowBlock = 0, panelBlock = 0, rowBlocks = 0, panelBlocks = 0;  ///< tasks: rowBlocks x panelBlocks
  int chunkBlock = 0;           ///< chunks that are multiplied in one go: so that the caches hold them
  int tasks() const { return rowBlocks * panelBlocks; }
};

/// Normalisation with the picture's own statistics, then the target's activation. `raw` has a block of sums a task.
struct Normalisation {
  const Plane* raw = nullptr;
  int channels = 0, groups = 0;  ///< real channels
  Buffer<float> gain, shift;     ///< [padded channels]
  double epsilon = 1e-5;
  int blocks = 0;                ///< of rows
  Buffer<float> sums;            ///< [blocks][2][padded channels]: sum and sum of squares about the first pixel
  Target target;
};

constexpr int kPairedDepth = 2 * kChunk;  ///< inputs that a step over pairs takes

constexpr int kMostChannels = 1024;  ///< that a normalisation has room for

/// Floats between the matrices of two points beyond their size: at multiples of 4096 bytes they would drive each other out of the
/// first cache.
constexpr int kApart = 5 * kChunk;

/// For each thread, what it needs between reading and writing.
struct Scratch {
  Buffer<float> left, product;
  Buffer<float> panel;  ///< of weights in half precision, widened
};

struct Kernels {
  const char* name;
  int rows, columns;  ///< of the block of a product that is held in registers; columns is the width of a panel
  bool pairs;         ///< it multiplies bf16: weights are [points][panel][32 inputs][half panel][pair][column][2]
  bool tilesPay;      ///< Winograd's schemes take less time, their transforms included
  void (*convolve)(const Convolution&, int task, const Scratch&);
  void (*measure)(Normalisation&, int block);
  void (*normalise)(const Normalisation&, int block);
};

/// Those that can run here; none where the processor has neither AVX-512 nor AVX2 with FMA and F16C. Tiles of AMX are asked of the
/// system, too.
const std::vector<const Kernels*>& kernelsHere();
/// The best of fp32, or null.
const Kernels* bestKernels();
/// Those that multiply bf16, or null where none is faster than the best of fp32.
const Kernels* bf16Kernels();

}  // namespace chaesaek::engine
