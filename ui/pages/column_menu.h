// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMenu>
#include <functional>
#include <vector>

#include "core/inference/colourer.h"
#include "core/inference/model_places.h"

namespace chaesaek {

/// A run whose network colours, with the moments of it that were kept.
struct ColouringRun {
  std::string name;
  bool hasModel = false;  ///< as it is now
  std::vector<RunMoment> moments;
};

/// All that can stand in a column.
struct ColumnOffer {
  std::vector<ModelInfo> models;  ///< shipped, one's own, flat fill
  std::vector<ColouringRun> runs;
  QString training;               ///< name of the run in training, or empty
};
/// Looks into every run and model file: for a job.
ColumnOffer listColumnOffer();

/// Adds a column: models, runs and their moments, the run in training, flat fill, the real picture, a file.
class ColumnMenu : public QMenu {
  Q_OBJECT
 public:
  ColumnMenu(const ColumnOffer& offer, std::function<void(QString key)> take, std::function<void()> loadFile, QWidget* parent);

 private:
  QAction* offer(QMenu* menu, const QString& title, const QString& key, const QString& details = {});
  void addModels(const std::vector<ModelInfo>& models);
  void addRuns(const std::vector<ColouringRun>& runs);

  std::function<void(QString)> take_;
};

}  // namespace chaesaek
