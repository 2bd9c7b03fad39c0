// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>
#include <QSlider>
#include <QWidget>

namespace chaesaek {

/// A slider that goes where it is clicked.
class ThinSlider : public QSlider {
  Q_OBJECT
 public:
  explicit ThinSlider(QWidget* parent = nullptr);
  QSize sizeHint() const override { return {80, 28}; }
  QSize minimumSizeHint() const override { return {40, 28}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  double middleOf(int value) const;  ///< of the knob, in x

 private:
  void goTo(double x);
};

/// Label, slider, value. With `curved`, the left part of the slider is finer (brush sizes).
class ValueSlider : public QWidget {
  Q_OBJECT
 public:
  struct Range {
    int least = 0, most = 100;
    bool curved = false;
  };
  ValueSlider(const QString& label, Range range, QWidget* parent = nullptr);
  int value() const { return value_; }
  void setValue(int value);
  void describe(const QString& title);
  void setSliderWidth(int width);

 Q_SIGNALS:
  void valueChanged(int value);  ///< by the person alone

 private:
  int toPosition(int value) const;
  int toValue(int position) const;

  Range range_;
  int value_ = 0;
  ThinSlider* slider_;
  QLabel* number_;
};

}  // namespace chaesaek
