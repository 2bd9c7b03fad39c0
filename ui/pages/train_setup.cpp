// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train_setup.h"

#include <QButtonGroup>
#include <QVBoxLayout>

#include "ui/pages/data_chooser.h"
#include "ui/widgets/card_button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/settings_form.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kWidth = 280, kScrollBar = 10;
constexpr int kCaptionLines = 3;  // of the chosen experiment; the others are low, so that drawings and settings are in sight

/// A preset for a machine without a GPU, where the experiment has one.
const std::string kQuick = "quick";

}  // namespace

TrainSetup::TrainSetup(QWidget* parent)
    : QScrollArea(parent), cards_(new QButtonGroup(this)), data_(new DataChooser(this)), form_(new SettingsForm(this)) {
  auto* inside = new QWidget(this);
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(kGap12, kGap12, kGap12, kGap12);
  column->setSpacing(kGap8);
  column->addWidget(new SectionHead(tr("What to train"), this));
  buildCards(column);
  column->addSpacing(kGap4);
  column->addWidget(new SectionHead(tr("Drawings"), this));
  column->addWidget(data_);
  column->addSpacing(kGap4);
  column->addWidget(new SectionHead(tr("Settings"), this));
  column->addWidget(form_);
  column->addStretch();
  chooseExperiment(QString::fromStdString(listExperiments().front()->id));
  setWidget(inside);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFixedWidth(qMax(kWidth, inside->minimumSizeHint().width() + kScrollBar));
  setFocusPolicy(Qt::NoFocus);
  inside->setAutoFillBackground(false);
  connect(data_, &DataChooser::changed, this, &TrainSetup::changed);
  connect(form_, &SettingsForm::changed, this, &TrainSetup::changed);
}

QSize TrainSetup::sizeHint() const { return {width(), 400}; }

void TrainSetup::buildCards(QVBoxLayout* column) {
  for (const ExperimentInfo* info : listExperiments()) {
    auto* card = new CardButton(CardButton::Frame::Row, this);
    card->setObjectName("experiment-" + QString::fromStdString(info->id));
    card->setContent(QString::fromStdString(info->title), QString::fromStdString(info->sentence));
    card->setPicture({}, QString::fromStdString(info->symbol));
    card->setCaptionLines(0);
    connect(card, &QAbstractButton::toggled, card, [card](bool chosen) { card->setCaptionLines(chosen ? kCaptionLines : 0); });
    card->setToolTip(QString::fromStdString(info->sentence + "\n" + info->paper));
    cards_->addButton(card);
    column->addWidget(card);
    connect(card, &QAbstractButton::clicked, this, [this, info] { chooseExperiment(QString::fromStdString(info->id)); });
  }
}

void TrainSetup::chooseExperiment(const QString& id) {
  experiment_ = &experimentInfo(id.toStdString());
  if (auto* card = findChild<CardButton*>("experiment-" + id)) card->setChecked(true);
  data_->setKind(experiment_->data);
  form_->setSchema(&experiment_->parameters);
  const auto& presets = experiment_->parameters.presets();
  if (presets.contains(kQuick)) form_->setValues(experiment_->parameters.withPreset(kQuick).toJson());
  Q_EMIT changed();
}

bool TrainSetup::isValid() const { return form_->valid() && !data_->chosen().isEmpty(); }

RunConfig TrainSetup::config() const {
  RunConfig config;
  config.experiment = experiment_->id;
  config.data = data_->chosen().toStdString();
  config.settings = form_->values();
  return config;
}

void TrainSetup::take(const QString& experiment, const QString& data, const Json& settings) {
  chooseExperiment(experiment);
  data_->choose(data);
  form_->setValues(settings);
}

}  // namespace chaesaek
