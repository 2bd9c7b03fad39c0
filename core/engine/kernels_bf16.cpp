// SPDX-License-Identifier: GPL-3.0-or-later
// Products of bf16 in vectors: each lane adds two products to a sum in fp32. Compiled with AVX512-BF16 (see CMakeLists.txt): nothing but
// the kernels may stand here, for whatever is compiled here runs there alone.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "core/engine/vectors_avx512.h"

namespace {

constexpr int kRows = 14, kVectors = 2, kColumns = kVectors * kLanes;
constexpr int kPairs = 16;  // that a step multiplies of each row
constexpr bool kTilesPay = true;

struct Session {};

/// product[rows][kColumns] (`pitch` floats apart) = or += left[steps][kRows][16 pairs] * right[steps][kVectors][16 pairs][16 columns]
template <int rows>
void multiplyRows(int steps, const uint16_t* left, const uint16_t* right, float* product, ptrdiff_t pitch, bool add) {
  V sum[rows][kVectors];
  for (int i = 0; i < rows; ++i)
    for (int v = 0; v < kVectors; ++v) sum[i][v] = add ? load(product + i * pitch + v * kLanes) : all(0);
  for (int step = 0; step < steps; ++step, left += kRows * 2 * kPairs, right += kVectors * 2 * kPairs * kLanes)
#pragma GCC unroll 4
    for (int pair = 0; pair < kPairs; ++pair) {
      __m512bh weight[kVectors];
#pragma GCC unroll 2
      for (int v = 0; v < kVectors; ++v) weight[v] = reinterpret_cast<__m512bh>(_mm512_loadu_si512(right + (v * kPairs + pair) * 2 * kLanes));
#pragma GCC unroll 14
      for (int i = 0; i < rows; ++i) {
        int both;
        std::memcpy(&both, left + (i * kPairs + pair) * 2, sizeof both);
        const auto x = reinterpret_cast<__m512bh>(_mm512_set1_epi32(both));
#pragma GCC unroll 2
        for (int v = 0; v < kVectors; ++v) sum[i][v] = _mm512_dpbf16_ps(sum[i][v], x, weight[v]);
      }
    }
  for (int i = 0; i < rows; ++i)
    for (int v = 0; v < kVectors; ++v) store(product + i * pitch + v * kLanes, sum[i][v]);
}

using Multiply = void (*)(int, const uint16_t*, const uint16_t*, float*, ptrdiff_t, bool);
template <size_t... i>
constexpr std::array<Multiply, sizeof...(i)> upTo(std::index_sequence<i...>) {
  return {multiplyRows<static_cast<int>(i) + 1>...};
}
constexpr auto kOfRows = upTo(std::make_index_sequence<kRows>());

void multiplyBlock(int rows, int steps, const uint16_t* left, const uint16_t* right, float* product, ptrdiff_t pitch, bool add) {
  kOfRows[static_cast<size_t>(rows - 1)](steps, left, right, product, pitch, add);
}

}  // namespace
#define CHAESAEK_KERNELS bf16VectorKernels
#define CHAESAEK_KERNELS_NAME "AVX-512 bf16"
#include "core/engine/paired_body.h"
