// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX-512 (see CMakeLists.txt): nothing but the kernels may stand here, for whatever is compiled here runs there alone.
#include "core/engine/vectors_avx512.h"

namespace {
inline float sumOfLanes(V v) { return _mm512_reduce_add_ps(v); }
inline float mostOfLanes(V v) { return _mm512_reduce_max_ps(v); }
}  // namespace
#define CHAESAEK_ROWS avx512Rows
#define CHAESAEK_ROWS_NAME "AVX-512"
#include "core/engine/rows_body.h"
