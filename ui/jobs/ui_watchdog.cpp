// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/ui_watchdog.h"

#include <time.h>

#include <QEvent>
#include <QMetaEnum>
#include <algorithm>

namespace chaesaek {
namespace {

constexpr size_t kKept = 5;
constexpr double kWorthNaming = 4;  // milliseconds
constexpr double kTail = 0.999;

/// Of the calling thread, in nanoseconds.
qint64 processorTime() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

void keepWorst(std::vector<UiWatchdog::Worst>& worst, const UiWatchdog::Worst& one, double UiWatchdog::Worst::*by) {
  worst.insert(std::upper_bound(worst.begin(), worst.end(), one, [by](const auto& a, const auto& b) { return a.*by > b.*by; }), one);
  if (worst.size() > kKept) worst.pop_back();
}

QString listed(const std::vector<UiWatchdog::Worst>& worst) {
  QString text;
  for (const UiWatchdog::Worst& each : worst)
    text += QString("  %1 ms, %2 of them on the processor  %3\n").arg(each.ms, 8, 'f', 1).arg(each.cpuMs, 7, 'f', 1).arg(each.what);
  return text;
}

}  // namespace

void UiWatchdog::begin(int loopLevel) {
  for (Handler& outer : handlers_) outer.waited |= outer.loopLevel < loopLevel;
  handlers_.push_back({clock_.nsecsElapsed(), processorTime(), loopLevel});
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
  const qint64 cpu = processorTime() - handler.cpuSince;  // its clock is read within the other: no more than all
  const Worst one{static_cast<double>(clock_.nsecsElapsed() - handler.since) / 1e6, static_cast<double>(cpu) / 1e6, what};
  wall_.add(one.ms);
  cpu_.add(one.cpuMs);
  if (what.isEmpty()) return;
  keepWorst(worst_, one, &Worst::ms);
  keepWorst(worstCpu_, one, &Worst::cpuMs);
}

QString UiWatchdog::report() const {
  QString text = "handlers of the UI thread, by milliseconds:\n  %1  %2  %3\n";
  text = text.arg("", -12).arg("in all", 12).arg("on the processor", 16);
  const auto& bounds = HandlerTimes::kBounds;
  for (size_t i = 0; i < wall_.histogram().size(); ++i) {
    const QString bin = i < bounds.size() ? QString("below %1").arg(bounds[i]) : QString("%1 or more").arg(bounds.back());
    text += QString("  %1  %2  %3\n").arg(bin, -12).arg(wall_.histogram()[i], 12).arg(cpu_.histogram()[i], 16);
  }
  text += QString("  %1  %2  %3\n").arg("99.9 % below", -12).arg(wall_.quantile(kTail), 12, 'f', 2).arg(cpu_.quantile(kTail), 16, 'f', 2);
  if (worst_.empty()) return text + "none took longer than 4 ms\n";
  return text + "the longest:\n" + listed(worst_) + "those that used the processor longest:\n" + listed(worstCpu_);
}

QString UiWatchdog::describe(const char* className, int eventType) {
  const char* type = QMetaEnum::fromType<QEvent::Type>().valueToKey(eventType);
  return QString("%1, %2").arg(className, type ? QString(type) : QString::number(eventType));
}

}  // namespace chaesaek
