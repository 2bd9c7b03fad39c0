// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX2, FMA and F16C (see CMakeLists.txt): nothing but the kernels may stand here, for whatever is compiled here runs
// there alone.
#include "core/engine/vectors_avx2.h"

namespace {
inline __m128 halves(V v, bool upper) { return upper ? _mm256_extractf128_ps(v, 1) : _mm256_castps256_ps128(v); }
inline float sumOfLanes(V v) {
  const __m128 four = halves(v, false) + halves(v, true), two = four + _mm_movehl_ps(four, four);
  return two[0] + two[1];
}
inline float mostOfLanes(V v) {
  const __m128 four = _mm_max_ps(halves(v, false), halves(v, true)), two = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return two[0] > two[1] ? two[0] : two[1];
}
}  // namespace
#define CHAESAEK_ROWS avx2Rows
#define CHAESAEK_ROWS_NAME "AVX2"
#include "core/engine/rows_body.h"
