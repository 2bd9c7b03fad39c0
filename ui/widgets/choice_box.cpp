// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice_box.h"

#include <QListView>
#include <QPainter>
#include <QWheelEvent>

#include "ui/widgets/button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kArrows = 20;

}  // namespace

ChoiceBox::ChoiceBox(QWidget* parent) : QComboBox(parent) {
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::StrongFocus);
  setView(new QListView(this));  // the style sheet dresses it; a native menu it would not
}

QSize ChoiceBox::sizeHint() const {
  int widest = 0;
  for (int i = 0; i < count(); ++i) widest = qMax(widest, fontMetrics().horizontalAdvance(itemText(i)));
  return {widest + kArrows + 2 * kGap8, kControlHeight};
}

void ChoiceBox::showPopup() {
  view()->setMinimumWidth(qMax(width(), sizeHint().width()));
  QComboBox::showPopup();
}

void ChoiceBox::wheelEvent(QWheelEvent* event) { event->ignore(); }

void ChoiceBox::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(underMouse() && isEnabled() ? tokens().softText : tokens().line);
  painter.setBrush(isEnabled() ? tokens().surface : tokens().sunk);
  painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), kCorner, kCorner);
  painter.setPen(isEnabled() ? tokens().text : tokens().softText);  // what cannot be changed can still be read
  const QRect words = rect().adjusted(kGap8, 0, -kArrows, 0);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(currentText(), Qt::ElideRight, words.width()));
  if (isEnabled()) paintIcon(painter, QRectF(width() - kArrows, 0, kArrows - 4, height()), "chevrons-up-down", tokens().softText, 14);
  if (hasFocus()) paintFocusRing(painter, rect(), kCorner);
}

}  // namespace chaesaek
