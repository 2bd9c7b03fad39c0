// SPDX-License-Identifier: GPL-3.0-or-later
// How sure a figure is that was taken of a sample.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/progress.h"

namespace chaesaek {

struct Interval {
  double low = 0, high = 0;
};

/// Of a share, of 95 %: `count` of `trials` (Wilson 1927, "Probable inference, the law of succession, and statistical
/// inference"). The whole of 0..1 where nothing was tried.
Interval wilsonInterval(int count, int trials);

/// Between the two nearest ranks, linearly; `share` 0..1 of one value or more.
template <class T>
double percentile(std::vector<T> values, double share) {
  std::sort(values.begin(), values.end());
  const double rank = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<size_t>(rank);
  const size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (rank - static_cast<double>(below)) * (values[above] - values[below]);
}

struct BootstrapOptions {
  int resamples = 2000;
  uint64_t seed = 1;
};

/// Figures of a sample of things, given by their numbers: each as often as it was drawn. Not a number where it does not apply.
using Statistics = std::function<std::vector<double>(const std::vector<size_t>& sample)>;

/// A 95 % interval of each figure: the things 0 … count - 1 are drawn with replacement, again and again, and the middle 95 % of
/// what comes out is taken (Efron 1979; the percentile method). Differences of two models on the same drawings are paired when
/// `statistics` makes both of the same sample. Empty where a figure does not apply to one resample in twenty or more,
/// and where there is only one thing.
std::vector<std::optional<Interval>> bootstrapIntervals(size_t count, const Statistics& statistics, const BootstrapOptions& options, const Progress& progress);

}  // namespace chaesaek
