// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX-512 (see CMakeLists.txt): nothing but the kernels may stand here, for whatever is compiled here runs there alone.
#include "core/engine/vectors_avx512.h"

namespace {
constexpr int kVectors = 2, kMostRows = 14;
}  // namespace
#define CHAESAEK_KERNELS avx512Kernels
#define CHAESAEK_KERNELS_NAME "AVX-512"
#include "core/engine/kernel_body.h"
