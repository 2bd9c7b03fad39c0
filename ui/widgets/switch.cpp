// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/switch.h"

#include <QPainter>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kTrackWidth = 36, kTrackHeight = 20;

QColor trackColour(const Switch& control) {
  const Tokens& t = tokens();
  if (!control.isEnabled()) return control.isChecked() ? mixed(t.window, t.accent, .45) : t.line;
  const QColor base = control.isChecked() ? t.accent : mixed(t.window, t.text, .4);
  return control.isDown() ? mixed(base, t.text, .2) : control.underMouse() ? mixed(base, t.text, .1) : base;
}

}  // namespace

Switch::Switch(const QString& text, QWidget* parent) : QAbstractButton(parent) {
  setText(text);
  setAccessibleName(text);
  setCheckable(true);
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize Switch::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text()) + kGap12 + kTrackWidth, kControlHeight};
}

void Switch::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(isEnabled() ? tokens().text : tokens().disabledText());
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, text());

  const QRectF track(width() - kTrackWidth - 3, (height() - kTrackHeight) / 2., kTrackWidth, kTrackHeight);
  painter.setPen(Qt::NoPen);
  painter.setBrush(trackColour(*this));
  painter.drawRoundedRect(track, kTrackHeight / 2., kTrackHeight / 2.);
  const double knob = kTrackHeight - 6;
  const double x = isChecked() ? track.right() - knob - 3 : track.left() + 3;
  painter.setBrush(isChecked() ? tokens().onAccent : tokens().surface);
  painter.drawEllipse(QRectF(x, track.top() + 3, knob, knob));
  if (hasFocus()) paintFocusRing(painter, track.adjusted(-3, -3, 3, 3), kTrackHeight / 2. + 3);
}

}  // namespace chaesaek
