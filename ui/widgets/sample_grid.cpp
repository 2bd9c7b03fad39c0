// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_grid.h"

#include <QKeyEvent>
#include <QPainterPath>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kMostSide = 256, kMostWall = 512, kHeadHeight = 20, kPatches = 7;

/// Rounded card with the picture in it, whole, and the map over it.
QPixmap cardOf(const QImage& picture, const QImage& map, int side, qreal ratio) {
  QPixmap card(qRound(side * ratio), qRound(side * ratio));
  card.setDevicePixelRatio(ratio);
  card.fill(Qt::transparent);
  QPainter painter(&card);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath rounded;
  rounded.addRoundedRect(QRectF(0, 0, side, side), kCorner - 1, kCorner - 1);
  painter.setClipPath(rounded);
  painter.fillRect(QRectF(0, 0, side, side), Qt::white);
  if (picture.isNull()) return card;
  const QSizeF size = QSizeF(picture.size()).scaled(side, side, Qt::KeepAspectRatio);
  const QRectF place(QPointF((side - size.width()) / 2, (side - size.height()) / 2), size);
  const QImage fitting = picture.scaled((size * ratio).toSize().expandedTo({1, 1}), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  painter.drawImage(place, fitting);
  if (!map.isNull()) painter.drawImage(place, colouredMap(map));  // unsmoothed: a patch stays a patch
  return card;
}

}  // namespace

SampleGrid::SampleGrid(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setToolTip(tr("Click to enlarge (Enter)"));
}

void SampleGrid::setSheet(const SampleSheet& sheet) {
  sheet_ = sheet;
  scaled_.resize(sheet_.rows.size());
  for (auto& row : scaled_) row.resize(size_t(sheet_.columns()));
  mark_ = QPoint(qBound(0, mark_.x(), qMax(0, sheet_.columns() - 1)), qBound(0, mark_.y(), qMax(0, int(sheet_.rows.size()) - 1)));
  if (!sheet_.isEmpty()) setAccessibleName(sheet_.nameOf(mark_.y(), mark_.x()));
  fit();
  update();
}

void SampleGrid::setRoom(int width) {
  room_ = width;
  fit();
}

void SampleGrid::fit() {
  const int columns = qMax(1, sheet_.columns()), rows = int(sheet_.rows.size());
  side_ = qBound(16, (room_ - (columns - 1) * kGap8) / columns, columns == 1 ? kMostWall : kMostSide);  // one column is a wall of many
  resize(columns * (side_ + kGap8) - kGap8, qMax(1, rows * (side_ + kGap8) - kGap8));
}

QRect SampleGrid::cell(int row, int column) const {
  return {column * (side_ + kGap8), row * (side_ + kGap8), side_, side_};
}

QPoint SampleGrid::cellAt(QPointF at) const {
  const QPoint found(int(at.x()) / (side_ + kGap8), int(at.y()) / (side_ + kGap8));
  const bool inside = at.x() >= 0 && at.y() >= 0 && found.x() < sheet_.columns() && found.y() < int(sheet_.rows.size());
  return inside && cell(found.y(), found.x()).contains(at.toPoint()) ? found : QPoint(-1, -1);
}

const QPixmap& SampleGrid::scaled(int row, int column) {
  Scaled& kept = scaled_[size_t(row)][size_t(column)];
  const QImage picture = sheet_.picture(row, column), map = sheet_.map(row, column);
  const int inner = side_ - 2, pixels = qRound(inner * devicePixelRatioF());
  const bool same = kept.pixmap.width() == pixels && kept.picture == picture.cacheKey() && kept.map == map.cacheKey() &&
                    (map.isNull() || kept.dark == tokens().dark);
  if (!same) kept = {cardOf(picture, map, inner, devicePixelRatioF()), picture.cacheKey(), map.cacheKey(), tokens().dark};
  return kept.pixmap;
}

void SampleGrid::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int row = 0; row < int(sheet_.rows.size()); ++row)
    for (int column = 0; column < sheet_.columns(); ++column)
      if (event->rect().intersects(cell(row, column))) paintCell(painter, row, column);
}

