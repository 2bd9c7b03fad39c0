// SPDX-License-Identifier: GPL-3.0-or-later
// Products of bf16 in AMX tiles (16x32 by 32x16, sums in fp32; Intel's Architecture Instruction Set Extensions, chapter 3). Compiled
// with AMX (see CMakeLists.txt): nothing but the kernels may stand here, for whatever is compiled here runs there alone.
#include <algorithm>
#include <atomic>

#include "core/engine/vectors_avx512.h"

#include "core/engine/kernel_norms.h"
#include "core/engine/kernel_output.h"
#include "core/engine/kernels.h"

namespace chaesaek::engine {
namespace {

constexpr int kTile = 16;                   // rows, and columns of floats
constexpr int kRows = 2 * kTile, kColumns = 2 * kTile;
constexpr int kRowBytes = 64;               // of a tile
constexpr int kStep = kRows * kPairedDepth; // values of a block of rows, or of a panel, that one step multiplies

struct alignas(64) TileSizes {
  uint8_t palette = 1, start = 0, reserved[14] = {};
  uint16_t bytes[16] = {kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes};
  uint8_t rows[16] = {kTile, kTile, kTile, kTile, kTile, kTile, kTile, kTile};
};

/// product[1 or `two` tiles][2 tiles] (`pitch` bytes from row to row) = or += left[steps][32][32] * right[steps][2][16][16][2]
template <bool two>
void multiplyBlock(int steps, const uint16_t* left, const uint16_t* right, float* product, ptrdiff_t pitch, bool add) {
  float* lower = product + kTile * pitch / static_cast<ptrdiff_t>(sizeof(float));
  if (add) {
    _tile_loadd(0, product, pitch);
    _tile_loadd(1, product + kTile, pitch);
    if constexpr (two) _tile_loadd(2, lower, pitch);
    if constexpr (two) _tile_loadd(3, lower + kTile, pitch);
  } else {
    _tile_zero(0);
    _tile_zero(1);
    if constexpr (two) _tile_zero(2);
    if constexpr (two) _tile_zero(3);
  }
  for (int i = 0; i < steps; ++i, left += kStep, right += kStep) {
    _tile_loadd(4, left, kRowBytes);
    _tile_loadd(6, right, kRowBytes);
    _tile_loadd(7, right + kStep / 2, kRowBytes);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if constexpr (two) {
      _tile_loadd(5, left + kStep / 2, kRowBytes);
      _tile_dpbf16ps(2, 5, 6);
      _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_stored(0, product, pitch);
  _tile_stored(1, product + kTile, pitch);
  if constexpr (two) _tile_stored(2, lower, pitch);
  if constexpr (two) _tile_stored(3, lower + kTile, pitch);
}

/// What of a convolution a task does.
struct Part {
  Part(const Convolution& c, int task)
      : first(task % c.rowBlocks * c.rowBlock), rows(std::min(c.rowBlock, c.tiles * c.tiles - first)), steps((c.chunks + 1) / 2),
        firstPanel(task / c.rowBlocks * c.panelBlock), panels(std::min(c.panelBlock, c.columns / kColumns - firstPanel)), pitch(panels * kColumns) {}
  int first, rows, steps, firstPanel, panels, pitch;  // pitch: floats to a row of the product
};

/// A row of the left matrix: chunk after chunk, two to a step; `to` is its place in step 0.
void readRow(const Convolution& c, int row, uint16_t* to) {
  const V least = all(c.relu ? 0 : -__builtin_inff());
  const float* from = c.input->corner() + c.origin + (row / c.tiles) * static_cast<ptrdiff_t>(c.stepY) + (row % c.tiles) * static_cast<ptrdiff_t>(c.stepX);
  int half = 0;
  const auto put = [&](__m256i values) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + half * kChunk), values);
    to += half * kStep;
    half ^= 1;
  };
  for (const Run* run = c.runs.data(), *end = run + c.runs.size(); run != end; ++run)
    for (int chunk = 0; chunk < run->chunks; ++chunk) put(reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(largest(load(from + run->offset + chunk * kChunk), least))));
  if (half == 1) put(_mm256_setzero_si256());
}

void multiply(const Convolution& c, const Part& part, const uint16_t* left, float* product) {
  const int stepsAtOnce = std::max(1, c.chunkBlock / 2);
  const ptrdiff_t pitch = part.pitch * static_cast<ptrdiff_t>(sizeof(float));
  for (int step = 0; step < part.steps; step += stepsAtOnce)
    for (int panel = 0; panel < part.panels; ++panel) {
      const int steps = std::min(stepsAtOnce, part.steps - step);
      const uint16_t* right = c.halfWeights.get() + (static_cast<ptrdiff_t>(part.firstPanel + panel) * part.steps + step) * kStep;
      for (int row = 0; row < part.rows; row += kRows) {
        const uint16_t* block = left + (static_cast<ptrdiff_t>(row / kRows) * part.steps + step) * kStep;
        float* to = product + static_cast<ptrdiff_t>(row) * part.pitch + panel * kColumns;
        (part.rows - row > kTile ? multiplyBlock<true> : multiplyBlock<false>)(steps, block, right, to, pitch, step > 0);
      }
    }
}

void convolve(const Convolution& c, int task, const Scratch& scratch) {
  static constexpr TileSizes sizes;
  const Part part(c, task);
  auto* left = reinterpret_cast<uint16_t*>(scratch.left.get());
  for (int row = 0; row < part.rows; ++row)
    readRow(c, part.first + row, left + static_cast<ptrdiff_t>(row / kRows) * part.steps * kStep + row % kRows * kPairedDepth);
  const Output output(c);
  const int chunk = part.firstPanel * kColumns / kChunk, end = std::min(chunk + part.panels * kColumns / kChunk, static_cast<int>(c.placing.size()));
  for (int row = 0; row < part.rows; ++row) fetchRow(c, output, part.first + row, chunk, end);
  std::atomic_signal_fence(std::memory_order_seq_cst);  // the compiler does not see that tiles read memory
  _tile_loadconfig(&sizes);
  multiply(c, part, left, scratch.product.get());
  _tile_release();
  std::atomic_signal_fence(std::memory_order_seq_cst);
  for (int row = 0; row < part.rows; ++row)
    finishPosition(output, (part.first + row) / c.tiles, (part.first + row) % c.tiles, chunk, end, scratch.product.get() + static_cast<ptrdiff_t>(row) * part.pitch);
}

}  // namespace

const Kernels* amxKernels() {
  static constexpr Kernels kernels{"AMX", kRows, kColumns, true, convolve, measure, normalise};
  return &kernels;
}

}  // namespace chaesaek::engine
