// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace chaesaek::engine {

#if defined(__x86_64__)
const Kernels* amxKernels();
const Kernels* avx512Kernels();
const Kernels* avx2Kernels();

namespace {

/// The tiles' registers are large: Linux gives them to a process that asks (Documentation/arch/x86/xstate.rst).
bool allowsTiles() {
  constexpr long kAskForState = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, kAskForState, kTileData) == 0;
}

std::vector<const Kernels*> findKernels() {
  std::vector<const Kernels*> found;
  const bool avx512 = __builtin_cpu_supports("avx512f");
  if (avx512) found.push_back(avx512Kernels());
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) found.push_back(avx2Kernels());
  if (avx512 && __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("amx-bf16") && allowsTiles()) found.push_back(amxKernels());
  return found;
}

}  // namespace
#else
namespace {
std::vector<const Kernels*> findKernels() { return {}; }
}  // namespace
#endif

const std::vector<const Kernels*>& kernelsHere() {
  static const std::vector<const Kernels*> found = findKernels();
  return found;
}

namespace {

const Kernels* firstWith(bool pairs) {
  const auto& all = kernelsHere();
  const auto first = std::find_if(all.begin(), all.end(), [&](const Kernels* kernels) { return kernels->pairs == pairs; });
  return first == all.end() ? nullptr : *first;
}

}  // namespace

const Kernels* bestKernels() { return firstWith(false); }

const Kernels* bf16Kernels() { return firstWith(true); }

}  // namespace chaesaek::engine
