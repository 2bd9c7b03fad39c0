// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels that multiply bf16, over what the including file defines: kRows and kColumns of the block of a product that is held in
// registers; multiplyBlock; and Session, which stands while blocks are multiplied.
#include <algorithm>

#include "core/engine/kernel_norms.h"
#include "core/engine/kernel_tiles.h"
#include "core/engine/kernels.h"

namespace chaesaek::engine {
namespace {

// Values that one step multiplies: of a block of rows [kRows][32], of a panel [half panel][pair][column][2].
constexpr int kLeftStep = kRows * kPairedDepth, kRightStep = kColumns * kPairedDepth;

/// What of a convolution a task does.
struct Part {
  Part(const Convolution& c, int task)
      : first(task % c.rowBlocks * c.rowBlock), rows(std::min(c.rowBlock, c.tiles * c.tiles - first)), steps((c.chunks + 1) / 2),
        firstPanel(task / c.rowBlocks * c.panelBlock), panels(std::min(c.panelBlock, c.columns / kColumns - firstPanel)), pitch(panels * kColumns) {
    const int blocks = (rows + kRows - 1) / kRows;
    leftPlane = static_cast<ptrdiff_t>(blocks) * steps * kLeftStep + 2 * kApart;
    productPlane = static_cast<ptrdiff_t>(blocks) * kRows * pitch + kApart;
  }
  int first, rows, steps, firstPanel, panels, pitch;  // pitch: floats to a row of the product
  ptrdiff_t leftPlane, productPlane;                  // between two points
};

/// A row of the left matrix that is written chunk by chunk, two to a step.
struct LeftRow {
  void put(int point, int, V v) const { putBits(point, reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(v))); }
  void putBits(int point, __m256i values) const { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + point * plane + half * kChunk), values); }
  void next() {
    to += half * kLeftStep;
    half ^= 1;
  }
  uint16_t* to;     // of step 0
  ptrdiff_t plane;  // between the matrices of two points
  int half = 0;
};

void readRows(const Convolution& c, const Part& part, uint16_t* left) {
  for (int row = 0; row < part.rows; ++row) {
    uint16_t* to = left + static_cast<ptrdiff_t>(row / kRows) * part.steps * kLeftStep + row % kRows * kPairedDepth;
    readRow(c, part.first + row, LeftRow{to, part.leftPlane});
    if (c.chunks % 2 == 0) continue;
    const LeftRow last{to + (part.steps - 1) * kLeftStep, part.leftPlane, 1};
    for (int point = 0; point < pointsOf(c.scheme); ++point) last.putBits(point, _mm256_setzero_si256());
  }
}

void multiply(const Convolution& c, const Part& part, const uint16_t* left, float* product) {
  [[maybe_unused]] const Session session{};
  const ptrdiff_t allPanels = c.columns / kColumns;
  const int stepsAtOnce = std::max(1, c.chunkBlock / 2);
  for (int point = 0; point < pointsOf(c.scheme); ++point)
    for (int step = 0; step < part.steps; step += stepsAtOnce)
      for (int panel = 0; panel < part.panels; ++panel) {
        const int steps = std::min(stepsAtOnce, part.steps - step);
        const uint16_t* right = c.halfWeights.get() + ((point * allPanels + part.firstPanel + panel) * part.steps + step) * kRightStep;
        for (int row = 0; row < part.rows; row += kRows) {
          const uint16_t* block = left + point * part.leftPlane + (static_cast<ptrdiff_t>(row / kRows) * part.steps + step) * kLeftStep;
          float* to = product + point * part.productPlane + static_cast<ptrdiff_t>(row) * part.pitch + panel * kColumns;
          multiplyBlock(std::min(kRows, part.rows - row), steps, block, right, to, part.pitch, step > 0);
        }
      }
}

void convolve(const Convolution& c, int task, const Scratch& scratch) {
  const Part part(c, task);
  auto* left = reinterpret_cast<uint16_t*>(scratch.left.get());
  readRows(c, part, left);
  const Output output(c);
  const int chunk = part.firstPanel * kColumns / kChunk, end = std::min(chunk + part.panels * kColumns / kChunk, static_cast<int>(c.placing.size()));
  for (int row = 0; row < part.rows; ++row) fetchRow(c, output, part.first + row, chunk, end);
  multiply(c, part, left, scratch.product.get());
  for (int row = 0; row < part.rows; ++row)
    finishRow(c, output, part.first + row, chunk, end, scratch.product.get() + static_cast<ptrdiff_t>(row) * part.pitch, part.productPlane);
}

}  // namespace

const Kernels* CHAESAEK_KERNELS() {
  static constexpr Kernels kernels{CHAESAEK_KERNELS_NAME, kRows, kColumns, true, kTilesPay, convolve, measure, normalise};
  return &kernels;
}

}  // namespace chaesaek::engine
