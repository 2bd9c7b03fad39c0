// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/class_picker.h"

#include "ui/widgets/button.h"

namespace chaesaek {

namespace {

constexpr int kAll = 0, kSpace = 2;  // id of "All"; the first class comes behind it

}  // namespace

ClassPicker::ClassPicker(QWidget* parent) : QWidget(parent), group_(this) {
  connect(&group_, &QButtonGroup::idClicked, this, [this](int id) { Q_EMIT chosen(id - 1); });
}

void ClassPicker::setNames(const QStringList& names) {
  if (names == names_) return;
  names_ = names;
  qDeleteAll(group_.buttons());
  for (int id = kAll; id <= names.size(); ++id) {
    auto* button = new Button(Button::Look::Segment, {}, id == kAll ? tr("All") : names[id - 1], this);
    button->setObjectName(QString("class-%1").arg(id == kAll ? "all" : QString::number(id - 1)));
    button->describe(id == kAll ? tr("All classes, a row for each") : tr("Draw “%1” alone").arg(names[id - 1]));
    group_.addButton(button, id);
    button->show();
  }
  group_.button(kAll)->setChecked(true);
  arrange();
}

int ClassPicker::current() const { return group_.checkedId() - 1; }

void ClassPicker::resizeEvent(QResizeEvent*) { arrange(); }

void ClassPicker::arrange() {
  int x = 0, y = 0, height = 0;
  for (int id = kAll; group_.button(id); ++id) {
    QAbstractButton* button = group_.button(id);
    const QSize size = button->sizeHint();
    if (x > 0 && x + size.width() > width()) {
      x = 0;
      y = height + kSpace;
    }
    button->setGeometry(QRect({x, y}, size));
    x += size.width() + kSpace;
    height = y + size.height();
  }
  setFixedHeight(height);
}

}  // namespace chaesaek
