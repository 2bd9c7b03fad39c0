// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels.h"

#include <sys/syscall.h>
#include <unistd.h>

namespace chaesaek::engine {
namespace {

/// The tiles' registers are large: Linux gives them to a process that asks (Documentation/arch/x86/xstate.rst).
bool allowsTiles() {
  constexpr long kAskForState = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, kAskForState, kTileData) == 0;
}

}  // namespace

const Kernels* bestKernels() {
  if (__builtin_cpu_supports("avx512f")) return avx512Kernels();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) return avx2Kernels();
  return nullptr;
}

const Kernels* bf16Kernels() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("amx-bf16") && allowsTiles();
  return has ? amxKernels() : nullptr;
}

}  // namespace chaesaek::engine
