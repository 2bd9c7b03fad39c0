// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/threads.h"

#include <cpuid.h>
#include <dlfcn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

namespace chaesaek {

void lowerThreadPriority() { setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 10); }

void computeAlone() {
  // By name: linking OpenMP here would bring a second runtime beside the one that LibTorch carries.
  if (auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) set(1);
}

void makeIdleThreadsSleep(char** argv) {
  if (std::getenv("OMP_WAIT_POLICY") && std::getenv("GOMP_SPINCOUNT")) return;
  setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
  setenv("GOMP_SPINCOUNT", "0", 0);
  execv("/proc/self/exe", argv);  // returns only where /proc is missing: then threads spin, nothing worse
}

bool hasFastBf16() {
  unsigned a, b, c, d;
  const bool avx512bf16 = __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 5 & 1) && __builtin_cpu_supports("avx512f");
  const bool amxBf16 = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d >> 22 & 1);
  return avx512bf16 || amxBf16;
}

std::string processorSummary() {
  const unsigned cores = std::thread::hardware_concurrency();
  const char* vectors = __builtin_cpu_supports("avx512f") ? "AVX-512" : __builtin_cpu_supports("avx2") ? "AVX2" : "SSE";
  return std::to_string(cores) + (cores == 1 ? " core, " : " cores, ") + vectors + (hasFastBf16() ? " with bf16" : "");
}

}  // namespace chaesaek
