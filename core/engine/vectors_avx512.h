// SPDX-License-Identifier: GPL-3.0-or-later
// The vectors of AVX-512, for the sources that are compiled with it.
#pragma once
#include <immintrin.h>

namespace {
using V = __m512;
constexpr int kLanes = 16;
inline V load(const float* p) { return _mm512_loadu_ps(p); }
inline V load(const unsigned short* p) { return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))); }
inline void store(float* p, V v) { _mm512_storeu_ps(p, v); }
inline V all(float x) { return _mm512_set1_ps(x); }
inline V largest(V a, V b) { return _mm512_max_ps(a, b); }
}  // namespace
