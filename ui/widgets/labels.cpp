// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/labels.h"

#include <QPainter>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

/// Soft text follows the theme through a palette role, not through a colour of its own.
void dress(QLabel* label, const QFont& font) {
  label->setFont(font);
  label->setForegroundRole(QPalette::PlaceholderText);
}

QColor dotColour(Badge::State state) {
  const Tokens& t = tokens();
  switch (state) {
    case Badge::State::Good: return t.accent;
    case Badge::State::Working: return t.advice;
    case Badge::State::Bad: return t.curveG;
    default: return t.softText;
  }
}

}  // namespace

Caption::Caption(const QString& text, QWidget* parent) : QLabel(text, parent) { dress(this, Theme::instance().captionFont()); }

SectionHead::SectionHead(const QString& text, QWidget* parent) : QLabel(text, parent) {
  dress(this, Theme::instance().headFont());
}

ElidedLabel::ElidedLabel(QWidget* parent) : Caption({}, parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(foregroundRole()));
  const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width());
  setToolTip(shown == text() ? QString() : text());
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, shown);
}

Badge::Badge(bool chip, QWidget* parent) : QWidget(parent), chip_(chip) {
  setFont(Theme::instance().captionFont());
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::say(State state, const QString& text) {
  if (state == state_ && text == text_) return;
  state_ = state;
  text_ = text;
  setAccessibleName(text);
  updateGeometry();
  update();
}

void Badge::reserveWidthFor(const QString& text) {
  widest_ = text;
  updateGeometry();
}

QSize Badge::sizeHint() const {
  const QFontMetrics metrics(font());
  const int words = qMax(metrics.horizontalAdvance(text_), metrics.horizontalAdvance(widest_));
  const int dot = state_ == State::None ? 0 : 14;
  return {words + dot + (chip_ ? 16 : 0) + 1, chip_ ? 22 : 19};
}

void Badge::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  double x = 0;
  if (chip_) {
    painter.setBrush(tokens().surface);
    painter.drawRoundedRect(rect(), 5, 5);
    x = 8;
  }
  if (state_ != State::None) {
    painter.setBrush(dotColour(state_));
    painter.drawEllipse(QRectF(x, height() / 2. - 3.5, 7, 7));
    x += 14;
  }
  painter.setPen(tokens().softText);
  painter.drawText(rect().adjusted(int(x), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text_);
}

}  // namespace chaesaek
