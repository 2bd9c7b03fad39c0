// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/colour_wheel.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>
#include <numbers>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kSide = 128;
constexpr double kOuter = kSide / 2. - 3, kInner = kOuter - 16;

void paintKnob(QPainter& painter, QPointF at, double radius, const QColor& fill) {
  painter.setBrush(fill);
  painter.setPen(QPen(QColor(0, 0, 0, 140), 1));
  painter.drawEllipse(at, radius + 1, radius + 1);
  painter.setPen(QPen(Qt::white, 2));
  painter.drawEllipse(at, radius - .5, radius - .5);
}

}  // namespace

ColourWheel::ColourWheel(QWidget* parent) : QWidget(parent) {
  setFixedSize(kSide, kSide);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Colour wheel"));
  setToolTip(tr("Ring: hue. Square: saturation and brightness."));
}

void ColourWheel::setColour(const QColor& colour) {
  if (colour.rgb() == this->colour().rgb()) return;
  if (colour.hsvHueF() >= 0) hue_ = colour.hsvHueF();
  if (colour.valueF() > 0) saturation_ = colour.hsvSaturationF();
  value_ = colour.valueF();
  update();
}

QRectF ColourWheel::square() const {
  const double side = std::floor((kInner - 4) * std::numbers::sqrt2);
  return {(width() - side) / 2, (height() - side) / 2, side, side};
}

void ColourWheel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QPointF middle(width() / 2., height() / 2.);

  QConicalGradient hues(middle, 0);
  for (int i = 0; i <= 6; ++i) hues.setColorAt(i / 6., QColor::fromHsvF(float(i % 6) / 6, 1, 1));
  QPainterPath ring;
  ring.addEllipse(middle, kOuter, kOuter);
  ring.addEllipse(middle, kInner, kInner);  // the odd-even rule leaves the hole
  painter.fillPath(ring, hues);

  const QRectF area = square();
  QLinearGradient saturation(area.topLeft(), area.topRight());
  saturation.setColorAt(0, Qt::white);
  saturation.setColorAt(1, QColor::fromHsvF(hue_, 1, 1));
  painter.fillRect(area, saturation);
  QLinearGradient darkness(area.topLeft(), area.bottomLeft());
  darkness.setColorAt(0, QColor(0, 0, 0, 0));
  darkness.setColorAt(1, Qt::black);
  painter.fillRect(area, darkness);

  const double angle = hue_ * 2 * std::numbers::pi, radius = (kOuter + kInner) / 2;
  paintKnob(painter, middle + QPointF(std::cos(angle), -std::sin(angle)) * radius, 7, QColor::fromHsvF(hue_, 1, 1));
  paintKnob(painter, area.topLeft() + QPointF(saturation_ * area.width(), (1 - value_) * area.height()), 5, colour());
  if (hasFocus()) paintFocusRing(painter, rect(), kSide / 2.);
}

void ColourWheel::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const QPointF from = fromMiddle(event->position());
  const double distance = std::hypot(from.x(), from.y());
  grip_ = square().adjusted(-5, -5, 5, 5).contains(event->position()) ? Grip::Square
          : distance > kInner - 4 && distance < kOuter + 4           ? Grip::Ring
                                                                     : Grip::None;
  follow(event->position());
}

void ColourWheel::mouseMoveEvent(QMouseEvent* event) { follow(event->position()); }

void ColourWheel::mouseReleaseEvent(QMouseEvent*) { grip_ = Grip::None; }

void ColourWheel::follow(QPointF at) {
  if (grip_ == Grip::Ring) {
    const QPointF from = fromMiddle(at);
    const double turn = std::atan2(-from.y(), from.x()) / (2 * std::numbers::pi);
    change(turn < 0 ? turn + 1 : turn, saturation_, value_);
  } else if (grip_ == Grip::Square) {
    const QRectF area = square();
    change(hue_, (at.x() - area.left()) / area.width(), 1 - (at.y() - area.top()) / area.height());
  }
}

void ColourWheel::keyPressEvent(QKeyEvent* event) {
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  switch (event->key()) {
    case Qt::Key_Left: return shift ? change(hue_, saturation_ - .02, value_) : change(hue_ - 1 / 180., saturation_, value_);
    case Qt::Key_Right: return shift ? change(hue_, saturation_ + .02, value_) : change(hue_ + 1 / 180., saturation_, value_);
    case Qt::Key_Up: return change(hue_, saturation_, value_ + .02);
    case Qt::Key_Down: return change(hue_, saturation_, value_ - .02);
    default: QWidget::keyPressEvent(event);
  }
}

void ColourWheel::change(double hue, double saturation, double value) {
  hue_ = float(hue - std::floor(hue));
  saturation_ = float(qBound(0., saturation, 1.));
  value_ = float(qBound(0., value, 1.));
  update();
  emit picked(colour());
}

}  // namespace chaesaek
