// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/ui_watchdog.h"

#include <QEvent>
#include <QMetaEnum>
#include <algorithm>

namespace chaesaek {
namespace {

constexpr size_t kKept = 5;
constexpr double kWorthNaming = 4;  // milliseconds

}  // namespace

void UiWatchdog::begin(int loopLevel) {
  for (Handler& outer : handlers_) outer.waited |= outer.loopLevel < loopLevel;
  handlers_.push_back({clock_.nsecsElapsed(), loopLevel});
}

bool UiWatchdog::wantsName() const {
  return !handlers_.empty() && static_cast<double>(clock_.nsecsElapsed() - handlers_.back().since) / 1e6 > kWorthNaming;
}

void UiWatchdog::end(const QString& what, int loopLevel) {
  const Handler handler = handlers_.back();
  handlers_.pop_back();
  // A handler within another of the same loop is part of it.
  const bool outermost = std::none_of(handlers_.begin(), handlers_.end(), [&](const Handler& h) { return h.loopLevel == loopLevel; });
  if (!outermost || handler.waited) return;
  const double ms = static_cast<double>(clock_.nsecsElapsed() - handler.since) / 1e6;
  ++counts_[static_cast<size_t>(std::upper_bound(kBounds.begin(), kBounds.end(), ms) - kBounds.begin())];
  if (what.isEmpty()) return;
  worst_.push_back({ms, what});
  std::sort(worst_.begin(), worst_.end(), [](const Worst& a, const Worst& b) { return a.ms > b.ms; });
  if (worst_.size() > kKept) worst_.pop_back();
}

QString UiWatchdog::report() const {
  QString text = "handlers of the UI thread, by milliseconds:\n";
  for (size_t i = 0; i < counts_.size(); ++i) {
    const QString bin = i < kBounds.size() ? QString("below %1").arg(kBounds[i]) : QString("%1 or more").arg(kBounds.back());
    text += QString("  %1  %2\n").arg(bin, -12).arg(counts_[i], 9);
  }
  text += worst_.empty() ? "none took longer than 4 ms\n" : "the longest:\n";
  for (const Worst& each : worst_) text += QString("  %1 ms  %2\n").arg(each.ms, 8, 'f', 1).arg(each.what);
  return text;
}

QString UiWatchdog::describe(const char* className, int eventType) {
  const char* type = QMetaEnum::fromType<QEvent::Type>().valueToKey(eventType);
  return QString("%1, %2").arg(className, type ? QString(type) : QString::number(eventType));
}

}  // namespace chaesaek
