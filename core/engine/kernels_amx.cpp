// SPDX-License-Identifier: GPL-3.0-or-later
// Products of bf16 in AMX tiles (16x32 by 32x16, sums in fp32; Intel's Architecture Instruction Set Extensions, chapter 3). Compiled
// with AMX (see CMakeLists.txt): nothing but the kernels may stand here, for whatever is compiled here runs there alone.
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "core/engine/vectors_avx512.h"

namespace {

constexpr int kTile = 16;        // rows, and columns of floats
constexpr int kRows = 2 * kTile, kColumns = 2 * kTile;
constexpr int kRowBytes = 64;    // of a tile
constexpr bool kTilesPay = false;  // multiplying takes no longer than reading: there is nothing to save
constexpr int kTileValues = kTile * kRowBytes / 2;

struct alignas(64) TileSizes {
  uint8_t palette = 1, start = 0, reserved[14] = {};
  uint16_t bytes[16] = {kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes, kRowBytes};
  uint8_t rows[16] = {kTile, kTile, kTile, kTile, kTile, kTile, kTile, kTile};
};

/// The tiles' sizes hold as long as it stands.
struct Session {
  Session() {
    static constexpr TileSizes sizes;
    std::atomic_signal_fence(std::memory_order_seq_cst);  // the compiler does not see that tiles read memory
    _tile_loadconfig(&sizes);
  }
  ~Session() {
    _tile_release();
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
};

/// product[1 or `two` tiles][2 tiles] (`pitch` bytes from row to row) = or += left[steps][32][32] * right[steps][2][16][16][2]
template <bool two>
void multiplyTiles(int steps, const uint16_t* left, const uint16_t* right, float* product, ptrdiff_t pitch, bool add) {
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
  for (int i = 0; i < steps; ++i, left += 2 * kTileValues, right += 2 * kTileValues) {
    _tile_loadd(4, left, kRowBytes);
    _tile_loadd(6, right, kRowBytes);
    _tile_loadd(7, right + kTileValues, kRowBytes);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if constexpr (two) {
      _tile_loadd(5, left + kTileValues, kRowBytes);
      _tile_dpbf16ps(2, 5, 6);
      _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_stored(0, product, pitch);
  _tile_stored(1, product + kTile, pitch);
  if constexpr (two) _tile_stored(2, lower, pitch);
  if constexpr (two) _tile_stored(3, lower + kTile, pitch);
}

void multiplyBlock(int rows, int steps, const uint16_t* left, const uint16_t* right, float* product, ptrdiff_t pitch, bool add) {
  (rows > kTile ? multiplyTiles<true> : multiplyTiles<false>)(steps, left, right, product, pitch * static_cast<ptrdiff_t>(sizeof(float)), add);
}

}  // namespace
#define CHAESAEK_KERNELS amxKernels
#define CHAESAEK_KERNELS_NAME "AMX"
#include "core/engine/paired_body.h"
