// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/health.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

#include "core/base/text.h"

namespace chaesaek {
namespace {

constexpr size_t kWindow = 200, kLeastSteps = 100;
constexpr size_t kLooks = 40;          // windows that are looked at, over the whole run
constexpr double kWorse = 2;           // times its lowest
constexpr double kTrifle = 0.1;        // of what a loss was at first: below it, twice as bad is no matter
constexpr double kBetter = 0.98;       // times what it was
constexpr double kSame = 0.03;         // of each other: D and G have the same loss where D always answers alike
constexpr double kSameAnswer = 0.02;   // as likely real: D's answers to real and to made pictures, where it reports them
constexpr size_t kBlindSteps = 500;    // at the beginning they are alike anyway
constexpr int64_t kWonSteps = 500;     // for shorter times the better of the two changes
constexpr double kCollapsed = 0.3;     // of the diversity of real pictures
constexpr double kCollapsing = 0.5;    // of the best diversity so far
constexpr int64_t kLongSteps = 2000;
constexpr size_t kLongValidations = 4;

std::string sinceStep(int64_t step) { return " since step " + grouped(step); }

/// Medians of the newest curves against what they were.
class Curves {
 public:
  explicit Curves(const std::vector<ScalarEvent>& scalars) : scalars_(scalars), window_(std::min(kWindow, scalars.size() / 4)) {}

  bool has(const std::string& curve) const { return !curve.empty() && std::isfinite(valueOf(scalars_.back().values, curve)); }
  double now(const std::string& curve) const { return medianUpTo(curve, scalars_.size()); }
  double atFirst(const std::string& curve) const { return medianUpTo(curve, window_); }
  double halfway(const std::string& curve) const { return medianUpTo(curve, scalars_.size() / 2); }
  size_t size() const { return scalars_.size(); }

  /// The lowest median that a window of the run has had.
  double lowest(const std::string& curve) const {
    double low = now(curve);
    for (size_t look = 1; look <= kLooks; ++look) low = std::min(low, medianUpTo(curve, std::max(window_, look * scalars_.size() / kLooks)));
    return low;
  }
  /// " since step 1,200" where `holds` has long been true of all medians (it is asked with what gives a curve's); else empty.
  template <class Holds>
  std::string longSince(Holds holds) const {
    size_t first = scalars_.size();
    const size_t stride = std::max<size_t>(1, scalars_.size() / kLooks);
    for (size_t end = scalars_.size(); end > 0 && holds([&](const std::string& curve) { return medianUpTo(curve, end); });
         end = end > window_ ? std::max(window_, end - stride) : 0)
      first = end - window_;
    if (first == scalars_.size() || scalars_.back().step - scalars_[first].step < kWonSteps - 1) return {};
    const bool allThatIsKnown = first == 0 && scalars_.front().step > 1;  // a live view keeps the newest steps alone
    return allThatIsKnown ? " for " + grouped(scalars_.back().step - scalars_[first].step) + " steps or longer" : sinceStep(scalars_[first].step);
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

std::string shortNumber(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

/// Whether the play of D and G has come to an end; empty where it goes on.
std::string lopsided(const Curves& curves, const TellingCurves& t) {
  const bool answers = curves.has(t.real) && curves.has(t.fake);
  const std::string help = t.patch ? "D helps." : "D or a lower learning rate helps.";
  const std::string smaller = t.patch ? " A smaller patch or a narrower " + help : " A narrower " + help;
  const std::string larger = t.patch ? " A larger patch or a wider " + help : " A wider " + help;
  if (answers) {
    if (const std::string since = curves.longSince([&](auto at) { return at(t.real) > t.sure && at(t.fake) < 1 - t.sure; }); !since.empty())
      return "D sees through everything" + since + " (it is sure of nearly every picture): G learns little from it." + smaller;
    if (const std::string since = curves.longSince([&](auto at) { return at(t.fake) > t.sure; }); !since.empty())
      return "G fools D every time" + since + " (D takes made pictures for real): D learns too little." + larger;
  } else if (const std::string since = curves.longSince([&](auto at) { return at(t.judge) < t.won; }); !since.empty()) {
    return "D sees through everything" + since + " (its loss is below " + shortNumber(t.won) + "): G learns little from it." + smaller;
  } else if (const std::string since = curves.longSince([&](auto at) { return at(t.fool) < t.won; }); !since.empty()) {
    return "G fools D every time" + since + " (its adversarial loss is below " + shortNumber(t.won) + "): D learns too little." + larger;
  }
  const bool alike = answers ? std::abs(curves.now(t.real) - curves.now(t.fake)) < kSameAnswer
                             : std::abs(curves.now(t.judge) - curves.now(t.fool)) < kSame * curves.now(t.judge);
  if (curves.size() < kBlindSteps || !alike) return {};
  const std::string why = answers ? "it says the same of both" : "its loss equals G's";
  return "D cannot tell generated from real (" + why + "): G learns nothing from it." + larger;
}

/// Whether G makes the same picture again and again; empty where it does not.
std::string collapse(const RunHistory& history, const std::string& diversity) {
  double best = 0, now = 1;
  std::optional<int64_t> since;
  for (const MeasureEvent& measure : history.measures) {
    const double value = valueOf(measure.values, diversity);
    if (!std::isfinite(value)) continue;
    best = std::max(best, std::min(1.0, value));
    now = value;
    const bool fallen = value < kCollapsing * best || (value < kCollapsed && measure.step >= static_cast<int64_t>(kBlindSteps));
    if (!fallen) since.reset();
    else if (!since) since = measure.step;
  }
  if (!since) return {};
  return "Collapse" + sinceStep(*since) + ": made pictures are " + std::to_string(std::lround(100 * now)) +
         " % as different from each other as real ones. Stop: the best model is kept; a lower learning rate or a narrower D helps.";
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

  if (!likeness.empty() && curves.now(likeness) > std::max(kWorse * curves.lowest(likeness), kTrifle * curves.atFirst(likeness)))
    return {Health::Kind::Bad, "The " + telling.likenessName + " is twice as bad as it was: stop, and go on with a smaller learning rate."};
  if (const std::string text = collapse(history, telling.diversity); !text.empty()) return {Health::Kind::Bad, text};
  if (played)
    if (const std::string text = lopsided(curves, telling); !text.empty()) return {Health::Kind::Watch, text};
  if (const int64_t steps = stepsWithoutBetter(history))
    return standstill(steps, !likeness.empty() && curves.now(likeness) < kBetter * curves.atStep(likeness, *history.best));
  const std::string balance = played ? "D and G are balanced" : "";
  if (likeness.empty()) return {Health::Kind::Good, played ? "Healthy: " + balance + "." : "Healthy: its losses are numbers in their bounds."};
  const bool improves = curves.now(likeness) < kBetter * curves.halfway(likeness);
  const std::string trend = "the " + telling.likenessName + (improves ? " is still improving" : " hardly changes now");
  return {Health::Kind::Good, "Healthy: " + (played ? balance + ", and " : "") + trend + "."};
}

}  // namespace chaesaek
