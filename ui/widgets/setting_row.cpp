// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/setting_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QStyle>
#include <cmath>

#include "core/base/error.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/switch.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kFieldWidth = 112, kChoiceWidth = 136, kSwitchWidth = 42, kResetWidth = 26, kPauseMs = 600;

QString text(const std::string& words) { return QString::fromStdString(words); }

bool isWhole(const Parameter& p) { return p.kind == ParameterKind::Integer; }

QString shownNumber(const Parameter& p, const Json& value) {
  return isWhole(p) ? wholeText(value.get<qint64>()) : shortText(value.get<double>());
}

QString boundsOf(const Parameter& p) {
  const auto bound = [&](double value) { return isWhole(p) ? wholeText(qint64(value)) : shortText(value); };
  return (isWhole(p) ? SettingRow::tr("a whole number from %1 to %2") : SettingRow::tr("a number from %1 to %2")).arg(bound(p.least), bound(p.most));
}

/// As the schema wants it; throws Error (Usage) where it does not.
Json valueOf(const ParameterSchema& schema, const Parameter& p, const QString& typed) {
  const auto number = numberIn(typed);
  if (!number) failUsage("parameter " + p.key + " must be a number");
  Settings settings(&schema);
  const bool whole = isWhole(p) && *number == std::floor(*number) && std::abs(*number) < 1e15;
  settings.set(p.key, whole ? Json(qint64(*number)) : Json(*number));
  return settings.toJson().at(p.key);
}

/// "encoder_decoder" -> "encoder decoder"
QString choiceText(const std::string& choice) { return text(choice).replace('_', ' '); }

/// For the style sheet, which looks at properties when it is applied.
void mark(QWidget* widget, const char* name, bool on) {
  if (widget->property(name).toBool() == on) return;
  widget->setProperty(name, on);
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

}  // namespace

SettingRow::SettingRow(const ParameterSchema* schema, const Parameter* parameter, QWidget* parent)
    : QWidget(parent), schema_(schema), parameter_(parameter), value_(parameter->fallback), control_(buildControl()),
      reset_(new Button(Button::Look::Quiet, "rotate-ccw", {}, this)), complaint_(new Caption({}, this)) {
  const QString unit = parameter->unit.empty() ? QString() : ", " + text(parameter->unit);
  const QString help = QString("<qt>%1</qt>").arg(text(parameter->help).toHtmlEscaped());  // rich text wraps
  setObjectName("setting-" + text(parameter->key));
  setWhatsThis(help);
  for (QWidget* each : {static_cast<QWidget*>(this), control_}) each->setToolTip(help);
  control_->setAccessibleName(text(parameter->label) + unit);
  control_->setAccessibleDescription(text(parameter->help));
  auto* label = new QLabel(text(parameter->label) + unit, this);
  label->setWordWrap(true);
  label->setBuddy(control_);
  buildReset();
  complaint_->setObjectName("complaint");
  complaint_->setProperty("advice", true);
  complaint_->setForegroundRole(QPalette::WindowText);  // the style sheet would halve the other one
  complaint_->setAlignment(Qt::AlignRight);
  complaint_->setWordWrap(true);
  layOut(label);
  pause_.setSingleShot(true);
  pause_.setInterval(kPauseMs);
  connect(&pause_, &QTimer::timeout, this, &SettingRow::complain);
  showValue();
}

QWidget* SettingRow::buildControl() {
  switch (parameter_->kind) {
    case ParameterKind::Switch:
      switch_ = new Switch({}, this);
      switch_->setFixedWidth(kSwitchWidth);
      connect(switch_, &QAbstractButton::clicked, this, [this](bool on) { takeValue(on); });
      return switch_;
    case ParameterKind::Choice:
      choice_ = new ChoiceBox(this);
      choice_->setFixedWidth(kChoiceWidth);
      for (const std::string& each : parameter_->choices) choice_->addItem(choiceText(each));
      connect(choice_, &QComboBox::activated, this, [this](int index) { takeValue(parameter_->choices[size_t(index)]); });
      return choice_;
    default:
      field_ = new QLineEdit(this);
      field_->setFixedWidth(kFieldWidth);
      field_->setAlignment(Qt::AlignRight);
      connect(field_, &QLineEdit::textEdited, this, &SettingRow::take);
      connect(field_, &QLineEdit::editingFinished, this, [this] { isValid() ? showValue() : complain(); });
      return field_;
  }
}

void SettingRow::buildReset() {
  reset_->setFixedWidth(kResetWidth);
  reset_->setObjectName("reset");
  const Json& value = parameter_->fallback;
  const QString standard = switch_   ? (value.get<bool>() ? tr("on") : tr("off"))
                           : choice_ ? choiceText(value.get<std::string>())
                                     : shownNumber(*parameter_, value);
  reset_->describe(tr("%1: back to the default, %2").arg(text(parameter_->label), standard));
  QSizePolicy keeps = reset_->sizePolicy();
  keeps.setRetainSizeWhenHidden(true);
  reset_->setSizePolicy(keeps);
  connect(reset_, &QAbstractButton::clicked, this, [this] { takeValue(parameter_->fallback); });
}

void SettingRow::layOut(QLabel* label) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(2);
  grid->addWidget(label, 0, 0);
  grid->addWidget(reset_, 0, 1);
  grid->addWidget(control_, 0, 2);
  grid->addWidget(complaint_, 1, 0, 1, 3);
  grid->setColumnStretch(0, 1);
}

/// The whole row of a switch can be clicked.
void SettingRow::mouseReleaseEvent(QMouseEvent* event) {
  if (switch_ && event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) switch_->click();
}

void SettingRow::take(const QString& typed) {
  try {
    value_ = valueOf(*schema_, *parameter_, typed);
    problem_.clear();
  } catch (const Error&) {
    problem_ = boundsOf(*parameter_);
    pause_.start();
  }
  showState();
  Q_EMIT changed();
}

void SettingRow::takeValue(const Json& value) {
  setValue(value);
  Q_EMIT changed();
}

void SettingRow::setValue(const Json& value) {
  value_ = value;
  problem_.clear();
  showValue();
}

void SettingRow::showValue() {
  if (switch_) switch_->setChecked(value_.get<bool>());
  if (choice_) choice_->setCurrentText(choiceText(value_.get<std::string>()));
  if (field_) field_->setText(shownNumber(*parameter_, value_));
  showState();
}

void SettingRow::showState() {
  reset_->setVisible(!readOnly_ && (isChanged() || !isValid()));
  if (field_) mark(field_, "invalid", !isValid());
  if (isValid()) complaint_->hide();
}

void SettingRow::complain() {
  if (isValid()) return;
  complaint_->setText(tr("Needs %1.").arg(problem_));
  complaint_->show();
}

void SettingRow::setReadOnly(bool on) {
  readOnly_ = on;
  if (field_) field_->setReadOnly(on);
  else control_->setEnabled(!on);
  if (on && !isValid()) setValue(value_);
  showState();
}

}  // namespace chaesaek
