// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>

namespace chaesaek {

/// What passes between two looks at it.
class Stopwatch {
 public:
  /// Milliseconds since it was made, or since the last restart().
  double ms() const { return std::chrono::duration<double, std::milli>(Clock::now() - since_).count(); }
  /// The same, and begins anew.
  double restart() {
    const double passed = ms();
    since_ = Clock::now();
    return passed;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point since_ = Clock::now();
};

/// Resident memory of this process in MiB: at its highest so far, and now. 0 where /proc does not tell.
double peakResidentMb();
void forgetPeakResident();  ///< the peak is of what comes from now on
double residentMb();

/// From now on this process keeps what it frees for its next use, up to a gigabyte: a training step's activations and gradients come and
/// go by the megabyte, and to get them from the system every time, cleared, takes a tenth of it. Not for drawing alone: its memory would
/// grow by the holes that are left.
void keepFreedMemory();
/// Gives back what was kept: after a training run, or what else needed much for a while.
void releaseFreedMemory();

}  // namespace chaesaek
