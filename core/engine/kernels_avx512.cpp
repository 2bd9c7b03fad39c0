// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX-512 (see CMakeLists.txt): nothing but the kernels may stand here, for whatever is compiled here runs there alone.
#include <immintrin.h>

namespace {
using V = __m512;
constexpr int kLanes = 16, kVectors = 2, kMostRows = 14;
inline V load(const float* p) { return _mm512_loadu_ps(p); }
inline V load(const unsigned short* p) { return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))); }
inline void store(float* p, V v) { _mm512_storeu_ps(p, v); }
inline V all(float x) { return _mm512_set1_ps(x); }
inline V largest(V a, V b) { return _mm512_max_ps(a, b); }
}  // namespace
#define CHAESAEK_KERNELS avx512Kernels
#define CHAESAEK_KERNELS_NAME "AVX-512"
#include "core/engine/kernel_body.h"
