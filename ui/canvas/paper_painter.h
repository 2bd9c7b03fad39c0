// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPainter>
#include <QPalette>

namespace chaesaek {

/// Zoom from which single pixels are shown as squares.
inline constexpr double kCrispFrom = 4;
/// How near to a divider the pointer takes hold of it, widget pixels.
inline constexpr double kDividerReach = 7;

/// White paper on the table: a soft shadow of a few rings, and a hairline.
void paintPaper(QPainter& painter, const QPolygonF& paper, const QPalette& palette);
/// An upright line to drag, as high as the widget, with a grip around `middle`.
void paintDivider(QPainter& painter, QPointF middle, const QPalette& palette);

}  // namespace chaesaek
