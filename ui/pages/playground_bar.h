// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

class QHBoxLayout;

namespace chaesaek {

class Button;
class ElidedLabel;
class SegmentedControl;
class TrainingRunner;

/// Above the points: run, wait, begin again, one step at a time, how fast.
class PlaygroundBar : public QWidget {
  Q_OBJECT
 public:
  explicit PlaygroundBar(TrainingRunner* runner, QWidget* parent = nullptr);

  void playOrPause();

 Q_SIGNALS:
  void restartWanted();

 private:
  void buildSteps(QHBoxLayout* row);
  void showState();
  void showStep();

  TrainingRunner* runner_;
  Button *play_, *restart_;
  std::vector<Button*> steps_;
  SegmentedControl* speed_;
  ElidedLabel* step_;
};

}  // namespace chaesaek
