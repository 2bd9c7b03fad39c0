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

}  // namespace chaesaek
