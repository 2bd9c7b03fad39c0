// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels.h"

namespace chaesaek::engine {

const Kernels* bestKernels() {
  if (__builtin_cpu_supports("avx512f")) return avx512Kernels();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) return avx2Kernels();
  return nullptr;
}

}  // namespace chaesaek::engine
