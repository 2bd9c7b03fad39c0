// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace chaesaek {

class Button;
class ChoiceBox;
class HeatScale;
class SegmentedControl;

/// Below the bar: how the columns are looked at, and what is known of all of them.
class LookBar : public QWidget {
  Q_OBJECT
 public:
  static constexpr int kHeight = 40;
  explicit LookBar(QWidget* parent = nullptr);
  /// A number of CompareLook::Mode.
  void setMode(int mode);
  /// The columns that others can be held against, by id.
  void setReferences(const QList<std::pair<int, QString>>& columns, int current);
  Button* setsButton() const { return sets_; }

 Q_SIGNALS:
  void modeChosen(int mode);
  void referenceChosen(int column);
  void loupeToggled(bool on);
  void setsWanted();
  void measureWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fitIn();

  SegmentedControl* modes_;
  QWidget* held_;  ///< the column that others are held against
  ChoiceBox* against_;
  HeatScale* scale_;
  Button *loupe_, *sets_, *measure_;
};

}  // namespace chaesaek
