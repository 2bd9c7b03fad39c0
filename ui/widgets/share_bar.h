// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace chaesaek {

/// A share between 0 and 1 as a point on a line, with the interval that it lies in.
class ShareBar : public QWidget {
  Q_OBJECT
 public:
  ShareBar(double share, double low, double high, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {180, 20}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double share_, low_, high_;
};

}  // namespace chaesaek
