// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/hint_painter.h"

namespace chaesaek {

void paintHint(QPainter& painter, const Hint& hint, const QTransform& toWidget, double zoom) {
  QPolygonF line;
  for (const QPointF& point : hint.points) line << toWidget.map(point);
  const double width = 2 * hint.radius * zoom;
  const auto stroke = [&](const QColor& colour, double wider) {
    painter.setPen(QPen(colour, width + wider, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    line.size() == 1 ? painter.drawPoint(line.first()) : painter.drawPolyline(line);
  };
  painter.setRenderHint(QPainter::Antialiasing);
  stroke(QColor(0x55, 0x55, 0x55), 2.0 * (kHintRings - 1));
  stroke(Qt::white, 2.0 * (kHintRings - 2));
  stroke(hint.colour, 0);
}

}  // namespace chaesaek
