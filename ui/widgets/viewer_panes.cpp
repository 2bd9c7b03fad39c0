// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/viewer_panes.h"

#include <QWheelEvent>
#include <cmath>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kHeadHeight = 24;
constexpr double kMostZoom = 32, kWheelStep = 1.2;
constexpr double kPixelsShow = 3;  ///< from this scale on pixels are drawn as squares

}  // namespace

ViewerPanes::ViewerPanes(QWidget* parent) : QWidget(parent) {
  setFont(Theme::instance().headFont());
  setCursor(Qt::OpenHandCursor);
}

void ViewerPanes::setRow(const SampleSheet& sheet, int row) {
  sheet_ = sheet;
  row_ = row;
  update();
}

QRectF ViewerPanes::pane(int column) const {
  const int columns = qMax(1, sheet_.columns());
  const double wide = (width() - (columns - 1) * kGap8) / double(columns);
  return {column * (wide + kGap8), double(kHeadHeight), wide, double(height() - kHeadHeight)};
}

int ViewerPanes::paneAt(QPointF at) const {
  const int columns = qMax(1, sheet_.columns());
  return qBound(0, int(at.x() * columns / qMax(1, width())), columns - 1);
}

/// Where the whole picture of a column lies, in pixels; an empty column has the place of a square.
QRectF ViewerPanes::place(int column) const {
  const QRectF room = pane(column);
  const QImage picture = sheet_.picture(row_, column);
  const QSizeF size = QSizeF(picture.isNull() ? QSize(1, 1) : picture.size()).scaled(room.size(), Qt::KeepAspectRatio) * zoom_;
  return {room.center() - QPointF(centre_.x() * size.width(), centre_.y() * size.height()), size};
}

void ViewerPanes::zoomAt(QPointF at, double factor) {
  const QRectF before = place(paneAt(at));
  const QPointF share((at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height());
  zoom_ = qBound(1., zoom_ * factor, kMostZoom);
  const QRectF after = place(paneAt(at));
  const QPointF off = at - QPointF(after.x() + share.x() * after.width(), after.y() + share.y() * after.height());
  centre_ -= QPointF(off.x() / after.width(), off.y() / after.height());
  keepInside();
}

/// No more empty room at a side than the pane needs.
void ViewerPanes::keepInside() {
  const QSizeF room = pane(0).size(), size = place(0).size();
  const auto kept = [](double centre, double shown) { return shown >= 1 ? .5 : qBound(shown / 2, centre, 1 - shown / 2); };
  centre_ = {kept(centre_.x(), room.width() / size.width()), kept(centre_.y(), room.height() / size.height())};
  update();
}

void ViewerPanes::zoomBy(double factor) { zoomAt(pane(paneAt(rect().center())).center(), factor); }

void ViewerPanes::fit() {
  zoom_ = 1;
  keepInside();
}

void ViewerPanes::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  for (int column = 0; column < sheet_.columns(); ++column) paintPane(painter, column);
}

void ViewerPanes::paintPane(QPainter& painter, int column) {
  const QRectF room = pane(column), whole = place(column);
  painter.setPen(tokens().softText);
  const QRectF head(room.left(), 0, room.width(), kHeadHeight);
  painter.drawText(head, Qt::AlignHCenter | Qt::AlignVCenter, fontMetrics().elidedText(sheet_.heads[column], Qt::ElideRight, int(room.width())));
  painter.save();
  painter.setClipRect(room);
  painter.fillRect(whole, Qt::white);
  const QImage picture = sheet_.picture(row_, column), map = sheet_.map(row_, column);
  if (!picture.isNull()) {
    painter.setRenderHint(QPainter::SmoothPixmapTransform, whole.width() * devicePixelRatioF() < kPixelsShow * picture.width());
    painter.drawImage(whole, picture);
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  if (!map.isNull()) painter.drawImage(whole, colouredMap(map));
  painter.restore();
}

void ViewerPanes::wheelEvent(QWheelEvent* event) {
  zoomAt(event->position(), std::pow(kWheelStep, event->angleDelta().y() / 120.));
  event->accept();
}

void ViewerPanes::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  gripped_ = true;
  grip_ = event->position();
  setCursor(Qt::ClosedHandCursor);
}

void ViewerPanes::mouseMoveEvent(QMouseEvent* event) {
  if (!gripped_) return;
  const QPointF moved = event->position() - grip_;
  grip_ = event->position();
  const QSizeF size = place(0).size();
  centre_ -= QPointF(moved.x() / size.width(), moved.y() / size.height());
  keepInside();
}

void ViewerPanes::mouseReleaseEvent(QMouseEvent*) {
  gripped_ = false;
  setCursor(Qt::OpenHandCursor);
}

void ViewerPanes::mouseDoubleClickEvent(QMouseEvent*) { fit(); }

}  // namespace chaesaek
