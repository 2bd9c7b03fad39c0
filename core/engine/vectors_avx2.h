// SPDX-License-Identifier: GPL-3.0-or-later
// The vectors of AVX2, for the sources that are compiled with it.
#pragma once
#include <immintrin.h>

namespace {
using V = __m256;
constexpr int kLanes = 8;
inline V load(const float* p) { return _mm256_loadu_ps(p); }
inline V load(const unsigned short* p) { return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))); }
inline void store(float* p, V v) { _mm256_storeu_ps(p, v); }
inline V all(float x) { return _mm256_set1_ps(x); }
inline V largest(V a, V b) { return _mm256_max_ps(a, b); }
}  // namespace
