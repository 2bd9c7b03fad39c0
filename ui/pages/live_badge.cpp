// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/live_badge.h"

#include <QLocale>

namespace chaesaek {

namespace {

constexpr int kPatienceMs = 250;

QString milliseconds(double ms) { return LiveBadge::tr("%1 ms").arg(QLocale().toString(qRound(ms))); }

QString latencyText(const Latency& latency) {
  if (latency.results == 0) return LiveBadge::tr("Nothing was coloured yet");
  return LiveBadge::tr("From stroke to colours, last %1 results:\nhalf of them within %2 (p50)\n95 % of them within %3 (p95)")
      .arg(latency.results)
      .arg(milliseconds(latency.p50), milliseconds(latency.p95));
}

}  // namespace

LiveBadge::LiveBadge(Badge* badge, LiveBridge* live) : QObject(badge), badge_(badge), live_(live) {
  badge->reserveWidthFor(tr("up to date · %1").arg(milliseconds(100)));
  patience_.setSingleShot(true);
  patience_.setInterval(kPatienceMs);
  connect(&patience_, &QTimer::timeout, this, &LiveBadge::show);
  connect(live, &LiveBridge::stateChanged, this, &LiveBadge::follow);
  show();
}

void LiveBadge::follow() {
  if (live_->state() != LiveState::Working) {
    patience_.stop();
    show();
  } else if (!patience_.isActive()) {
    patience_.start();
  }
}

void LiveBadge::show() {
  const Latency latency = live_->latency();
  badge_->setToolTip(latencyText(latency));
  switch (live_->state()) {
    case LiveState::Off: return badge_->say(Badge::State::Off, tr("off"));
    case LiveState::PausedHidden: return badge_->say(Badge::State::Off, tr("paused: window hidden"));
    case LiveState::Working: return badge_->say(Badge::State::Working, tr("working"));
    case LiveState::Error:
      badge_->setToolTip(live_->error());
      return badge_->say(Badge::State::Bad, tr("could not colour"));
    case LiveState::UpToDate:
      return badge_->say(Badge::State::Good, latency.results > 0 ? tr("up to date · %1").arg(milliseconds(latency.last)) : tr("up to date"));
  }
}

}  // namespace chaesaek
