// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>

#include "ui/jobs/live_bridge.h"
#include "ui/widgets/labels.h"

namespace chaesaek {

/// Says on a badge how the live colours do: "up to date · 38 ms"; the tooltip has the latencies. "Working" is said only
/// of work that takes long enough to be read. Belongs to the badge.
class LiveBadge : public QObject {
  Q_OBJECT
 public:
  LiveBadge(Badge* badge, LiveBridge* live);

 private:
  void follow();
  void show();

  Badge* badge_;
  LiveBridge* live_;
  QTimer patience_;
};

}  // namespace chaesaek
