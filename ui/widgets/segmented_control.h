// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QButtonGroup>
#include <QWidget>

namespace chaesaek {

/// One choice of a few, side by side: "Side by side | Under ink | Slider". Arrow keys move within it.
class SegmentedControl : public QWidget {
  Q_OBJECT
 public:
  struct Part {
    QString title, icon;
  };
  explicit SegmentedControl(QList<Part> parts, QWidget* parent = nullptr);
  int current() const { return group_.checkedId(); }
  void setCurrent(int index);
  void describe(int index, const QString& title);
  /// Icons instead of words, where there is little room.
  void setCompact(bool compact);

 Q_SIGNALS:
  void chosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QList<Part> parts_;
  QButtonGroup group_;
};

}  // namespace chaesaek
