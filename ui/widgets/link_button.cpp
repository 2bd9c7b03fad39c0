// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/link_button.h"

#include <QPainter>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

LinkButton::LinkButton(QWidget* parent) : QAbstractButton(parent) {
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void LinkButton::say(const QString& text) {
  setText(text);
  setAccessibleName(text);
  updateGeometry();
}

QSize LinkButton::sizeHint() const { return {fontMetrics().horizontalAdvance(text()) + kGap4, kControlHeight}; }

void LinkButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QFont words = font();
  words.setUnderline(underMouse() && isEnabled());
  painter.setFont(words);
  const Tokens& t = tokens();
  painter.setPen(!isEnabled() ? t.disabledText() : isDown() ? mixed(t.accent, t.text, .3) : t.accent);
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, text());
  if (hasFocus()) paintFocusRing(painter, rect(), kGap4);
}

}  // namespace chaesaek
