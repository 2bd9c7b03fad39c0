// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

namespace chaesaek {

class Button;
class ElidedLabel;
class TrainingRunner;
struct ExperimentInfo;

/// Above the page: start, pause, stop, steps one by one, and where the run stands.
class TrainBar : public QWidget {
  Q_OBJECT
 public:
  TrainBar(TrainingRunner* runner, QWidget* parent);
  void setStartable(bool startable);
  /// Whether a model can be put on the canvas, and whether the canvas follows this run already.
  void setCanvas(bool possible, bool following);

  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void startWanted();
  void queueWanted();
  void canvasWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildLeft();
  void buildSteps(const ExperimentInfo& info);
  void showState();
  void showFigures();
  void giveWay();

  TrainingRunner* runner_;
  Button *main_, *stop_, *queue_, *export_, *canvas_;
  QWidget* steps_;
  ElidedLabel* figures_;
  QWidget* edge_;  ///< before them
  const ExperimentInfo* stepped_ = nullptr;  ///< whose phases the buttons are
  bool startable_ = true;
};

/// "12 min left", "1 h 5 min left", "40 s left".
QString timeLeft(double seconds);

}  // namespace chaesaek
