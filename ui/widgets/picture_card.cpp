// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_card.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kMarkHeight = 16;

}  // namespace

void paintPictureIn(QPainter& painter, const QRectF& area, const QImage& picture) {
  if (picture.isNull()) return;
  const QSizeF size = QSizeF(picture.size()).scaled(area.size(), Qt::KeepAspectRatio);
  QPainterPath rounded;
  rounded.addRoundedRect(area, kCorner - 1, kCorner - 1);
  painter.save();
  painter.setClipPath(rounded);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(QRectF(area.center() - QPointF(size.width(), size.height()) / 2, size), picture);
  painter.restore();
}

void paintCornerMark(QPainter& painter, const QRectF& area, Qt::Corner corner, const QString& text) {
  painter.setFont(Theme::instance().headFont());
  const double width = qMax<double>(kMarkHeight, painter.fontMetrics().horizontalAdvance(text) + kGap8);
  const bool right = corner == Qt::TopRightCorner || corner == Qt::BottomRightCorner;
  const bool bottom = corner == Qt::BottomLeftCorner || corner == Qt::BottomRightCorner;
  const double x = right ? area.right() - width - 3 : area.left() + 3, y = bottom ? area.bottom() - kMarkHeight - 3 : area.top() + 3;
  const QRectF card(x, y, width, kMarkHeight);
  painter.setPen(Qt::NoPen);
  painter.setBrush(tokens().accent);
  painter.drawRoundedRect(card, 4, 4);
  painter.setPen(tokens().onAccent);
  painter.drawText(card, Qt::AlignCenter, text);
}

PictureCard::PictureCard(int side, const QString& emptyText, QWidget* parent)
    : QAbstractButton(parent), side_(side), emptyText_(emptyText) {
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setFixedSize(side, side);
}

void PictureCard::setPicture(const QImage& picture) {
  picture_ = picture;
  update();
}

void PictureCard::paintCard(QPainter& painter, bool strong) {
  painter.setRenderHint(QPainter::Antialiasing);
  const Tokens& t = tokens();
  const QRectF area(rect());
  painter.setPen(Qt::NoPen);
  painter.setBrush(strong && picture_.isNull() ? t.accentSoft : t.sunk);
  painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), kCorner, kCorner);
  if (picture_.isNull()) {
    painter.setPen(strong ? t.accent : t.softText);
    painter.drawText(rect().adjusted(4, 4, -4, -4), Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
  } else {
    paintPictureIn(painter, area.adjusted(1, 1, -1, -1), picture_);
  }
  const double half = strong ? 1 : .5;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(strong || (underMouse() && isEnabled()) ? t.accent : t.line, 2 * half));
  painter.drawRoundedRect(area.adjusted(half, half, -half, -half), kCorner, kCorner);
  if (hasFocus()) paintFocusRing(painter, area, kCorner);
}

void PictureCard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintCard(painter, false);
}

}  // namespace chaesaek
