// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QPointF>
#include <QSize>
#include <QTransform>

namespace chaesaek {

/// Zoom, pan, mirror and rotation of the view (never of the picture); several views share one, so they stay linked.
class ViewState : public QObject {
  Q_OBJECT
 public:
  explicit ViewState(QObject* parent = nullptr) : QObject(parent) {}
  /// Canvas pixels -> widget pixels for a view of that size; an upright canvas lies on whole widget pixels.
  QTransform transform(QSize viewSize, QSize canvasSize) const;
  double zoom() const { return zoom_; }  ///< widget pixels for each canvas pixel
  /// Keeps the canvas point under `around` (widget pixels) where it is.
  void setZoom(double zoom, QPointF around, QSize viewSize, QSize canvasSize);
  void panBy(QPointF widgetPixels);
  void fit(QSize viewSize, QSize canvasSize);
  void mirror();
  void rotateBy(double degrees);
  bool mirrored() const { return mirrored_; }
  double angle() const { return angle_; }
  bool isFitted() const { return fitted_; }  ///< follows the widget's size until zoomed by hand

 Q_SIGNALS:
  void changed();

 private:
  QTransform exactTransform(QSize viewSize, QSize canvasSize) const;

  double zoom_ = 1, angle_ = 0;
  QPointF offset_;  // of the canvas's middle from the view's middle, widget pixels
  bool mirrored_ = false, fitted_ = true;
};

}  // namespace chaesaek
