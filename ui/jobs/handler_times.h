// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <array>
#include <vector>

namespace chaesaek {

/// How often which length came, in milliseconds, without keeping each of them.
class HandlerTimes {
 public:
  static constexpr std::array kBounds{1., 4., 8., 16., 33., 100.};  ///< the last bin has no upper bound

  void add(double ms);
  const std::array<qint64, kBounds.size() + 1>& histogram() const { return counts_; }
  qint64 count() const;
  /// The length that a share (0..1) of them stay below, at most 5 % too high; 0 of none.
  double quantile(double share) const;

 private:
  std::array<qint64, kBounds.size() + 1> counts_{};
  std::vector<qint64> fine_;  // each bin 5 % longer than the one before
};

}  // namespace chaesaek
