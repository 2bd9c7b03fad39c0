// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paper_painter.h"

namespace chaesaek {
namespace {

constexpr int kShadow = 5;  // pixels around the paper

}  // namespace

void paintPaper(QPainter& painter, const QPolygonF& paper, const QPalette& palette) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (int ring = kShadow; ring > 0; --ring) {
    painter.setPen(QPen(QColor(0, 0, 0, 10), 2 * ring, Qt::SolidLine, Qt::SquareCap, Qt::RoundJoin));
    painter.drawPolygon(paper.translated(0, 1));
  }
  painter.setPen(QPen(palette.color(QPalette::Mid), 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.setBrush(Qt::white);
  painter.drawPolygon(paper);
  painter.restore();
}

void paintDivider(QPainter& painter, QPointF middle, const QPalette& palette) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(QRectF(middle.x() - 1, 0, 2, 2 * middle.y()), palette.color(QPalette::Highlight));
  painter.setPen(Qt::NoPen);
  painter.setBrush(palette.color(QPalette::Highlight));
  painter.drawEllipse(middle, 11, 11);
  painter.setPen(QPen(palette.color(QPalette::HighlightedText), 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  for (const int side : {-1, 1}) {
    painter.drawPolyline(QPolygonF({middle + QPointF(side * 3, -3.5), middle + QPointF(side * 6.5, 0), middle + QPointF(side * 3, 3.5)}));
  }
  painter.restore();
}

}  // namespace chaesaek
