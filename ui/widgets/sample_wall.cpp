// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_wall.h"

#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>

#include "ui/widgets/button.h"
#include "ui/widgets/picture_card.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kGap = 6, kLeastSide = 44, kMostSide = 176, kMostHead = 90, kDragged = 64, kScrollBar = 10;

}  // namespace

SampleWall::SampleWall(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setToolTip(tr("Click to pick, or drag; double click to enlarge"));
}

void SampleWall::setPictures(std::vector<QImage> pictures, const QStringList& heads) {
  pictures_ = std::move(pictures);
  heads_ = heads;
  marks_.clear();
  mark_ = qBound(0, mark_, qMax(0, count() - 1));
  if (count() > 0) setAccessibleName(nameOf(mark_));
  fit();
  update();
}

void SampleWall::setMarks(const QStringList& marks) {
  marks_ = marks;
  update();
}

void SampleWall::setRoom(QSize room) {
  room_ = room;
  fit();
}

int SampleWall::sideFor(int columns) const {
  const int rows = (count() + columns - 1) / columns;
  return qMin((room_.width() - left_ - (columns - 1) * kGap) / columns, (room_.height() - (rows - 1) * kGap) / rows);
}

void SampleWall::fit() {
  left_ = 0;
  for (const QString& head : heads_) left_ = qMax(left_, qMin(kMostHead, fontMetrics().horizontalAdvance(head)) + kGap8);
  if (count() == 0) return resize(0, 0);
  columns_ = heads_.isEmpty() ? 1 : qMax(1, count() / int(heads_.size()));
  for (int columns = 2; heads_.isEmpty() && columns <= count(); ++columns)
    if (sideFor(columns) > sideFor(columns_)) columns_ = columns;
  side_ = qMin(sideFor(columns_), kMostSide);
  if (side_ < kLeastSide) {  // then it is scrolled
    const int width = room_.width() - left_ - kScrollBar;
    if (heads_.isEmpty()) columns_ = qMax(1, (width + kGap) / (kLeastSide + kGap));
    side_ = qBound(16, (width - (columns_ - 1) * kGap) / columns_, kLeastSide);
  }
  resize(left_ + columns_ * (side_ + kGap) - kGap, cell(count() - 1).bottom() + 1);
}

QRect SampleWall::cell(int index) const {
  return {left_ + index % columns_ * (side_ + kGap), index / columns_ * (side_ + kGap), side_, side_};
}

int SampleWall::at(QPointF point) const {
  const int x = int(point.x()) - left_;
  if (x < 0 || point.y() < 0 || x / (side_ + kGap) >= columns_) return -1;
  const int index = int(point.y()) / (side_ + kGap) * columns_ + x / (side_ + kGap);
  return index < count() && cell(index).contains(point.toPoint()) ? index : -1;
}

QString SampleWall::nameOf(int index) const {
  const QString name = tr("Sample %1").arg(index);
  return heads_.isEmpty() ? name : QString("%1, %2").arg(name, heads_[qMin(index / columns_, int(heads_.size()) - 1)]);
}

void SampleWall::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintHeads(painter);
  for (int index = 0; index < count(); ++index)
    if (event->rect().intersects(cell(index))) paintCell(painter, index);
}

void SampleWall::paintHeads(QPainter& painter) {
  painter.setPen(tokens().softText);
  for (int row = 0; row < heads_.size(); ++row) {
    const QRect area(0, row * (side_ + kGap), left_ - kGap8, side_);
    painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, fontMetrics().elidedText(heads_[row], Qt::ElideRight, area.width()));
  }
}

void SampleWall::paintCell(QPainter& painter, int index) {
  const QRectF area(cell(index));
  const bool picked = index < marks_.size() && !marks_[index].isEmpty();
  paintPictureIn(painter, area.adjusted(1, 1, -1, -1), pictures_[size_t(index)]);
  const double half = picked ? 1 : .5;
  painter.setPen(QPen(picked || index == hovered_ ? tokens().accent : tokens().line, 2 * half));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(area.adjusted(half, half, -half, -half), kCorner, kCorner);
  if (picked) paintCornerMark(painter, area, Qt::TopLeftCorner, marks_[index]);
  if (index == pressed_ || (hasFocus() && byKeys_ && index == mark_)) paintFocusRing(painter, area, kCorner);
}

void SampleWall::mouseMoveEvent(QMouseEvent* event) {
  const bool far = (event->position() - pressedAt_).manhattanLength() >= QApplication::startDragDistance();
  if (pressed_ >= 0 && event->buttons() == Qt::LeftButton && far) return drag(std::exchange(pressed_, -1));
  const int now = at(event->position());
  if (now == hovered_) return;
  hovered_ = now;
  update();
}

void SampleWall::drag(int index) {
  auto* data = new QMimeData;
  data->setData(kSampleMime, QByteArray::number(index));
  auto* drag = new QDrag(this);  // deletes itself
  drag->setMimeData(data);
  drag->setPixmap(QPixmap::fromImage(picture(index).scaled(kDragged, kDragged, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
  drag->exec(Qt::CopyAction);
  update();
}

void SampleWall::leaveEvent(QEvent*) {
  hovered_ = -1;
  update();
}

void SampleWall::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  byKeys_ = false;
  pressed_ = at(event->position());
  pressedAt_ = event->position();
  update();
}

void SampleWall::mouseReleaseEvent(QMouseEvent* event) {
  const int here = at(event->position()), from = std::exchange(pressed_, -1);
  update();
  if (event->button() != Qt::LeftButton || here < 0 || here != from) return;
  moveTo(here);
  Q_EMIT picked(here);
}

/// The first of the two clicks has picked it already.
void SampleWall::mouseDoubleClickEvent(QMouseEvent* event) {
  if (const int here = at(event->position()); event->button() == Qt::LeftButton && here >= 0) Q_EMIT enlarged(here);
}

void SampleWall::moveTo(int index) {
  if (count() == 0) return;
  mark_ = qBound(0, index, count() - 1);
  setAccessibleName(nameOf(mark_));
  update();
}

void SampleWall::focusInEvent(QFocusEvent* event) {
  byKeys_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  QWidget::focusInEvent(event);
}

void SampleWall::keyPressEvent(QKeyEvent* event) {
  byKeys_ = true;
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
  if (enter && count() > 0) {
    if (event->modifiers() & Qt::ShiftModifier) Q_EMIT enlarged(mark_);
    else Q_EMIT picked(mark_);
    return;
  }
  switch (event->key()) {
    case Qt::Key_Left: moveTo(mark_ - 1); break;
    case Qt::Key_Right: moveTo(mark_ + 1); break;
    case Qt::Key_Up: moveTo(mark_ < columns_ ? mark_ : mark_ - columns_); break;
    case Qt::Key_Down: moveTo(mark_ + columns_ < count() ? mark_ + columns_ : mark_); break;
    default: return QWidget::keyPressEvent(event);
  }
  Q_EMIT marked(cell(mark_));
}

}  // namespace chaesaek
