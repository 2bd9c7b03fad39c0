// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>
#include <QWidget>

#include "core/base/parameters.h"

class QLabel;
class QLineEdit;

namespace chaesaek {

class Button;
class ChoiceBox;
class Switch;

/// One parameter: label at the left, its control at the right, a reset where it was changed, and a line that names the
/// bounds where what stands in the field is not within them.
class SettingRow : public QWidget {
  Q_OBJECT
 public:
  /// The parameter and its schema live in the registry.
  SettingRow(const ParameterSchema* schema, const Parameter* parameter, QWidget* parent);

  const Parameter& parameter() const { return *parameter_; }
  /// The last valid value.
  const Json& value() const { return value_; }
  bool isChanged() const { return value_ != parameter_->fallback; }
  void setValue(const Json& value);
  bool isValid() const { return problem_.isEmpty(); }
  /// "a whole number from 1 to 1,024"; empty where the field is valid.
  QString problem() const { return problem_; }
  void setReadOnly(bool on);

 Q_SIGNALS:
  void changed();  ///< by the person

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  QWidget* buildControl();
  void buildReset();
  void layOut(QLabel* label);
  void take(const QString& typed);
  void takeValue(const Json& value);
  void showValue();
  void showState();
  void complain();

  const ParameterSchema* schema_;
  const Parameter* parameter_;
  Json value_;
  QString problem_;
  bool readOnly_ = false;
  QLineEdit* field_ = nullptr;
  ChoiceBox* choice_ = nullptr;
  Switch* switch_ = nullptr;
  QWidget* control_;
  Button* reset_;
  QLabel* complaint_;
  QTimer pause_;  ///< a number that is half typed is no mistake yet
};

}  // namespace chaesaek
