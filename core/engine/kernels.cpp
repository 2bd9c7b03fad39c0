// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels.h"

#include <sys/syscall.h>
#include <unistd.h>

namespace chaesaek::engine {

namespace {
struct Found {
  std::vector<const Kernels*> all;
  const Kernels *fp32 = nullptr, *bf16 = nullptr;  // the best
};
}  // namespace

#if defined(__x86_64__)
const Kernels* amxKernels();
const Kernels* avx512Kernels();
const Kernels* avx2Kernels();
const Kernels* bf16VectorKernels();

namespace {

/// The tiles' registers are large: Linux gives them to a process that asks (Documentation/arch/x86/xstate.rst).
bool allowsTiles() {
  constexpr long kAskForState = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, kAskForState, kTileData) == 0;
}

Found findKernels() {
  Found found;
  const bool avx512 = __builtin_cpu_supports("avx512f");
  if (avx512) found.all.push_back(avx512Kernels());
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) found.all.push_back(avx2Kernels());
  if (!found.all.empty()) found.fp32 = found.all.front();
  if (!avx512 || !__builtin_cpu_supports("avx512bf16")) return found;
  found.all.push_back(bf16VectorKernels());
  // AMD's processors multiply pairs of bf16 as fast as single floats, so twice as many; Intel's take twice the time.
  if (__builtin_cpu_is("amd")) found.bf16 = bf16VectorKernels();
  if (__builtin_cpu_supports("amx-bf16") && allowsTiles()) found.all.push_back(found.bf16 = amxKernels());
  return found;
}

}  // namespace
#else
namespace {
Found findKernels() { return {}; }
}  // namespace
#endif

namespace {
const Found& found() {
  static const Found kernels = findKernels();
  return kernels;
}
}  // namespace

const std::vector<const Kernels*>& kernelsHere() { return found().all; }

const Kernels* bestKernels() { return found().fp32; }

const Kernels* bf16Kernels() { return found().bf16; }

}  // namespace chaesaek::engine
