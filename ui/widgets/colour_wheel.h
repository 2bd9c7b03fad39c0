// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace chaesaek {

/// Ring of hues around a square of saturation and value. Keys: left and right turn the hue, up and down change the
/// value; with Shift, left and right change the saturation.
class ColourWheel : public QWidget {
  Q_OBJECT
 public:
  explicit ColourWheel(QWidget* parent = nullptr);
  QColor colour() const { return QColor::fromHsvF(hue_, saturation_, value_); }
  void setColour(const QColor& colour);

 Q_SIGNALS:
  void picked(QColor colour);  ///< by the person alone

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Grip { None, Ring, Square };
  QRectF square() const;
  QPointF fromMiddle(QPointF at) const { return at - QPointF(width() / 2., height() / 2.); }
  void follow(QPointF at);
  void change(double hue, double saturation, double value);

  float hue_ = 0, saturation_ = 1, value_ = 1;  // kept apart: grey would forget its hue
  Grip grip_ = Grip::None;
};

}  // namespace chaesaek
