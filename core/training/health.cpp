// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/health.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace chaesaek {
namespace {

constexpr size_t kWindow = 200, kLeastSteps = 100;
constexpr size_t kLooks = 40;          // windows that are looked at, over the whole run
constexpr double kWon = 0.05;          // a loss of D or G below which it has won
constexpr double kWorse = 2;           // times its lowest
constexpr double kBetter = 0.98;       // times what it was
constexpr double kSame = 0.03;         // of each other: D and G have the same loss where D always answers alike
constexpr size_t kBlindSteps = 500;    // at the beginning they are alike anyway
constexpr int64_t kLongSteps = 2000;
constexpr size_t kLongValidations = 4;

/// Medians of the newest curves against what they were.
class Curves {
 public:
  explicit Curves(const std::vector<ScalarEvent>& scalars) : scalars_(scalars), window_(std::min(kWindow, scalars.size() / 4)) {}

  bool has(const std::string& curve) const { return !curve.empty() && std::isfinite(valueOf(scalars_.back().values, curve)); }
  double now(const std::string& curve) const { return medianUpTo(curve, scalars_.size()); }
  double halfway(const std::string& curve) const { return medianUpTo(curve, scalars_.size() / 2); }

  /// The lowest median that a window of the run has had.
  double lowest(const std::string& curve) const {
    double low = now(curve);
    for (size_t look = 1; look <= kLooks; ++look) low = std::min(low, medianUpTo(curve, std::max(window_, look * scalars_.size() / kLooks)));
    return low;
  }
  double atStep(const std::string& curve, int64_t step) const {
    const auto after = std::partition_point(scalars_.begin(), scalars_.end(), [step](const ScalarEvent& e) { return e.step <= step; });
    return medianUpTo(curve, std::max(window_, static_cast<size_t>(after - scalars_.begin())));
  }

 private:
  double medianUpTo(const std::string& curve, size_t end) const {
    std::vector<double> values;
    for (size_t i = end - window_; i < end; ++i)
      if (const double value = valueOf(scalars_[i].values, curve); std::isfinite(value)) values.push_back(value);
    if (values.empty()) return std::nan("");
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  }

  const std::vector<ScalarEvent>& scalars_;
  size_t window_;
};

/// Whether the play of D and G has come to an end; empty where it goes on.
std::string lopsided(const Curves& curves, const TellingCurves& telling, size_t steps) {
  const double judge = curves.now(telling.judge), fool = curves.now(telling.fool);
  if (judge < kWon) return "D sees through everything (its loss is below 0.05): G learns little from it. A smaller patch or a narrower D helps.";
  if (fool < kWon) return "G fools D every time (its adversarial loss is below 0.05): D learns too little. A larger patch or a wider D helps.";
  if (steps >= kBlindSteps && std::abs(judge - fool) < kSame * judge)
    return "D cannot tell generated from real (its loss equals G's): G learns nothing from it. A larger patch or a wider D helps.";
  return {};
}

/// Steps since the best validation, where that is long ago; else 0.
int64_t stepsWithoutBetter(const RunHistory& history) {
  if (!history.best || history.measures.empty()) return 0;
  const auto since = std::count_if(history.measures.begin(), history.measures.end(), [&](const auto& each) { return each.step > *history.best; });
  const int64_t steps = history.measures.back().step - *history.best;
  return steps >= kLongSteps && static_cast<size_t>(since) >= kLongValidations ? steps : 0;
}

Health standstill(int64_t steps, bool learns) {
  const std::string since = "for " + grouped(steps) + " steps";
  if (learns)
    return {Health::Kind::Watch, "It gets better on the drawings that it learns from, but on others not " + since +
                                     ": more data helps. The best model is kept."};
  return {Health::Kind::Watch, "Nothing has improved " + since + ": it may be done."};
}

}  // namespace

Health healthOf(const ExperimentInfo& info, const RunHistory& history) {
  if (history.scalars.size() < kLeastSteps) return {Health::Kind::Early, "Too early to say."};
  const TellingCurves& telling = info.telling;
  const Curves curves(history.scalars);
  const auto found = std::find_if(telling.likeness.begin(), telling.likeness.end(), [&](const std::string& curve) { return curves.has(curve); });
  const std::string likeness = found == telling.likeness.end() ? "" : *found;
  const bool played = curves.has(telling.judge) && curves.has(telling.fool);

  if (!likeness.empty() && curves.now(likeness) > kWorse * curves.lowest(likeness))
    return {Health::Kind::Bad, "The reconstruction is twice as bad as it was: stop, and go on with a smaller learning rate."};
  if (played)
    if (const std::string text = lopsided(curves, telling, history.scalars.size()); !text.empty()) return {Health::Kind::Watch, text};
  if (const int64_t steps = stepsWithoutBetter(history))
    return standstill(steps, !likeness.empty() && curves.now(likeness) < kBetter * curves.atStep(likeness, *history.best));
  const std::string balance = played ? "D and G are balanced" : "";
  if (likeness.empty()) return {Health::Kind::Good, played ? "Healthy: " + balance + "." : "Healthy: its losses are numbers in their bounds."};
  const bool improves = curves.now(likeness) < kBetter * curves.halfway(likeness);
  const std::string trend = improves ? "the reconstruction is still improving" : "the reconstruction hardly changes now";
  return {Health::Kind::Good, "Healthy: " + (played ? balance + ", and " : "") + trend + "."};
}

}  // namespace chaesaek
