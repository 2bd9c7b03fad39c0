// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/jobs/live_bridge.h"
#include "ui/widgets/labels.h"

namespace chaesaek {

/// Says on a badge how the live colours do: "up to date · 38 ms"; the tooltip has the latencies.
void showLive(Badge* badge, const LiveBridge& live);

}  // namespace chaesaek
