// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/value_slider.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr double kKnob = 14;
constexpr int kSteps = 1000;

}  // namespace

ThinSlider::ThinSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
}

void ThinSlider::goTo(double x) {
  const double share = (x - kKnob / 2) / (width() - kKnob);
  setValue(qRound(minimum() + qBound(0., share, 1.) * (maximum() - minimum())));
}

double ThinSlider::middleOf(int value) const {
  return kKnob / 2 + double(value - minimum()) / qMax(1, maximum() - minimum()) * (width() - kKnob);
}

void ThinSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  setSliderDown(true);
  goTo(event->position().x());
}

void ThinSlider::mouseMoveEvent(QMouseEvent* event) {
  if (isSliderDown()) goTo(event->position().x());
}

void ThinSlider::mouseReleaseEvent(QMouseEvent*) {
  setSliderDown(false);
  update();
}

void ThinSlider::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double middle = height() / 2., x = middleOf(value());
  const QColor mark = isEnabled() ? t.accent : t.disabledText();

  painter.setPen(Qt::NoPen);
  painter.setBrush(t.line);
  painter.drawRoundedRect(QRectF(0, middle - 2, width(), 4), 2, 2);
  painter.setBrush(mark);
  painter.drawRoundedRect(QRectF(0, middle - 2, x, 4), 2, 2);

  painter.setPen(QPen(mark, 2));
  painter.setBrush(isSliderDown() ? mark : underMouse() && isEnabled() ? t.accentSoft : t.surface);
  painter.drawEllipse(QPointF(x, middle), kKnob / 2 - 1, kKnob / 2 - 1);
  if (hasFocus()) paintFocusRing(painter, QRectF(rect()).adjusted(0, 3, 0, -3), kCorner);
}

ValueSlider::ValueSlider(const QString& label, Range range, QWidget* parent)
    : QWidget(parent), range_(range), slider_(new ThinSlider(this)), number_(new QLabel(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGap8);
  row->addWidget(new QLabel(label, this));
  row->addWidget(slider_);
  row->addWidget(number_);
  setSliderWidth(80);
  slider_->setRange(0, range.curved ? kSteps : range.most - range.least);
  slider_->setSingleStep(range.curved ? kSteps / 40 : 1);
  slider_->setAccessibleName(label);
  number_->setFixedWidth(fontMetrics().horizontalAdvance(QLocale().toString(range.most)) + 2);
  number_->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(slider_, &QSlider::valueChanged, this, [this](int position) {
    if (toPosition(value_) == position) return;  // a value set from outside must not come back rounded
    value_ = toValue(position);
    number_->setText(QLocale().toString(value_));
    emit valueChanged(value_);
  });
}

void ValueSlider::describe(const QString& title) {
  setToolTip(title);
  slider_->setAccessibleDescription(title);
}

void ValueSlider::setSliderWidth(int width) {
  slider_->setFixedWidth(width);
  layout()->activate();  // so that the bar can measure at once
  updateGeometry();
}

int ValueSlider::toPosition(int value) const {
  if (!range_.curved) return value - range_.least;
  return qRound(kSteps * std::sqrt(double(value - range_.least) / (range_.most - range_.least)));
}

int ValueSlider::toValue(int position) const {
  if (!range_.curved) return range_.least + position;
  const double share = double(position) / kSteps;
  return range_.least + qRound(share * share * (range_.most - range_.least));
}

void ValueSlider::setValue(int value) {
  value_ = qBound(range_.least, value, range_.most);
  number_->setText(QLocale().toString(value_));
  slider_->setValue(toPosition(value_));
}

}  // namespace chaesaek
