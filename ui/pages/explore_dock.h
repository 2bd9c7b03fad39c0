// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QButtonGroup>
#include <QScrollArea>

#include "ui/jobs/sampling.h"

namespace chaesaek {

class ArithmeticPanel;
class BetweenPanel;
class ClassPicker;
class PickTray;
class SectionHead;
class TrayPanel;

/// Beside the wall: the class that is drawn, and what can be made of picked samples.
class ExploreDock : public QScrollArea {
  Q_OBJECT
 public:
  explicit ExploreDock(QWidget* parent = nullptr);
  /// Null: none. `keep`: the same generator, trained further; picks and class stay.
  void setSampler(SharedSampler sampler, bool keep);
  /// The class to draw; -1: all.
  int label() const;
  /// Into the chosen tray; the ends of the way between two samples take turns.
  void pick(const Latent& sample);
  /// The letters of the trays that hold it: "A".
  QString markOf(const Latent& sample) const;
  std::vector<PickTray*> trays() const;

 Q_SIGNALS:
  void labelChosen();
  void picksChanged();
  void dropped(PickTray* tray, int sample);
  void failed(const QString& error);
  void enlarged(const QImage& picture);

 private:
  void add(TrayPanel* panel);

  SectionHead* classHead_;
  ClassPicker* classes_;
  BetweenPanel* between_;
  ArithmeticPanel* arithmetic_;
  QButtonGroup chosen_;  ///< the trays
  SharedSampler sampler_;
};

}  // namespace chaesaek
