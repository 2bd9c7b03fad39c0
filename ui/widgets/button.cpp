// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/button.h"

#include <QPainter>
#include <QPaintEvent>

#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kIcon = 18, kRailIcon = 22, kRailSide = 54;

}  // namespace

void paintFocusRing(QPainter& painter, const QRectF& area, double corner) {
  painter.setPen(QPen(tokens().accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), corner - 1, corner - 1);
}

Button::Button(Look look, const QString& icon, const QString& text, QWidget* parent)
    : QAbstractButton(parent), look_(look), icon_(icon) {
  setText(text);
  setAccessibleName(text);
  setFocusPolicy(Qt::TabFocus);  // a click leaves the keyboard with the canvas
  setAttribute(Qt::WA_Hover);  // painted anew when the pointer comes and goes
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setCheckable(look == Look::Rail || look == Look::Segment);
}

void Button::describe(const QString& title, const QKeySequence& shortcut) {
  const QString keys = shortcut.toString(QKeySequence::NativeText);
  setToolTip(keys.isEmpty() ? title : tr("%1 (%2)").arg(title, keys));
  setAccessibleName(title);
}

void Button::setIconName(const QString& name) {
  icon_ = name;
  updateGeometry();
  update();
}

void Button::reserveWidthFor(const QString& text) {
  widest_ = text;
  updateGeometry();
}

QFont Button::textFont() const {
  const bool strong = look_ == Look::Main || (isChecked() && look_ != Look::Tool);
  QFont font = look_ == Look::Rail ? Theme::instance().captionFont() : this->font();
  font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
  return font;
}

QSize Button::sizeHint() const {
  if (look_ == Look::Rail) return {kRailSide, kRailSide};
  if (look_ == Look::Tool) return {kToolButton, kToolButton};
  QFont font = textFont();
  if (look_ == Look::Segment) font.setWeight(QFont::DemiBold);  // the checked state must not widen it
  const QFontMetrics metrics(font);
  const int words = qMax(metrics.horizontalAdvance(text()), metrics.horizontalAdvance(widest_));
  const int icon = icon_.isEmpty() ? 0 : kIcon + (words > 0 ? 6 : 0);
  const int padding = look_ == Look::Quiet ? kGap8 : 10;
  return {words + icon + 2 * padding, look_ == Look::Segment ? kControlHeight - 2 : kControlHeight};
}

QColor Button::background() const {
  const Tokens& t = tokens();
  if (look_ == Look::Main) {
    if (!isEnabled()) return t.sunk;
    return isDown() ? mixed(t.accent, t.text, .2) : underMouse() ? mixed(t.accent, t.text, .1) : t.accent;
  }
  if (!isEnabled()) return look_ == Look::Plain ? t.window : QColor(Qt::transparent);
  if (isChecked()) return isDown() ? mixed(t.accentSoft, t.accent, .2) : underMouse() ? mixed(t.accentSoft, t.accent, .1) : t.accentSoft;
  if (isDown()) return t.pressed();
  if (underMouse()) return t.hover();
  return look_ == Look::Plain ? t.surface : QColor(Qt::transparent);
}

QColor Button::foreground() const {
  const Tokens& t = tokens();
  if (!isEnabled()) return t.disabledText();
  if (look_ == Look::Main) return t.onAccent;
  if (isChecked()) return t.accent;
  return look_ == Look::Rail ? t.softText : t.text;
}

void Button::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double corner = look_ == Look::Rail ? kCardCorner : look_ == Look::Segment ? kCorner - 1 : kCorner;
  painter.setPen(look_ == Look::Plain ? QPen(tokens().line, 1) : QPen(Qt::NoPen));
  painter.setBrush(background());
  const double inset = look_ == Look::Plain ? .5 : 0;
  painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), corner, corner);
  look_ == Look::Rail ? paintRail(painter) : paintRow(painter);
  if (hasFocus()) paintFocusRing(painter, rect(), corner);
}

void Button::paintRail(QPainter& painter) {
  paintIcon(painter, QRectF(0, 6, width(), kRailIcon + 2), icon_, foreground(), kRailIcon);
  QFont font = textFont();
  const int words = QFontMetrics(font).horizontalAdvance(text());
  if (words > width() - 4) font.setStretch(100 * (width() - 4) / words);  // a wide font in a narrow rail
  painter.setFont(font);
  painter.setPen(foreground());
  painter.drawText(QRectF(0, 32, width(), 16), Qt::AlignCenter, text());
}

void Button::paintRow(QPainter& painter) {
  painter.setFont(textFont());
  painter.setPen(foreground());
  if (icon_.isEmpty()) {
    painter.drawText(rect(), Qt::AlignCenter, text());
  } else if (text().isEmpty() && widest_.isEmpty()) {
    paintIcon(painter, rect(), icon_, foreground(), look_ == Look::Tool ? 20 : kIcon);
  } else {
    const int padding = look_ == Look::Quiet ? kGap8 : 10;
    paintIcon(painter, QRectF(padding, 0, kIcon, height()), icon_, foreground(), kIcon);
    painter.drawText(rect().adjusted(padding + kIcon + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
  }
}

Separator::Separator(Qt::Orientation orientation, int length, QWidget* parent) : QWidget(parent) {
  const bool upright = orientation == Qt::Vertical;
  upright ? setFixedWidth(1) : setFixedHeight(1);
  if (length > 0) upright ? setFixedHeight(length) : setFixedWidth(length);
}

void Separator::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), tokens().line); }

}  // namespace chaesaek