void SampleGrid::paintCell(QPainter& painter, int row, int column) {
  const QRect area = cell(row, column);
  const QPoint here(column, row);
  painter.drawPixmap(area.topLeft() + QPoint(1, 1), scaled(row, column));
  painter.setPen(QPen(here == hovered_ ? tokens().accent : tokens().line, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(area).adjusted(.5, .5, -.5, -.5), kCorner, kCorner);
  if (here == pressed_ || (hasFocus() && here == mark_)) paintFocusRing(painter, area, kCorner);
}

void SampleGrid::mouseMoveEvent(QMouseEvent* event) {
  const QPoint now = cellAt(event->position());
  if (now == hovered_) return;
  hovered_ = now;
  update();
}

void SampleGrid::leaveEvent(QEvent*) {
  hovered_ = {-1, -1};
  update();
}

void SampleGrid::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) pressed_ = cellAt(event->position());
  update();
}

void SampleGrid::mouseReleaseEvent(QMouseEvent* event) {
  const QPoint here = cellAt(event->position()), from = std::exchange(pressed_, QPoint(-1, -1));
  update();
  if (event->button() != Qt::LeftButton || here != from || here.x() < 0) return;
  mark_ = here;
  Q_EMIT enlarged(here.y());
}

void SampleGrid::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return moveMark({-1, 0});
    case Qt::Key_Right: return moveMark({1, 0});
    case Qt::Key_Up: return moveMark({0, -1});
    case Qt::Key_Down: return moveMark({0, 1});
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (!sheet_.isEmpty()) Q_EMIT enlarged(mark_.y());
      return;
    default: QWidget::keyPressEvent(event);
  }
}

void SampleGrid::moveMark(QPoint by) {
  if (sheet_.isEmpty()) return;
  mark_ = QPoint(qBound(0, mark_.x() + by.x(), sheet_.columns() - 1), qBound(0, mark_.y() + by.y(), int(sheet_.rows.size()) - 1));
  setAccessibleName(sheet_.nameOf(mark_.y(), mark_.x()));
  update();
  Q_EMIT marked(cell(mark_.y(), mark_.x()));
}

void SampleGrid::setCurrentRow(int row) {
  mark_.setY(0);
  moveMark({0, row});
}

SampleHeads::SampleHeads(const SampleGrid* grid, QWidget* parent) : QWidget(parent), grid_(grid) {
  setFont(Theme::instance().headFont());
  setFixedHeight(kHeadHeight);
}

void SampleHeads::setHeads(const QStringList& heads) {
  heads_ = heads;
  setVisible(!QString(heads.join("")).isEmpty());
  update();
}

void SampleHeads::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(tokens().softText);
  for (int column = 0; column < heads_.size(); ++column) {
    const QRect area(grid_->cell(0, column).left(), 0, grid_->cell(0, column).width() + kGap8 - 2, height());
    painter.drawText(area, Qt::AlignLeft | Qt::AlignTop, fontMetrics().elidedText(heads_[column], Qt::ElideRight, area.width()));
  }
}

VerdictLegend::VerdictLegend(QWidget* parent) : QWidget(parent) {
  setFont(Theme::instance().captionFont());
  setFixedHeight(kHeadHeight);
  setAccessibleName(tr("What D takes for false and for real"));
  setToolTip(accessibleName());
}

void VerdictLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(tokens().softText);
  const QString low = tr("false"), high = tr("real");
  const int patch = 10, left = fontMetrics().horizontalAdvance(low) + kGap8;
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, low);
  for (int i = 0; i < kPatches; ++i) painter.fillRect(left + i * patch, (height() - patch) / 2, patch, patch, verdictColour(255 * i / (kPatches - 1)));
  painter.drawRect(QRectF(left - .5, (height() - patch) / 2 - .5, kPatches * patch + 1, patch + 1));
  painter.drawText(rect().adjusted(left + kPatches * patch + kGap8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, high);
}

}  // namespace chaesaek
