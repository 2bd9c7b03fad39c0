// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/handler_times.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chaesaek {
namespace {

constexpr double kShortest = 0.01, kGrowth = 1.05;  // milliseconds; the first fine bin, and each against the one before

}  // namespace

void HandlerTimes::add(double ms) {
  ++counts_[static_cast<size_t>(std::upper_bound(kBounds.begin(), kBounds.end(), ms) - kBounds.begin())];
  const auto bin = static_cast<size_t>(std::max(0., std::ceil(std::log(std::max(ms, kShortest) / kShortest) / std::log(kGrowth))));
  if (fine_.size() <= bin) fine_.resize(bin + 1);
  ++fine_[bin];
}

qint64 HandlerTimes::count() const { return std::accumulate(counts_.begin(), counts_.end(), qint64(0)); }

double HandlerTimes::quantile(double share) const {
  const auto wanted = static_cast<qint64>(std::ceil(share * static_cast<double>(count())));
  qint64 seen = 0;
  for (size_t bin = 0; bin < fine_.size(); ++bin) {
    seen += fine_[bin];
    if (seen >= wanted) return kShortest * std::pow(kGrowth, static_cast<double>(bin));
  }
  return 0;
}

}  // namespace chaesaek
