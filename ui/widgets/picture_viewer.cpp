// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_viewer.h"

#include <QBoxLayout>
#include <QKeyEvent>

#include "ui/widgets/button.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/viewer_panes.h"

namespace chaesaek {

namespace {

constexpr double kKeyZoom = 1.5;

bool isOurs(int key) {
  for (const int one : {Qt::Key_Escape, Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_Plus,
                        Qt::Key_Equal, Qt::Key_Minus, Qt::Key_0})
    if (key == one) return true;
  return false;
}

}  // namespace

PictureViewer::PictureViewer(const SampleSheet& sheet, int row, QWidget* area)
    : QWidget(area), sheet_(sheet), row_(row), title_(new QLabel(this)), panes_(new ViewerPanes(this)),
      previous_(new Button(Button::Look::Tool, "chevron-left", {}, this)), next_(new Button(Button::Look::Tool, "chevron-right", {}, this)),
      close_(new Button(Button::Look::Tool, "x", {}, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kGap16, kGap8, kGap16, kGap16);
  column->setSpacing(kGap4);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(kGap4);
  bar->addWidget(title_);
  bar->addStretch(1);
  bar->addWidget(new Caption(tr("Wheel zooms, drag moves, double click fits"), this));
  bar->addSpacing(kGap12);
  for (Button* button : {previous_, next_, close_}) bar->addWidget(button);
  column->addLayout(bar);
  column->addWidget(panes_, 1);
  previous_->describe(tr("Previous row"), Qt::Key_Up);
  next_->describe(tr("Next row"), Qt::Key_Down);
  close_->describe(tr("Close"), Qt::Key_Escape);
  connect(previous_, &QAbstractButton::clicked, this, [this] { setRow(row_ - 1); });
  connect(next_, &QAbstractButton::clicked, this, [this] { setRow(row_ + 1); });
  connect(close_, &QAbstractButton::clicked, this, &PictureViewer::leave);

  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Enlarged pictures"));
  setRow(row);
  area->installEventFilter(this);
  setGeometry(area->rect());
  raise();
  show();
  setFocus();
}

void PictureViewer::setSheet(const SampleSheet& sheet) {
  sheet_ = sheet;
  if (sheet_.isEmpty()) return leave();
  setRow(row_);
}

void PictureViewer::setRow(int row) {
  row_ = qBound(0, row, int(sheet_.rows.size()) - 1);
  title_->setText((sheet_.columns() > 1 ? tr("Row %1 of %2") : tr("Picture %1 of %2")).arg(wholeText(row_ + 1), wholeText(qint64(sheet_.rows.size()))));
  previous_->setEnabled(row_ > 0);
  next_->setEnabled(row_ + 1 < int(sheet_.rows.size()));
  panes_->setRow(sheet_, row_);
}

double PictureViewer::zoom() const { return panes_->zoom(); }

void PictureViewer::leave() {
  if (isHidden()) return;
  hide();
  Q_EMIT closed();
  deleteLater();
}

bool PictureViewer::event(QEvent* event) {
  const bool override = event->type() == QEvent::ShortcutOverride && isOurs(static_cast<QKeyEvent*>(event)->key());
  if (override) event->accept();  // else the window's own shortcuts would take the key
  return override || QWidget::event(event);
}

void PictureViewer::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return leave();
    case Qt::Key_Left:
    case Qt::Key_Up: return setRow(row_ - 1);
    case Qt::Key_Right:
    case Qt::Key_Down: return setRow(row_ + 1);
    case Qt::Key_Home: return setRow(0);
    case Qt::Key_End: return setRow(int(sheet_.rows.size()) - 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return panes_->zoomBy(kKeyZoom);
    case Qt::Key_Minus: return panes_->zoomBy(1 / kKeyZoom);
    case Qt::Key_0: return panes_->fit();
    default: event->accept();  // nothing behind the viewer is meant
  }
}

void PictureViewer::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), tokens().around); }

bool PictureViewer::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == parent()) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

/// Tab stays within the viewer.
bool PictureViewer::focusNextPrevChild(bool next) {
  QList<QWidget*> stops{this};
  for (Button* button : {previous_, next_, close_})
    if (button->isEnabled()) stops.append(button);
  const auto count = stops.size(), now = qMax<qsizetype>(0, stops.indexOf(focusWidget() ? focusWidget() : this));
  stops[(now + (next ? 1 : count - 1)) % count]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
  return true;
}

}  // namespace chaesaek
