// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/threads.h"

#include <dlfcn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <thread>
#if defined(__x86_64__)
#include <cpuid.h>
#include <xmmintrin.h>
#endif

namespace chaesaek {
namespace {

#if defined(__x86_64__)
constexpr unsigned kDenormalsAreZero = 0x8040;  // MXCSR: of what is read, and of what results
unsigned floatMode() { return _mm_getcsr(); }
void setFloatMode(unsigned mode) { _mm_setcsr(mode); }

/// AVX512-BF16 or AMX-BF16.
bool multipliesBf16() {
  unsigned a, b, c, d;
  const bool avx512bf16 = __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 5 & 1) && __builtin_cpu_supports("avx512f");
  const bool amxBf16 = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d >> 22 & 1);
  return avx512bf16 || amxBf16;
}
const char* vectorUnit() { return __builtin_cpu_supports("avx512f") ? "AVX-512" : __builtin_cpu_supports("avx2") ? "AVX2" : "SSE"; }
#else
constexpr unsigned kDenormalsAreZero = 1u << 24;  // FPCR: FZ
unsigned floatMode() {
  uint64_t mode;
  asm volatile("mrs %0, fpcr" : "=r"(mode));
  return static_cast<unsigned>(mode);
}
void setFloatMode(unsigned mode) { asm volatile("msr fpcr, %0" : : "r"(uint64_t{mode})); }

bool multipliesBf16() { return false; }
const char* vectorUnit() { return "NEON"; }
#endif

/// By name: linking OpenMP here would bring a second runtime beside the one that LibTorch carries.
template <class Function>
Function openMp(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

void setTeam(int threads) {
  static const auto set = openMp<void (*)(int)>("omp_set_num_threads");
  if (set) set(threads);
}

}  // namespace

void lowerThreadPriority() { setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 10); }

void computeAlone() { setTeam(1); }

SmallSteps::SmallSteps() : threads_(1), mode_(floatMode()) {
  static const auto most = openMp<int (*)()>("omp_get_max_threads");
  if (most) threads_ = most();
  setTeam(1);
  setFloatMode(mode_ | kDenormalsAreZero);
}

SmallSteps::~SmallSteps() {
  setTeam(threads_);
  setFloatMode(mode_);
}

bool hasFastBf16() { return multipliesBf16(); }

std::string processorSummary() {
  const unsigned cores = std::thread::hardware_concurrency();
  return std::to_string(cores) + (cores == 1 ? " core, " : " cores, ") + vectorUnit() + (hasFastBf16() ? " with bf16" : "");
}

}  // namespace chaesaek
