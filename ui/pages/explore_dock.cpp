// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_dock.h"

#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/tray_panel.h"
#include "ui/widgets/class_picker.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kWidth = 300, kScrollBar = 10;

}  // namespace

ExploreDock::ExploreDock(QWidget* parent)
    : QScrollArea(parent), classHead_(new SectionHead(tr("Class"), this)), classes_(new ClassPicker(this)), between_(new BetweenPanel(this)),
      arithmetic_(new ArithmeticPanel(this)), chosen_(this) {
  auto* inside = new QWidget(this);
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(kGap12, kGap12, kGap12, kGap12);
  column->setSpacing(kGap16);
  auto* classColumn = new QVBoxLayout;
  classColumn->setSpacing(kGap8);
  classColumn->addWidget(classHead_);
  classColumn->addWidget(classes_);
  column->addLayout(classColumn);
  column->addWidget(between_);
  column->addWidget(arithmetic_);
  column->addStretch();
  add(between_);
  add(arithmetic_);
  chosen_.buttons().front()->setChecked(true);
  setWidget(inside);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFixedWidth(kWidth + kScrollBar);
  setFocusPolicy(Qt::NoFocus);
  inside->setAutoFillBackground(false);
  connect(classes_, &ClassPicker::chosen, this, &ExploreDock::labelChosen);
  setSampler(nullptr, false);
}

void ExploreDock::add(TrayPanel* panel) {
  for (PickTray* tray : panel->trays()) {
    chosen_.addButton(tray, int(chosen_.buttons().size()));
    connect(tray, &PickTray::dropped, this, [this, tray](int sample) { Q_EMIT dropped(tray, sample); });
  }
  connect(panel, &TrayPanel::picksChanged, this, &ExploreDock::picksChanged);
  connect(panel, &TrayPanel::failed, this, &ExploreDock::failed);
  connect(panel, &TrayPanel::enlarged, this, &ExploreDock::enlarged);
}

void ExploreDock::setSampler(SharedSampler sampler, bool keep) {
  sampler_ = std::move(sampler);
  QStringList names;
  if (sampler_)
    for (const std::string& name : sampler_->info().classes) names << QString::fromStdString(name);
  classes_->setNames(names);
  for (QWidget* each : {static_cast<QWidget*>(classHead_), static_cast<QWidget*>(classes_)}) each->setVisible(!names.isEmpty());
  for (TrayPanel* panel : {static_cast<TrayPanel*>(between_), static_cast<TrayPanel*>(arithmetic_)}) {
    panel->setSampler(sampler_, keep);
    panel->setEnabled(sampler_ != nullptr);
  }
}

int ExploreDock::label() const { return classes_->current(); }

std::vector<PickTray*> ExploreDock::trays() const {
  std::vector<PickTray*> all = between_->trays();
  all.insert(all.end(), arithmetic_->trays().begin(), arithmetic_->trays().end());
  return all;
}

void ExploreDock::pick(const Latent& sample) {
  auto* tray = static_cast<PickTray*>(chosen_.checkedButton());
  tray->put(sample);
  const auto& ends = between_->trays();
  if (tray == ends[0]) ends[1]->setChecked(true);
  else if (tray == ends[1]) ends[0]->setChecked(true);
}

QString ExploreDock::markOf(const Latent& sample) const {
  QStringList letters;
  for (const PickTray* tray : trays())
    if (std::ranges::find(tray->picks(), sample) != tray->picks().end()) letters << tray->letter();
  return letters.join(' ');
}

}  // namespace chaesaek
