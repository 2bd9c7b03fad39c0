// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QButtonGroup>
#include <QWidget>

namespace chaesaek {

/// One choice of a few, side by side: "Side by side | Under ink | Slider". Arrow keys move within it.
class SegmentedControl : public QWidget {
  Q_OBJECT
 public:
  explicit SegmentedControl(const QStringList& titles, QWidget* parent = nullptr);
  int current() const { return group_.checkedId(); }
  void setCurrent(int index);
  void describe(int index, const QString& title);

 Q_SIGNALS:
  void chosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QButtonGroup group_;
};

}  // namespace chaesaek
