// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>

class QVBoxLayout;

namespace chaesaek {

/// A small panel that opens beside a control and closes with the first click elsewhere, or Escape.
class Popover : public QFrame {
  Q_OBJECT
 public:
  explicit Popover(QWidget* parent);
  QVBoxLayout* column() const { return column_; }
  /// What may be longer than the panel is high.
  void addScrolled(QWidget* inside);
  /// Below `anchor`, kept on its screen.
  void openAt(const QWidget* anchor);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QVBoxLayout* column_;
};

}  // namespace chaesaek
