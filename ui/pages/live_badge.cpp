// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/live_badge.h"

#include <QLocale>

namespace chaesaek {

namespace {

QString milliseconds(double ms) { return Badge::tr("%1 ms").arg(QLocale().toString(qRound(ms))); }

QString latencyText(const Latency& latency) {
  if (latency.results == 0) return Badge::tr("Nothing was coloured yet");
  return Badge::tr("From stroke to colours, last %1 results\nhalf of them within %2 (p50)\n95 % of them within %3 (p95)")
      .arg(latency.results)
      .arg(milliseconds(latency.p50), milliseconds(latency.p95));
}

}  // namespace

void showLive(Badge* badge, const LiveBridge& live) {
  const Latency latency = live.latency();
  badge->setToolTip(latencyText(latency));
  switch (live.state()) {
    case LiveState::Off: return badge->say(Badge::State::Off, Badge::tr("off"));
    case LiveState::PausedHidden: return badge->say(Badge::State::Off, Badge::tr("paused: window hidden"));
    case LiveState::Working: return badge->say(Badge::State::Working, Badge::tr("working"));
    case LiveState::Error:
      badge->setToolTip(live.error());
      return badge->say(Badge::State::Bad, Badge::tr("could not colour"));
    case LiveState::UpToDate:
      return badge->say(Badge::State::Good, latency.results > 0 ? Badge::tr("up to date · %1").arg(milliseconds(latency.last)) : Badge::tr("up to date"));
  }
}

}  // namespace chaesaek
