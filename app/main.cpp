// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <opencv2/core/utility.hpp>
#include <thread>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "app/command_line.h"

namespace {

/// glibc gives threads up to eight heaps a core, each of which keeps what was once needed in it; colours are made by threads that come and go.
/// With one for two cores, and two at least, the studio takes an eighth less memory, and nothing takes longer.
void shareHeaps() {
#ifdef __GLIBC__
  if (!std::getenv("MALLOC_ARENA_MAX")) mallopt(M_ARENA_MAX, std::max(2, static_cast<int>(std::thread::hardware_concurrency()) / 2));
#endif
}

}  // namespace

int main(int argc, char** argv) {
  shareHeaps();
  cv::setNumThreads(1);  // every thread of this program is busy with a picture of its own
  return chaesaek::runCommandLine(argc, argv);
}
