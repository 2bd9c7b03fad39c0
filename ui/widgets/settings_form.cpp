// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settings_form.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/choice_box.h"
#include "ui/widgets/link_button.h"
#include "ui/widgets/setting_row.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

/// "two_cores" -> "Two cores"
QString presetTitle(const std::string& name) {
  QString title = QString::fromStdString(name).replace('_', ' ');
  title[0] = title[0].toUpper();
  return title;
}

}  // namespace

SettingsForm::SettingsForm(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
}

SettingsForm::~SettingsForm() = default;

void SettingsForm::setSchema(const ParameterSchema* schema) {
  schema_ = schema;
  build();
}

void SettingsForm::build() {
  delete body_;
  rows_.clear();
  presets_ = nullptr;
  more_ = nullptr;
  body_ = new QWidget(this);
  layout()->addWidget(body_);
  auto* column = new QVBoxLayout(body_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap4);
  if (!schema_) return;
  if (!schema_->presets().empty()) buildPresets();
  buildRows(false);
  more_ = new LinkButton(body_);
  more_->setObjectName("more-settings");
  column->addWidget(more_, 0, Qt::AlignLeft);
  connect(more_, &QAbstractButton::clicked, this, [this] { setExpanded(!expanded_); });
  buildRows(true);
  setExpanded(expanded_);
  showPreset();
}

/// The presets by name ("Defaults" before them, unless one of them is just that), and at the end what no preset is.
void SettingsForm::buildPresets() {
  presets_ = new ChoiceBox(body_);
  presets_->setObjectName("preset");
  presets_->setAccessibleName(tr("Preset"));
  presets_->setToolTip(tr("Settings that go together"));
  const auto& presets = schema_->presets();
  const bool named = std::any_of(presets.begin(), presets.end(), [](const auto& preset) { return preset.second.empty(); });
  if (!named) presets_->addItem(tr("Defaults"));
  for (const auto& [name, unused] : presets) presets_->addItem(presetTitle(name), QString::fromStdString(name));
  presets_->addItem(tr("Your own settings"));
  presets_->setEnabled(!readOnly_);
  body_->layout()->addWidget(presets_);
  connect(presets_, &QComboBox::activated, this, &SettingsForm::choosePreset);
}

void SettingsForm::buildRows(bool advanced) {
  for (const Parameter& parameter : schema_->all()) {
    if (parameter.advanced != advanced) continue;
    auto* row = new SettingRow(schema_, &parameter, body_);
    row->setReadOnly(readOnly_);
    connect(row, &SettingRow::changed, this, &SettingsForm::rowChanged);
    rows_.push_back(row);
    body_->layout()->addWidget(row);
  }
}

Json SettingsForm::values() const {
  Json differences = Json::object();
  for (const SettingRow* row : rows_)
    if (row->isChanged()) differences[row->parameter().key] = row->value();
  return differences;
}

void SettingsForm::setValues(const Json& differences) {
  if (schema_) showSettings(schema_->fromJson(differences));
}

void SettingsForm::showSettings(const Settings& settings) {
  for (SettingRow* row : rows_) row->setValue(settings.toJson().at(row->parameter().key));
  showPreset();
  sayMore();
}

bool SettingsForm::valid() const {
  return std::all_of(rows_.begin(), rows_.end(), [](const SettingRow* row) { return row->isValid(); });
}

QString SettingsForm::complaint() const {
  for (const SettingRow* row : rows_)
    if (!row->isValid()) return QString("%1: %2").arg(QString::fromStdString(row->parameter().label), row->problem());
  return {};
}

void SettingsForm::setReadOnly(bool on) {
  readOnly_ = on;
  for (SettingRow* row : rows_) row->setReadOnly(on);
  if (presets_) presets_->setEnabled(!on);
}

void SettingsForm::rowChanged() {
  showPreset();
  sayMore();
  Q_EMIT changed();
}

Settings SettingsForm::presetAt(int index) const {
  const QString name = presets_->itemData(index).toString();
  return name.isEmpty() ? schema_->defaults() : schema_->withPreset(name.toStdString());
}

void SettingsForm::choosePreset(int index) {
  if (index + 1 == presets_->count()) return showPreset();
  showSettings(presetAt(index));
  Q_EMIT changed();
}

void SettingsForm::showPreset() {
  if (!presets_) return;
  const Json now = schema_->fromJson(values()).toJson();
  int shown = 0;
  while (shown + 1 < presets_->count() && presetAt(shown).toJson() != now) ++shown;
  presets_->setCurrentIndex(shown);
}

/// What is wrong stays in sight.
void SettingsForm::setExpanded(bool on) {
  expanded_ = on || std::any_of(rows_.begin(), rows_.end(), [](const SettingRow* row) { return row->parameter().advanced && !row->isValid(); });
  for (SettingRow* row : rows_) row->setVisible(expanded_ || !row->parameter().advanced);
  sayMore();
}

void SettingsForm::sayMore() {
  if (!more_) return;
  const auto isAdvanced = [](const SettingRow* row) { return row->parameter().advanced; };
  const auto changes = std::count_if(rows_.begin(), rows_.end(), [&](const SettingRow* row) { return isAdvanced(row) && row->isChanged(); });
  more_->setVisible(std::any_of(rows_.begin(), rows_.end(), isAdvanced));
  more_->say(expanded_ ? tr("Fewer settings") : changes ? tr("More settings… (%1 changed)").arg(changes) : tr("More settings…"));
  more_->setToolTip(expanded_ ? tr("Show the most important settings alone") : tr("Show all settings"));
}

}  // namespace chaesaek
