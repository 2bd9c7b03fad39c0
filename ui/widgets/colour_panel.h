// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>
#include <QLineEdit>

#include "ui/widgets/colour_wheel.h"

namespace chaesaek {

/// The wheel with what it says in figures: hue, saturation, value, and the hexadecimal text, which can be edited.
class ColourPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ColourPanel(QWidget* parent = nullptr);
  QColor colour() const { return colour_; }
  void setColour(const QColor& colour);

 Q_SIGNALS:
  void picked(QColor colour);  ///< by the person alone

 private:
  void showFigures();
  void takeText();

  QColor colour_;
  ColourWheel* wheel_;
  QLabel *hue_, *saturation_, *value_;
  QLineEdit* text_;
};

}  // namespace chaesaek
