// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timeline.h"

#include <QBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/widgets/button.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kStar = 11;

}  // namespace

void MomentSlider::setStar(int value) {
  star_ = value;
  update();
}

void MomentSlider::paintEvent(QPaintEvent* event) {
  ThinSlider::paintEvent(event);
  if (star_ < 0) return;
  QPainter painter(this);
  const double x = middleOf(star_);
  paintIcon(painter, QRectF(x - kStar / 2., kGap4, kStar, kStar), "star", star_ == value() ? tokens().accent : tokens().softText, kStar);
}

Timeline::Timeline(QWidget* parent)
    : QWidget(parent), slider_(new MomentSlider(this)), label_(new Caption({}, this)),
      bestButton_(new Button(Button::Look::Quiet, "star", {}, this)),
      newestButton_(new Button(Button::Look::Quiet, "chevrons-right", {}, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* row = new QHBoxLayout;
  row->setSpacing(kGap4);
  row->addWidget(slider_, 1);
  row->addWidget(bestButton_);
  row->addWidget(newestButton_);
  column->addLayout(row);
  column->addWidget(label_);
  slider_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  slider_->setAccessibleName(tr("Moment of the run"));
  slider_->setToolTip(tr("Go back to an earlier moment (left and right keys)"));
  newestButton_->describe(tr("Newest pictures"));
  connect(slider_, &QSlider::valueChanged, this, &Timeline::tell);
  connect(bestButton_, &QAbstractButton::clicked, this, [this] { slider_->setValue(indexOf(*best_)); });
  connect(newestButton_, &QAbstractButton::clicked, this, [this] { slider_->setValue(slider_->maximum()); });
  setMoments({}, {});
}

void Timeline::setMoments(std::vector<qint64> steps, std::optional<qint64> best) {
  const auto before = moment();
  steps_ = std::move(steps);
  best_ = best && std::find(steps_.begin(), steps_.end(), *best) != steps_.end() ? best : std::nullopt;
  {
    const QSignalBlocker quiet(slider_);
    const int last = qMax(0, int(steps_.size()) - 1);
    slider_->setRange(0, last);
    slider_->setPageStep(qMax(1, last / 10));
    slider_->setValue(before ? indexOf(*before) : last);
  }
  slider_->setStar(best_ ? indexOf(*best_) : -1);
  slider_->setEnabled(steps_.size() > 1);
  bestButton_->setEnabled(best_.has_value());
  bestButton_->describe(best_ ? tr("Best so far: step %1").arg(wholeText(*best_)) : tr("Best so far: none yet"));
  setVisible(!steps_.empty());
  before && moment() != before ? tell() : say();
}

/// The nearest kept moment.
int Timeline::indexOf(qint64 step) const {
  int nearest = 0;
  for (int i = 0; i < int(steps_.size()); ++i)
    if (std::abs(steps_[size_t(i)] - step) < std::abs(steps_[size_t(nearest)] - step)) nearest = i;
  return nearest;
}

std::optional<qint64> Timeline::moment() const {
  return !steps_.empty() && slider_->value() < slider_->maximum() ? std::optional(steps_[size_t(slider_->value())]) : std::nullopt;
}

void Timeline::showNewest() {
  const QSignalBlocker quiet(slider_);
  slider_->setValue(slider_->maximum());
  say();
}

void Timeline::say() {
  newestButton_->setEnabled(moment().has_value());
  if (steps_.empty()) return label_->clear();
  const qint64 step = steps_[size_t(slider_->value())];
  QString text = tr("step %1").arg(wholeText(step));
  if (!moment()) text += tr(" · newest");
  if (best_ == step) text += tr(" · best so far");
  label_->setText(text);
  slider_->setAccessibleDescription(text);
}

void Timeline::tell() {
  say();
  if (const auto step = moment()) Q_EMIT momentChosen(*step);
  else Q_EMIT newestChosen();
}

}  // namespace chaesaek
