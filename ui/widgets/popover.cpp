// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/popover.h"

#include <QPainter>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kMostHeight = 360;

}  // namespace

Popover::Popover(QWidget* parent) : QFrame(parent, Qt::Popup), column_(new QVBoxLayout(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  column_->setContentsMargins(kGap12, kGap12, kGap12, kGap12);
  column_->setSpacing(kGap8);
}

void Popover::addScrolled(QWidget* inside) {
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(inside);
  scroll->setWidgetResizable(true);
  inside->setAutoFillBackground(false);  // the panel's own colour shows
  scroll->viewport()->setAutoFillBackground(false);
  scroll->setFixedHeight(qMin(inside->sizeHint().height(), kMostHeight));
  column_->addWidget(scroll);
}

void Popover::openAt(const QWidget* anchor) {
  adjustSize();
  const QRect screen = anchor->screen()->availableGeometry();
  const QPoint below = anchor->mapToGlobal(QPoint(0, anchor->height() + kGap4));
  const int windowRight = anchor->window()->mapToGlobal(QPoint(anchor->window()->width(), 0)).x();
  const int right = qMin(screen.right(), windowRight - kGap4) - width();
  move(qBound(screen.left(), qMin(below.x(), right), screen.right()), qBound(screen.top(), below.y(), screen.bottom() - height()));
  show();
}

void Popover::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(tokens().line);
  painter.setBrush(tokens().surface);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace chaesaek
