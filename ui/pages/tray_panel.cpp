// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tray_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/labels.h"
#include "ui/widgets/link_button.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_slider.h"

namespace chaesaek {

namespace {

constexpr int kBetweenSide = 116, kSumSide = 104, kShares = 100;

QHBoxLayout* rowIn(QVBoxLayout* column) {
  auto* row = new QHBoxLayout;
  row->setSpacing(kGap8);
  column->addLayout(row);
  return row;
}

}  // namespace

TrayPanel::TrayPanel(const QString& title, PictureCard* result, QWidget* parent)
    : QWidget(parent), job_(this, SampleJob::Running::Finishes), column_(new QVBoxLayout(this)), clear_(new LinkButton(this)),
      result_(result) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(kGap8);
  QHBoxLayout* head = rowIn(column_);
  head->addWidget(new SectionHead(title, this), 1);
  head->addWidget(clear_);
  clear_->say(tr("Clear"));
  clear_->setToolTip(tr("Take all samples away from here"));
  clear_->setEnabled(false);
  result_->setEnabled(false);
  connect(clear_, &QAbstractButton::clicked, this, &TrayPanel::clear);
  connect(result_, &QAbstractButton::clicked, this, [this] { Q_EMIT enlarged(result_->picture()); });
}

PickTray* TrayPanel::addTray(PickTray::Holds holds, const QString& letter, const QString& about) {
  auto* tray = new PickTray(holds, letter, about, this);
  trays_.push_back(tray);
  connect(tray, &PickTray::changed, this, [this] {
    recompute();
    Q_EMIT picksChanged();
  });
  return tray;
}

void TrayPanel::setSampler(SharedSampler sampler, bool keep) {
  sampler_ = std::move(sampler);
  if (!keep) clear();
  recompute();
}

void TrayPanel::clear() {
  for (PickTray* tray : trays_) tray->clear();
}

void TrayPanel::recompute() {
  std::vector<Latent> latents;
  for (const PickTray* tray : trays_)
    if (!tray->picks().empty()) latents.push_back(meanLatent(tray->picks()));
  clear_->setEnabled(!latents.empty());
  const bool whole = latents.size() == trays_.size();
  if (!whole) showPictures({}, false);
  if (latents.empty() || !sampler_) return job_.cancel();
  if (whole) latents.push_back(combined());
  const auto work = [sampler = sampler_, latents](const Progress& progress) { return sampleImages(*sampler, latents, progress); };
  job_.order(work, [this, whole, sampler = sampler_](const Outcome<std::vector<QImage>>& outcome) {
    if (!outcome.error.isEmpty()) Q_EMIT failed(outcome.error);
    else if (outcome.value && sampler == sampler_) showPictures(*outcome.value, whole);
  });
}

/// One for each tray that holds something, and then the result where there is one.
void TrayPanel::showPictures(const std::vector<QImage>& pictures, bool whole) {
  auto next = pictures.begin();
  for (PickTray* tray : trays_)
    if (!tray->picks().empty() && next != pictures.end()) tray->setPicture(*next++);
  whole = whole && next != pictures.end();
  result_->setPicture(whole ? *next : QImage());
  result_->setEnabled(whole);
}

BetweenPanel::BetweenPanel(QWidget* parent)
    : TrayPanel(tr("Between two samples"), new PictureCard(kBetweenSide, tr("Click two samples")), parent), slider_(new ThinSlider(this)) {
  QHBoxLayout* row = rowIn(column());
  row->addWidget(addTray(PickTray::Holds::One, "1", tr("Where the way begins: click here, then a sample")));
  row->addStretch();
  row->addWidget(result());
  row->addStretch();
  row->addWidget(addTray(PickTray::Holds::One, "2", tr("Where the way ends: click here, then a sample")));
  slider_->setObjectName("between");
  slider_->setRange(0, kShares);
  slider_->setValue(kShares / 2);
  slider_->setAccessibleName(tr("Between the two samples"));
  column()->addWidget(slider_);
  result()->setObjectName("between-result");
  result()->setToolTip(tr("What lies between them; click to enlarge"));
  result()->setAccessibleName(tr("Between the two samples"));
  connect(slider_, &QSlider::valueChanged, this, &BetweenPanel::recompute);
}

Latent BetweenPanel::combined() const {
  return between(sampler()->info().space, trays()[0]->picks().front(), trays()[1]->picks().front(), double(slider_->value()) / kShares);
}

ArithmeticPanel::ArithmeticPanel(QWidget* parent) : TrayPanel(tr("Arithmetic: A − B + C"), new PictureCard(kSumSide, {}), parent) {
  QHBoxLayout* row = rowIn(column());
  const auto sign = [&](const QString& text) { row->addWidget(new QLabel(text, this)); };
  row->addWidget(addTray(PickTray::Holds::Several, "A", tr("Samples that have something: click here, then some of them")));
  sign("−");
  row->addWidget(addTray(PickTray::Holds::Several, "B", tr("The like without it: click here, then some of them")));
  sign("+");
  row->addWidget(addTray(PickTray::Holds::Several, "C", tr("What is to have it, too: click here, then some of them")));
  row->addStretch();
  row = rowIn(column());
  sign("=");
  row->addWidget(result());
  auto* about = new Caption(tr("Choose A, B or C, then click samples, or drag them there. Several are averaged: three or more say it "
                               "clearer than one."), this);
  about->setWordWrap(true);
  row->addWidget(about, 1);
  result()->setObjectName("arithmetic-result");
  result()->setToolTip(tr("A − B + C; click to enlarge"));
  result()->setAccessibleName(tr("A − B + C"));
}

Latent ArithmeticPanel::combined() const {
  return arithmetic(sampler()->info().space, trays()[0]->picks(), trays()[1]->picks(), trays()[2]->picks());
}

}  // namespace chaesaek
