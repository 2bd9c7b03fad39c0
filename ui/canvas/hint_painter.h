// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPainter>

#include "ui/document/hint.h"

namespace chaesaek {

/// How far a hint's rings reach beyond its mark, widget pixels.
inline constexpr int kHintRings = 4;

/// A hint in widget pixels: its mark, a white ring, a thin dark outline, so that it is seen on any colour.
void paintHint(QPainter& painter, const Hint& hint, const QTransform& toWidget, double zoom);

}  // namespace chaesaek
