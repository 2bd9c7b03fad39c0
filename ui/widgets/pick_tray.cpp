// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pick_tray.h"

#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <algorithm>

#include "ui/widgets/figures.h"
#include "ui/widgets/sample_wall.h"

namespace chaesaek {

namespace {

constexpr int kSide = 64;

}  // namespace

PickTray::PickTray(Holds holds, const QString& letter, const QString& about, QWidget* parent)
    : PictureCard(kSide, letter, parent), holds_(holds), letter_(letter) {
  setObjectName("tray-" + letter);
  setCheckable(true);
  setAcceptDrops(true);
  setAccessibleName(letter);
  setAccessibleDescription(about);
  setToolTip(about);
  setContextMenuPolicy(Qt::CustomContextMenu);
  connect(this, &QWidget::customContextMenuRequested, this, &PickTray::clear);
}

void PickTray::put(const Latent& pick) {
  const auto found = std::find(picks_.begin(), picks_.end(), pick);
  if (holds_ == Holds::One) picks_ = {pick};
  else if (found != picks_.end()) picks_.erase(found);
  else picks_.push_back(pick);
  if (picks_.empty()) setPicture({});
  Q_EMIT changed();
}

void PickTray::clear() {
  if (picks_.empty()) return;
  picks_.clear();
  setPicture({});
  Q_EMIT changed();
}

void PickTray::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintCard(painter, isChecked());
  if (picture().isNull()) return;
  paintCornerMark(painter, rect(), Qt::TopLeftCorner, letter_);
  if (picks_.size() > 1) paintCornerMark(painter, rect(), Qt::BottomRightCorner, "×" + wholeText(qint64(picks_.size())));
}

void PickTray::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasFormat(kSampleMime)) event->acceptProposedAction();
}

void PickTray::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  Q_EMIT dropped(event->mimeData()->data(kSampleMime).toInt());
}

void PickTray::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) return clear();
  PictureCard::keyPressEvent(event);
}

}  // namespace chaesaek
