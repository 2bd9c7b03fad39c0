// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/statistics.h"

#include <cmath>

#include "core/base/random.h"

namespace chaesaek {
namespace {

constexpr double kZ = 1.959963984540054;  // of the normal distribution: 95 % lie within
constexpr double kTail = 0.025;
constexpr int kFewMissing = 20;           // at most one resample in so many may lack a figure
constexpr int kReportEvery = 50;

std::vector<size_t> drawAgain(size_t count, Random& random) {
  std::vector<size_t> sample(count);
  for (size_t& one : sample) one = static_cast<size_t>(random.integer(0, static_cast<int>(count) - 1));
  return sample;
}

}  // namespace

Interval wilsonInterval(int count, int trials) {
  if (trials <= 0) return {0, 1};
  const double n = trials, share = count / n, z2 = kZ * kZ;
  const double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

std::vector<std::optional<Interval>> bootstrapIntervals(size_t count, const Statistics& statistics, const BootstrapOptions& options, const Progress& progress) {
  if (count == 0) return {};
  Random random(options.seed);
  std::vector<std::vector<double>> found;  // of each figure, the resamples that it applies to
  for (int i = 0; i < options.resamples; ++i) {
    if (i % kReportEvery == 0) progress(i, options.resamples, "drawing again");
    const std::vector<double> figures = statistics(drawAgain(count, random));
    found.resize(figures.size());
    for (size_t f = 0; f < figures.size(); ++f)
      if (std::isfinite(figures[f])) found[f].push_back(figures[f]);
  }
  std::vector<std::optional<Interval>> out;
  for (const std::vector<double>& values : found) {
    const auto missing = static_cast<size_t>(options.resamples) - values.size();
    if (count == 1 || missing * kFewMissing >= static_cast<size_t>(options.resamples)) out.emplace_back();
    else out.push_back(Interval{percentile(values, kTail), percentile(values, 1 - kTail)});
  }
  return out;
}

}  // namespace chaesaek
