// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QScrollArea>

#include "core/experiments/declaration.h"
#include "core/training/run_folder.h"

class QButtonGroup;
class QVBoxLayout;

namespace chaesaek {

class DataChooser;
class SettingsForm;

/// What to train, on which drawings, with which settings.
class TrainSetup : public QScrollArea {
  Q_OBJECT
 public:
  explicit TrainSetup(QWidget* parent = nullptr);
  DataChooser* data() const { return data_; }
  SettingsForm* form() const { return form_; }
  const ExperimentInfo& experiment() const { return *experiment_; }
  void chooseExperiment(const QString& id);
  bool isValid() const;
  /// Of the run that these settings begin.
  RunConfig config() const;
  /// Takes experiment, drawings and settings over from an earlier run.
  void take(const QString& experiment, const QString& data, const Json& settings);

  QSize sizeHint() const override;

 Q_SIGNALS:
  void changed();

 private:
  void buildCards(QVBoxLayout* column);

  const ExperimentInfo* experiment_ = nullptr;
  QButtonGroup* cards_;
  DataChooser* data_;
  SettingsForm* form_;
};

}  // namespace chaesaek
