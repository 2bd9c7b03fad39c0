// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPointF>
#include <QWidget>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/experiments/declaration.h"
#include "core/training/events.h"
#include "core/training/health.h"

class QVBoxLayout;

class QScrollArea;

namespace chaesaek {

class Button;
class Explanation;
class HealthLine;
class LossPlot;
class ValueSlider;

/// The curves of a run, with what they say in words.
class RunPlots : public QWidget {
  Q_OBJECT
 public:
  explicit RunPlots(QWidget* parent = nullptr);
  /// Empty plots, as this experiment has them.
  void setExperiment(const ExperimentInfo& info);
  void append(const std::vector<ScalarEvent>& scalars);
  void append(const MeasureEvent& measured);
  void setBest(std::optional<qint64> step);
  void setCursor(std::optional<qint64> step);
  /// What the run looks like to somebody who has seen many.
  void setHealth(const Health& health);
  /// In step mode: what the last phase changed.
  void showPhase(const PhaseEvent& phase);
  /// On the whole page: the switch for it stands above the plots.
  void showExplanations(bool on);
  bool explains() const;

 Q_SIGNALS:
  void explanationsToggled(bool on);

 private:
  using Points = std::map<std::string, std::vector<QPointF>>;  // by curve
  void append(const Points& points);
  QWidget* buildOptions();
  void build(const ExperimentInfo& info);

  const ExperimentInfo* experiment_ = nullptr;
  QVBoxLayout* column_;
  QScrollArea* scroll_;
  std::vector<LossPlot*> plots_;
  std::vector<Explanation*> explanations_;
  std::set<size_t> plotted_;  // the plots that have curves
  Button *log_, *explain_;
  ValueSlider *smoothing_, *skip_;
  HealthLine* health_;
};

/// "G_adversarial" -> "G adversarial", "G_l1" -> "L1": what a legend calls a scalar.
QString curveLabel(const std::string& scalar);

}  // namespace chaesaek
