// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/usage.h"

#include <malloc.h>

#include <fstream>
#include <string>

namespace chaesaek {
namespace {

/// A line of /proc/self/status, in KiB.
double statusKib(const std::string& key) {
  std::ifstream status("/proc/self/status");
  std::string word;
  for (double kib = 0; status >> word;)
    if (word == key + ":" && status >> kib) return kib;
  return 0;
}

}  // namespace

double peakResidentMb() { return statusKib("VmHWM") / 1024; }

void forgetPeakResident() { std::ofstream("/proc/self/clear_refs") << 5; }

double residentMb() { return statusKib("VmRSS") / 1024; }

void keepFreedMemory() {
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc takes
}

void releaseFreedMemory() { malloc_trim(0); }

}  // namespace chaesaek
