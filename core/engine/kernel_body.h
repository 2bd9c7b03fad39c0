// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels themselves, over the vectors V that the including file defines: kLanes floats each, kVectors of them to a panel, and
// up to kMostRows rows of a product in registers.
#include <algorithm>

#include "core/engine/kernel_norms.h"
#include "core/engine/kernel_tiles.h"
#include "core/engine/kernels.h"

namespace chaesaek::engine {
namespace {

constexpr int kColumns = kLanes * kVectors;

/// product[rows][kColumns] (`pitch` floats apart) = or += left[chunks][rows][16] * right[chunks*16][kColumns]
template <int rows, class Weight>
void multiplyBlock(int chunks, const float* left, const Weight* right, float* product, ptrdiff_t pitch, bool add) {
  V sum[rows][kVectors];
  for (int i = 0; i < rows; ++i)
    for (int v = 0; v < kVectors; ++v) sum[i][v] = add ? load(product + i * pitch + v * kLanes) : all(0);
  for (int chunk = 0; chunk < chunks; ++chunk, left += rows * kChunk)
#pragma GCC unroll 4
    for (int k = 0; k < kChunk; ++k, right += kColumns) {
      V weight[kVectors];
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) weight[v] = load(right + v * kLanes);
#pragma GCC unroll 16
      for (int i = 0; i < rows; ++i) {
        const V x = all(left[i * kChunk + k]);
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) sum[i][v] += x * weight[v];
      }
    }
  for (int i = 0; i < rows; ++i)
    for (int v = 0; v < kVectors; ++v) store(product + i * pitch + v * kLanes, sum[i][v]);
}

template <class Weight>
struct Blocks {
  void (*of[kMostRows + 1])(int, const float*, const Weight*, float*, ptrdiff_t, bool) = {};
  template <int rows>
  constexpr void fill() {
    of[rows] = multiplyBlock<rows, Weight>;
    if constexpr (rows > 1) fill<rows - 1>();
  }
  constexpr Blocks() { fill<kMostRows>(); }
};
constexpr Blocks<float> kSingle;
constexpr Blocks<uint16_t> kHalf;

/// The rows of a task, in blocks of nearly one size.
struct Rows {
  Rows(int count, int depth) : count(count), depth(depth), blocks((count + kMostRows - 1) / kMostRows) {}
  int start(int block) const { return static_cast<int>(static_cast<long>(count) * block / blocks); }
  int size(int block) const { return start(block + 1) - start(block); }
  int count, depth, blocks;  // depth: floats to a row
};

/// Where chunk 0 of row `i` of a block of the left matrix stands; the next one stands size*16 further.
float* leftRow(float* left, const Rows& rows, int block, int i) { return left + static_cast<ptrdiff_t>(rows.start(block)) * rows.depth + i * kChunk; }

/// A row of the left matrix that is written chunk by chunk.
struct LeftRow {
  void put(int point, int lane, V v) const { store(to + point * plane + lane, v); }
  void next() { to += pitch; }
  float* to;
  int pitch;
  ptrdiff_t plane;  // between the matrices of two points
};

/// One panel of weights (of some chunks, from `chunk` on) times all rows.
template <class Weight>
void multiplyRows(const Rows& rows, int chunk, int chunks, const float* left, const Weight* right, const Blocks<Weight>& blocks, float* product, ptrdiff_t pitch) {
  for (int b = 0; b < rows.blocks; ++b)
    blocks.of[rows.size(b)](chunks, left + static_cast<ptrdiff_t>(rows.start(b)) * rows.depth + static_cast<ptrdiff_t>(chunk) * rows.size(b) * kChunk, right,
                            product + rows.start(b) * pitch, pitch, chunk > 0);
}

/// What of a convolution a task does.
struct Part {
  Part(const Convolution& c, int task)
      : first(task % c.rowBlocks * c.rowBlock), rows(std::min(c.rowBlock, c.tiles * c.tiles - first), c.chunks * kChunk),
        firstPanel(task / c.rowBlocks * c.panelBlock), panels(std::min(c.panelBlock, c.columns / kColumns - firstPanel)),
        pitch(static_cast<ptrdiff_t>(panels) * kColumns), leftPlane(static_cast<ptrdiff_t>(rows.count) * rows.depth + kApart), productPlane(rows.count * pitch + kApart) {}
  int first;
  Rows rows;
  int firstPanel, panels;
  ptrdiff_t pitch, leftPlane, productPlane;  // of the product's rows; between two points
};

void multiply(const Convolution& c, const Part& part, const Scratch& scratch) {
  const ptrdiff_t depth = part.rows.depth, all = c.columns / kColumns;
  for (int point = 0; point < pointsOf(c.scheme); ++point)
    for (int chunk = 0; chunk < c.chunks; chunk += c.chunkBlock)
      for (int panel = 0; panel < part.panels; ++panel) {
        const int chunks = std::min(c.chunkBlock, c.chunks - chunk);
        const ptrdiff_t from = ((point * all + part.firstPanel + panel) * depth + chunk * kChunk) * kColumns;
        const float* left = scratch.left.get() + point * part.leftPlane;
        float* product = scratch.product.get() + point * part.productPlane + panel * kColumns;
        if (c.weights) {
          multiplyRows(part.rows, chunk, chunks, left, c.weights.get() + from, kSingle, product, part.pitch);
        } else if (part.rows.blocks == 1) {
          multiplyRows(part.rows, chunk, chunks, left, c.halfWeights.get() + from, kHalf, product, part.pitch);
        } else {
          float* wide = scratch.panel.get();
          for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(chunks) * kChunk * kColumns; i += kLanes) store(wide + i, load(c.halfWeights.get() + from + i));
          multiplyRows(part.rows, chunk, chunks, left, static_cast<const float*>(wide), kSingle, product, part.pitch);
        }
      }
}

void convolve(const Convolution& c, int task, const Scratch& scratch) {
  const Part part(c, task);
  const Rows& rows = part.rows;
  for (int b = 0; b < rows.blocks; ++b)
    for (int i = 0; i < rows.size(b); ++i) readRow(c, part.first + rows.start(b) + i, LeftRow{leftRow(scratch.left.get(), rows, b, i), rows.size(b) * kChunk, part.leftPlane});
  const Output output(c);
  const int chunk = part.firstPanel * kColumns / kChunk, end = std::min(chunk + part.panels * kColumns / kChunk, static_cast<int>(c.placing.size()));
  for (int row = 0; row < rows.count; ++row) fetchRow(c, output, part.first + row, chunk, end);
  multiply(c, part, scratch);
  for (int row = 0; row < rows.count; ++row) finishRow(c, output, part.first + row, chunk, end, scratch.product.get() + row * part.pitch, part.productPlane);
}

}  // namespace

const Kernels* CHAESAEK_KERNELS() {
  static constexpr Kernels kernels{CHAESAEK_KERNELS_NAME, kMostRows, kColumns, false, true, convolve, measure, normalise};
  return &kernels;
}

}  // namespace chaesaek::engine
