// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/rows.h"

namespace chaesaek::engine {

const Rows& rowKernels() {
  if (__builtin_cpu_supports("avx512f")) return avx512Rows();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) return avx2Rows();
  return sse2Rows();
}

}  // namespace chaesaek::engine
