// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QWidget>

namespace chaesaek {

/// The legend of a heat map: its colours from 0 to the top, with figures below.
class HeatScale : public QWidget {
  Q_OBJECT
 public:
  /// `ramp`: the colours from left to right, one pixel high.
  HeatScale(QImage ramp, double top, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {300, 32}; }
  QSize minimumSizeHint() const override { return {150, 32}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QImage ramp_;
  double top_;
};

}  // namespace chaesaek
