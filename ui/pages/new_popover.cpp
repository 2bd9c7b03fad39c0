// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/new_popover.h"

#include <QHBoxLayout>
#include <QSpinBox>

#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr QSize kPresets[] = {{512, 512}, {1024, 1024}, {1920, 1080}};
constexpr int kLeastSide = 16, kMostSide = 4096;

QSpinBox* sizeField(int value, const QString& name, QWidget* parent) {
  auto* field = new QSpinBox(parent);
  field->setRange(kLeastSide, kMostSide);
  field->setValue(value);
  field->setButtonSymbols(QAbstractSpinBox::NoButtons);
  field->setAlignment(Qt::AlignRight);
  field->setFixedWidth(64);
  field->setAccessibleName(name);
  field->setToolTip(name);
  return field;
}

}  // namespace

NewPopover::NewPopover(QSize present, std::function<void(QSize)> create, QWidget* parent)
    : Popover(parent), create_(std::move(create)) {
  column()->addWidget(new SectionHead(tr("New drawing"), this));
  addPresets();
  addOwnSize(present);
}

void NewPopover::addPresets() {
  auto* row = new QHBoxLayout;
  row->setSpacing(kGap8);
  for (const QSize size : kPresets) {
    auto* button = new Button(Button::Look::Plain, {}, QString("%1 × %2").arg(size.width()).arg(size.height()), this);
    button->describe(tr("New paper, %1 by %2 pixels").arg(size.width()).arg(size.height()));
    row->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, size] { finish(size); });
  }
  column()->addLayout(row);
}

void NewPopover::addOwnSize(QSize present) {
  auto* row = new QHBoxLayout;
  row->setSpacing(kGap8);
  auto* width = sizeField(present.width(), tr("Width in pixels"), this);
  auto* height = sizeField(present.height(), tr("Height in pixels"), this);
  auto* create = new Button(Button::Look::Main, {}, tr("Create"), this);
  create->describe(tr("New paper of this size"));
  row->addWidget(width);
  row->addWidget(new QLabel("×", this));
  row->addWidget(height);
  row->addWidget(new Caption(tr("pixels"), this));
  row->addStretch();
  row->addWidget(create);
  column()->addLayout(row);
  connect(create, &QAbstractButton::clicked, this, [this, width, height] { finish({width->value(), height->value()}); });
}

void NewPopover::finish(QSize size) {
  const auto create = create_;
  close();
  create(size);
}

}  // namespace chaesaek
