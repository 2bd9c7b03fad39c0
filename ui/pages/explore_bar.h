// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "core/inference/sampler.h"

class QHBoxLayout;
class QLineEdit;

namespace chaesaek {

class Button;
class ChoiceBox;
class ElidedLabel;

/// Above the wall: which generator, which seed, and what can be done with the wall.
class ExploreBar : public QWidget {
  Q_OBJECT
 public:
  explicit ExploreBar(QWidget* parent = nullptr);
  /// Those to choose from; the one in use may be a file that is not among them.
  void setGenerators(const std::vector<GeneratorInfo>& all, const GeneratorInfo* current);
  quint64 seed() const { return seed_; }
  /// Whether there is a generator to sample from.
  void setReady(bool ready);

 Q_SIGNALS:
  void generatorChosen(const QString& path);
  void fileWanted();
  void seedChanged();
  void saveWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildSeed(QHBoxLayout* row);
  void takeSeed(quint64 seed);

  ChoiceBox* model_;
  QLineEdit* field_;
  Button *roll_, *save_;
  ElidedLabel* facts_;
  quint64 seed_ = 1;
};

}  // namespace chaesaek
