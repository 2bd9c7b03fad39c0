// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX2, FMA and F16C (see CMakeLists.txt): nothing but the kernels may stand here, for whatever is compiled here runs
// there alone.
#include "core/engine/vectors_avx2.h"

namespace {
constexpr int kVectors = 2, kMostRows = 6;
}  // namespace
#define CHAESAEK_KERNELS avx2Kernels
#define CHAESAEK_KERNELS_NAME "AVX2"
#include "core/engine/kernel_body.h"
