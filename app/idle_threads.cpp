// SPDX-License-Identifier: GPL-3.0-or-later
// Idle OpenMP threads must sleep. Only for a moment they look for the next piece of work themselves: a training step has thousands, and
// waking them for each would make it a tenth longer. libgomp reads OMP_WAIT_POLICY and GOMP_SPINCOUNT once, when it is loaded: where they
// are missing, they are set and the process replaces itself. That is done before any library initialises itself, because LibTorch
// takes a quarter of a second for that, and would do it twice.
#include <alloca.h>
#include <unistd.h>

#include <cstring>
#include <initializer_list>

namespace {

char policy[] = "OMP_WAIT_POLICY=PASSIVE";
char spins[] = "GOMP_SPINCOUNT=20000";  // about a tenth of a millisecond

bool isSet(char** environment, const char* assignment) {
  const size_t length = static_cast<size_t>(std::strchr(assignment, '=') - assignment) + 1;
  for (; *environment; ++environment)
    if (std::strncmp(*environment, assignment, length) == 0) return true;
  return false;
}

/// Nothing is initialised yet but the C library: no allocation, no getenv.
[[gnu::no_sanitize("address", "undefined")]] void makeIdleThreadsSleep(int, char** argv, char** environment) {
  if (isSet(environment, policy) && isSet(environment, spins)) return;
  size_t count = 0;
  while (environment[count]) ++count;
  auto** extended = static_cast<char**>(alloca((count + 3) * sizeof(char*)));
  std::memcpy(extended, environment, count * sizeof(char*));
  for (char* each : {policy, spins})
    if (!isSet(environment, each)) extended[count++] = each;
  extended[count] = nullptr;
  execve("/proc/self/exe", argv, extended);  // returns only where /proc is missing: then threads spin for long, nothing worse
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const beforeAll)(int, char**, char**) = makeIdleThreadsSleep;

}  // namespace
