// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmented_control.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

SegmentedControl::SegmentedControl(QList<Part> parts, QWidget* parent) : QWidget(parent), parts_(std::move(parts)), group_(this) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(1, 1, 1, 1);
  row->setSpacing(1);
  for (int i = 0; i < parts_.size(); ++i) {
    auto* part = new Button(Button::Look::Segment, {}, parts_[i].title, this);
    row->addWidget(part);
    group_.addButton(part, i);
  }
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setCurrent(0);
  connect(&group_, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
}

void SegmentedControl::setCurrent(int index) { group_.button(index)->setChecked(true); }

void SegmentedControl::describe(int index, const QString& title) {
  static_cast<Button*>(group_.button(index))->describe(title);
}

void SegmentedControl::setCompact(bool compact) {
  for (int i = 0; i < parts_.size(); ++i) {
    auto* part = static_cast<Button*>(group_.button(i));
    part->setText(compact ? QString() : parts_[i].title);
    part->setIconName(compact ? parts_[i].icon : QString());
  }
  layout()->activate();  // so that the bar can measure at once
  updateGeometry();
}

void SegmentedControl::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(tokens().line);
  painter.setBrush(tokens().surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), kCorner, kCorner);
  const auto parts = group_.buttons();
  for (int i = 1; i < parts.size(); ++i) {
    painter.fillRect(QRect(parts[i]->x() - 1, 1, 1, height() - 2), tokens().line);
  }
}

}  // namespace chaesaek
