// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

namespace chaesaek {

/// Lowers the calling thread's priority (per-thread nice, 10), before its first parallel region, so that the OpenMP
/// team it starts inherits it: drawing comes first.
void lowerThreadPriority();

/// The calling thread computes alone from now on: no OpenMP team of its own. For threads of which there are many.
void computeAlone();

/// While it lives the calling thread computes alone, and numbers too small for a float's usual form are 0: for steps of a millisecond
/// or two, which do not pay for waking a team, least of all beside a training that has the processor.
class SmallSteps {
 public:
  SmallSteps();
  ~SmallSteps();
  SmallSteps(const SmallSteps&) = delete;
  SmallSteps& operator=(const SmallSteps&) = delete;

 private:
  int threads_;
  unsigned mode_;
};

/// Whether the processor multiplies bf16 in hardware (AVX512-BF16 or AMX-BF16).
bool hasFastBf16();

/// "2 cores, AVX-512 with bf16": for the status line and model cards.
std::string processorSummary();

}  // namespace chaesaek
