// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>
#include <QWidget>

#include "ui/jobs/training_runner.h"

namespace chaesaek {

class Button;
class Explanation;
class MessageArea;
class RunList;
class RunPlots;
class RunView;
class SampleBoard;
class TrainBar;
class TrainSetup;
struct RunRecord;

/// Choose what to train, watch it learn, take the network to the canvas.
class TrainPage : public QWidget {
  Q_OBJECT
 public:
  explicit TrainPage(QWidget* parent = nullptr);
  ~TrainPage() override;

  TrainingRunner* runner() { return &runner_; }
  MessageArea* messages() const { return messages_; }
  TrainSetup* setup() const { return setup_; }
  RunList* list() const { return list_; }
  /// Shows an earlier run, or says why it cannot.
  void open(const QString& run);
  /// The canvas shows this model file now; the page tells when the run in training has a newer one.
  void canvasUses(const QString& model);

 Q_SIGNALS:
  void canvasWanted(const QString& model);

 protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void layOut();
  QWidget* buildPictures();
  void connectRunner();
  void connectRuns();
  void connectData();
  void start();
  void resumeRun(const RunRecord& run, const Json& changes = Json::object());
  void showRun(const RunRecord& run);
  void ended(RunState state, const QString& message);
  void offerRetry(const QString& run, const QString& message);
  void getData(const QString& name);
  void analyseData(const QString& name);
  void showCanvas();
  void showQueue();
  QString shownModel() const;

  TrainingRunner runner_;
  MessageArea* messages_;
  TrainBar* bar_;
  TrainSetup* setup_;
  RunPlots* plots_;
  SampleBoard* board_;
  Button* map_;
  Explanation *aboutPictures_, *aboutMap_;
  RunList* list_;
  RunView* view_;
  QString trained_, onCanvas_;  // name of the last run in training; path of the canvas's model
  QWidget* pictures_;
  QTimer elsewhere_;  ///< looks after runs of other processes while the page is seen
};

}  // namespace chaesaek
