// SPDX-License-Identifier: GPL-3.0-or-later
#include <emmintrin.h>

namespace {
using V = __m128;
constexpr int kLanes = 4;
inline V load(const float* p) { return _mm_loadu_ps(p); }
inline void store(float* p, V v) { _mm_storeu_ps(p, v); }
inline V all(float x) { return _mm_set1_ps(x); }
inline V largest(V a, V b) { return _mm_max_ps(a, b); }
inline float sumOfLanes(V v) { return (v[0] + v[2]) + (v[1] + v[3]); }
inline float mostOfLanes(V v) {
  const V half = largest(v, _mm_movehl_ps(v, v));
  return half[0] > half[1] ? half[0] : half[1];
}
}  // namespace
#define CHAESAEK_ROWS sse2Rows
#define CHAESAEK_ROWS_NAME "SSE2"
#include "core/engine/rows_body.h"
