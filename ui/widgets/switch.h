// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace chaesaek {

/// A word at the left, on or off at the right; the whole row can be clicked.
class Switch : public QAbstractButton {
  Q_OBJECT
 public:
  explicit Switch(const QString& text, QWidget* parent = nullptr);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace chaesaek
