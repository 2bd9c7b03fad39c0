// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace chaesaek {

/// Words in the accent's colour that open more of what stands above them; flush with the text around.
class LinkButton : public QAbstractButton {
  Q_OBJECT
 public:
  explicit LinkButton(QWidget* parent = nullptr);
  /// Text and accessible name.
  void say(const QString& text);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace chaesaek
