// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/colour_panel.h"

#include <QHBoxLayout>
#include <QRegularExpressionValidator>

#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

ColourPanel::ColourPanel(QWidget* parent)
    : QWidget(parent), wheel_(new ColourWheel(this)), hue_(new Caption({}, this)), saturation_(new Caption({}, this)),
      value_(new Caption({}, this)), text_(new QLineEdit(this)) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGap12);
  row->addWidget(wheel_);
  auto* column = new QVBoxLayout;
  column->setSpacing(kGap8);
  column->addStretch();
  for (QWidget* widget : {static_cast<QWidget*>(hue_), static_cast<QWidget*>(saturation_), static_cast<QWidget*>(value_),
                          static_cast<QWidget*>(text_)}) {
    column->addWidget(widget);
  }
  column->addStretch();
  row->addLayout(column, 1);

  text_->setAccessibleName(tr("Colour as hexadecimal text"));
  text_->setToolTip(tr("Hint colour as #rrggbb"));
  text_->setFocusPolicy(Qt::StrongFocus);
  text_->setValidator(new QRegularExpressionValidator(QRegularExpression("#?[0-9a-fA-F]{0,6}"), this));
  connect(text_, &QLineEdit::editingFinished, this, &ColourPanel::takeText);
  connect(wheel_, &ColourWheel::picked, this, [this](const QColor& colour) {
    colour_ = colour;
    showFigures();
    emit picked(colour);
  });
  showFigures();
}

void ColourPanel::setColour(const QColor& colour) {
  if (colour.rgb() == colour_.rgb() && colour_.isValid()) return;
  colour_ = colour;
  wheel_->setColour(colour);
  showFigures();
}

void ColourPanel::showFigures() {
  hue_->setText(tr("H %1°").arg(qMax(0, colour_.hsvHue())));
  saturation_->setText(tr("S %1 %").arg(qRound(colour_.hsvSaturationF() * 100)));
  value_->setText(tr("V %1 %").arg(qRound(colour_.valueF() * 100)));
  text_->setText(colour_.name());
}

void ColourPanel::takeText() {
  QString text = text_->text();
  if (!text.startsWith('#')) text.prepend('#');
  const QColor colour(text.size() == 7 || text.size() == 4 ? text : QString());
  if (colour.isValid() && colour.rgb() != colour_.rgb()) {
    setColour(colour);
    emit picked(colour);
  }
  showFigures();  // what was typed half goes back to what is true
}

}  // namespace chaesaek
