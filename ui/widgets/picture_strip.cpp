// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_strip.h"

#include <QAbstractButton>
#include <QGridLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kSide = 72, kColumns = 3;

class Thumbnail : public QAbstractButton {
  Q_OBJECT
 public:
  Thumbnail(const PictureStrip::Item& item, PictureStrip::Keeps keeps, QWidget* parent) : QAbstractButton(parent), removable_(keeps == PictureStrip::Keeps::Removable) {
    const int pixels = qRound((kSide - 10) * devicePixelRatioF());
    picture_ = QPixmap::fromImage(item.picture.scaled(pixels, pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    picture_.setDevicePixelRatio(devicePixelRatioF());
    setFixedSize(kSide, kSide);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(item.caption);
    setToolTip(item.caption);
  }

 signals:
  void removed();

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::white);
    painter.setPen(QPen(isDown() || underMouse() ? tokens().accent : tokens().line, isDown() ? 2 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCorner, kCorner);
    const QSizeF size = picture_.deviceIndependentSize();
    painter.drawPixmap(QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), picture_);
    if (hasFocus()) paintFocusRing(painter, rect(), kCorner);
  }
  bool event(QEvent* event) override {
    if (removable_ && event->type() == QEvent::ContextMenu) return offerRemoval(static_cast<QContextMenuEvent*>(event)->globalPos()), true;
    const bool isKey = removable_ && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride);
    if (!isKey || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Delete) return QAbstractButton::event(event);
    event->accept();  // else the window's own Delete would clear the paper
    if (event->type() == QEvent::KeyPress) emit removed();
    return true;
  }

 private:
  void offerRemoval(QPoint at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(PictureStrip::tr("Remove")), &QAction::triggered, this, &Thumbnail::removed);
    menu->popup(at);
  }

  bool removable_;
  QPixmap picture_;
};

}  // namespace

PictureStrip::PictureStrip(const QString& emptyText, QWidget* parent, Keeps keeps) : QWidget(parent), emptyText_(emptyText), keeps_(keeps) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(6);
  grid->setColumnStretch(kColumns, 1);
  setItems({});
}

void PictureStrip::clearRows() {
  while (QLayoutItem* item = layout()->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();  // it may be the one whose event this is
    delete item;
  }
}

void PictureStrip::setItems(const std::vector<Item>& items) {
  clearRows();
  auto* grid = static_cast<QGridLayout*>(layout());
  const int count = int(items.size());
  for (int i = 0; i < count; ++i) {
    auto* thumbnail = new Thumbnail(items[size_t(i)], keeps_, this);
    grid->addWidget(thumbnail, i / kColumns, i % kColumns);
    connect(thumbnail, &QAbstractButton::clicked, this, [this, i] { emit chosen(i); });
    connect(thumbnail, &Thumbnail::removed, this, [this, i] { emit removed(i); });
  }
  if (emptyText_.isEmpty()) return;
  auto* hint = new Caption(emptyText_, this);
  hint->setWordWrap(true);
  grid->addWidget(hint, count / kColumns + 1, 0, 1, kColumns + 1);
}

}  // namespace chaesaek

#include "picture_strip.moc"
