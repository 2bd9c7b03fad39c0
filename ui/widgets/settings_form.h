// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "core/base/parameters.h"

namespace chaesaek {

class ChoiceBox;
class LinkButton;
class SettingRow;

/// A form made from a schema: basic settings first, the others behind "More settings…", presets as a choice on top.
class SettingsForm : public QWidget {
  Q_OBJECT
 public:
  explicit SettingsForm(QWidget* parent = nullptr);
  ~SettingsForm() override;

  /// All values at their defaults. The schema outlives the form (schemas live in the registry); null empties the form.
  void setSchema(const ParameterSchema* schema);
  /// Differences from the defaults alone; a field that is not valid counts with its last valid value.
  Json values() const;
  /// Defaults with these differences, without a signal; throws Error (Usage) as ParameterSchema::fromJson does.
  void setValues(const Json& differences);
  /// Whether every field holds a value within its bounds.
  bool valid() const;
  /// "Batch: a whole number from 1 to 1,024" for the first field that is not valid; else empty.
  QString complaint() const;
  /// While a run is going: values can be read but not changed.
  void setReadOnly(bool on);

 Q_SIGNALS:
  void changed();  ///< by the person: values, or whether they are valid

 private:
  void build();
  void buildPresets();
  void buildRows(bool advanced);
  void showSettings(const Settings& settings);
  void rowChanged();
  Settings presetAt(int index) const;
  void choosePreset(int index);
  void showPreset();
  void setExpanded(bool on);
  void sayMore();

  const ParameterSchema* schema_ = nullptr;
  std::vector<SettingRow*> rows_;  ///< in the order of the schema; children of the body
  QWidget* body_ = nullptr;
  ChoiceBox* presets_ = nullptr;
  LinkButton* more_ = nullptr;
  bool expanded_ = false, readOnly_ = false;
};

}  // namespace chaesaek
