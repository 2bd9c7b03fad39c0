// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/widgets/sample_sheet.h"

namespace chaesaek {

/// The pictures of one row, side by side under their heads, all at the same zoom and place.
class ViewerPanes : public QWidget {
  Q_OBJECT
 public:
  explicit ViewerPanes(QWidget* parent = nullptr);
  void setRow(const SampleSheet& sheet, int row);
  double zoom() const { return zoom_; }
  /// At the middle; 1 fits.
  void zoomBy(double factor);
  void fit();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  QRectF pane(int column) const;
  int paneAt(QPointF at) const;
  QRectF place(int column) const;
  void zoomAt(QPointF at, double factor);
  void keepInside();
  void paintPane(QPainter& painter, int column);

  SampleSheet sheet_;
  int row_ = 0;
  double zoom_ = 1;
  QPointF centre_{.5, .5};  ///< of the picture, in shares of its sides
  QPointF grip_;
  bool gripped_ = false;
};

}  // namespace chaesaek
