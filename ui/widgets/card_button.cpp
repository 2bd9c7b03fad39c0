// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card_button.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kLow = 36;

}  // namespace

CardButton::CardButton(Frame frame, QWidget* parent) : QAbstractButton(parent), frame_(frame) {
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCheckable(frame == Frame::Row);
}

void CardButton::setContent(const QString& title, const QString& caption) {
  setText(title);
  caption_ = caption;
  setAccessibleName(title);
  setAccessibleDescription(caption);
  updateGeometry();
  update();
}

void CardButton::setPicture(const QPixmap& picture, const QString& iconInstead) {
  picture_ = picture;
  icon_ = iconInstead;
  update();
}

void CardButton::setCaptionLines(int lines) {
  captionLines_ = lines;
  updateGeometry();
}

QSize CardButton::sizeHint() const {
  const QFontMetrics small(Theme::instance().captionFont());
  const int words = qMax(fontMetrics().horizontalAdvance(text()) + 16, small.horizontalAdvance(caption_));
  if (captionLines_ == 0) return {words + 44 + 5 * kGap12, kLow};
  return {words + 44 + 5 * kGap12, (frame_ == Frame::Card ? 66 : 56) + (captionLines_ - 1) * small.lineSpacing()};
}

QColor CardButton::background() const {
  const Tokens& t = tokens();
  const QColor base = isChecked() ? t.accentSoft : t.surface;
  return isDown() ? mixed(base, t.text, .12) : underMouse() && isEnabled() ? mixed(base, t.text, .05) : base;
}

void CardButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(frame_ == Frame::Card ? QPen(tokens().line, 1) : QPen(Qt::NoPen));
  painter.setBrush(background());
  painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), kCardCorner, kCardCorner);

  const int side = frame_ == Frame::Card ? 44 : 40, left = frame_ == Frame::Card ? 10 : 8;
  const int shown = qMin(side, height() - kGap8);
  paintPicture(painter, {left + (side - shown) / 2, (height() - shown) / 2, shown, shown});
  const int arrows = frame_ == Frame::Card ? 30 : kGap8;
  paintWords(painter, rect().adjusted(left + side + 10, 0, -arrows, 0));
  if (frame_ == Frame::Card) paintIcon(painter, QRectF(width() - 30, 0, 22, height()), "chevrons-up-down", tokens().softText, 16);
  if (hasFocus()) paintFocusRing(painter, rect(), kCardCorner);
}

void CardButton::paintPicture(QPainter& painter, const QRect& area) {
  if (picture_.isNull()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens().sunk);
    painter.drawRoundedRect(area, kCorner, kCorner);
    paintIcon(painter, area, icon_, tokens().softText, 22);
    return;
  }
  painter.save();
  QPainterPath rounded;
  rounded.addRoundedRect(area, kCorner, kCorner);
  painter.setClipPath(rounded);
  painter.fillRect(area, Qt::white);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const QSize fitted = picture_.size().scaled(area.size(), Qt::KeepAspectRatio);
  QRect inside(QPoint(), fitted);
  inside.moveCenter(area.center());
  painter.drawPixmap(inside, picture_);
  painter.restore();
}

void CardButton::paintWords(QPainter& painter, const QRect& area) {
  QFont strong = font();
  strong.setWeight(QFont::DemiBold);
  const QFont small = Theme::instance().captionFont();
  const int more = (captionLines_ - 1) * QFontMetrics(small).lineSpacing(), top = (height() - more) / 2;
  const auto line = [&](const QFont& font, const QColor& colour, const QString& words, const QRect& place, int flags) {
    painter.setFont(font);
    painter.setPen(isEnabled() ? colour : tokens().disabledText());
    painter.drawText(place, Qt::AlignLeft | flags, words);
  };
  const auto fitting = [&](const QFont& font, const QString& words) { return QFontMetrics(font).elidedText(words, Qt::ElideRight, area.width()); };
  if (captionLines_ == 0) return line(strong, tokens().text, fitting(strong, text()), area, Qt::AlignVCenter);
  line(strong, tokens().text, fitting(strong, text()), {area.left(), top - 18, area.width(), 18}, Qt::AlignVCenter);
  const QRect below(area.left(), top, area.width(), 18 + more);
  if (captionLines_ == 1) line(small, tokens().softText, fitting(small, caption_), below, Qt::AlignVCenter);
  else line(small, tokens().softText, caption_, below.adjusted(0, 1, 0, 0), Qt::AlignTop | Qt::TextWordWrap);
}

}  // namespace chaesaek
