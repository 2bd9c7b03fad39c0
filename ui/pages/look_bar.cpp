// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/look_bar.h"

#include <QHBoxLayout>
#include <QLabel>

#include "core/image/difference.h"
#include "ui/document/document.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/heat_scale.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kColumns = 0, kDifference = 3;  // of CompareLook::Mode
constexpr int kAgainstWidth = 150, kRampWidth = 256;

/// The colours of the heat map from nothing to its top.
QImage heatRamp() {
  cv::Mat ramp(1, kRampWidth, CV_32F);
  for (int i = 0; i < kRampWidth; ++i) ramp.at<float>(i) = float(kHeatTop * i / (kRampWidth - 1));
  return toImage(heatMap(ramp));
}

}  // namespace

LookBar::LookBar(QWidget* parent) : QWidget(parent), held_(new QWidget(this)), scale_(new HeatScale(heatRamp(), kHeatTop, this)) {
  setFixedHeight(kHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap8);
  modes_ = new SegmentedControl({{tr("Columns"), "columns-3"}, {tr("Slider"), "square-split-horizontal"}, {tr("Blink"), "eye"}, {tr("Difference"), "contrast"}}, this);
  modes_->setObjectName("compare-mode");
  modes_->describe(0, tr("Columns side by side"));
  modes_->describe(1, tr("A line to drag between one column and each of the others"));
  modes_->describe(2, tr("Press a picture, or hold B: one column in place of the others"));
  modes_->describe(3, tr("How far each column is from one of them, as heat"));
  auto* inside = new QHBoxLayout(held_);
  inside->setContentsMargins(kGap4, 0, 0, 0);
  inside->setSpacing(kGap8);
  against_ = new ChoiceBox(held_);
  against_->setObjectName("compare-against");
  against_->setAccessibleName(tr("Compared with"));
  against_->setToolTip(tr("The column that the others are held against"));
  against_->setFixedWidth(kAgainstWidth);
  inside->addWidget(new QLabel(tr("against"), held_));
  inside->addWidget(against_);
  loupe_ = new Button(Button::Look::Quiet, "search", tr("Loupe"), this);
  loupe_->setObjectName("loupe");
  loupe_->setCheckable(true);
  sets_ = new Button(Button::Look::Quiet, "bookmark", tr("Sets"), this);
  sets_->setObjectName("column-sets");
  sets_->describe(tr("Sets of columns by name, and memory"));
  measure_ = new Button(Button::Look::Quiet, "chart-column", tr("Measure"), this);
  measure_->setObjectName("measure");
  measure_->describe(tr("Measure the columns over a data set"));
  row->addWidget(modes_);
  row->addWidget(held_);
  row->addWidget(scale_, 1);
  row->addStretch();
  for (Button* each : {loupe_, sets_, measure_}) row->addWidget(each);
  connect(modes_, &SegmentedControl::chosen, this, &LookBar::modeChosen);
  connect(against_, &QComboBox::activated, this, [this](int index) { Q_EMIT referenceChosen(against_->itemData(index).toInt()); });
  connect(loupe_, &QAbstractButton::toggled, this, &LookBar::loupeToggled);
  connect(sets_, &QAbstractButton::clicked, this, &LookBar::setsWanted);
  connect(measure_, &QAbstractButton::clicked, this, &LookBar::measureWanted);
}

void LookBar::setMode(int mode) {
  modes_->setCurrent(mode);
  held_->setVisible(mode != kColumns);
  scale_->setVisible(mode == kDifference);
  fitIn();
}

void LookBar::setReferences(const QList<std::pair<int, QString>>& columns, int current) {
  against_->clear();
  for (const auto& [id, name] : columns) {
    against_->addItem(name, id);
    if (id == current) against_->setCurrentIndex(against_->count() - 1);
  }
}

/// A narrow window leaves words away; the tooltips have them.
void LookBar::fitIn() {
  for (const bool words : {true, false}) {
    loupe_->setText(words ? tr("Loupe") : QString());
    sets_->setText(words ? tr("Sets") : QString());
    measure_->setText(words ? tr("Measure") : QString());
    for (Button* each : {loupe_, sets_, measure_}) each->updateGeometry();
    layout()->invalidate();
    if (layout()->minimumSize().width() <= width()) break;
  }
  loupe_->describe(tr("Loupe: the same place in every column"), Qt::Key_L);
  loupe_->setShortcut(Qt::Key_L);  // a new text takes it away
}

void LookBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitIn();
}

}  // namespace chaesaek
