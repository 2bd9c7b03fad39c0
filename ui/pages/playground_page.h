// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <deque>

#include "ui/jobs/training_runner.h"
#include "ui/pages/playground_dock.h"

namespace chaesaek {

class LossPlot;
class MessageArea;
class PlaygroundBar;
class PointField;

/// A tab of the Explore page: GANs of points that learn while one looks. Nothing of them is kept; nobody looks, nothing learns.
class PlaygroundPage : public QWidget {
  Q_OBJECT
 public:
  explicit PlaygroundPage(QWidget* parent = nullptr);
  /// Stands above the page, where its owner puts it.
  QWidget* bar() const;
  TrainingRunner* runner() { return &runner_; }
  PlaygroundDock* dock() const { return dock_; }
  PointField* field() const { return field_; }
  /// Begins a lesson: a preset of the experiment.
  void teach(const QString& preset);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QWidget* buildPlots();
  void connectRunner();
  void begin();
  void restart();
  void clear();
  void hold();
  void take(const std::vector<ScalarEvent>& scalars);
  void take(const ViewEvent& event);

  TrainingRunner runner_;
  PlaygroundBar* bar_;
  PlaygroundDock* dock_;
  PointField* field_;
  MessageArea* messages_;
  LossPlot *modes_, *gap_, *answers_, *gradients_;
  PlaygroundDock::Figures figures_;
  std::deque<double> ratios_;  ///< of the last steps
  qint64 seed_ = 1;
  bool held_ = false;          ///< paused because it is hidden
};

}  // namespace chaesaek
