// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QWidget>
#include <memory>

#include "core/image/landscape.h"

namespace chaesaek {

/// A GAN of points at one moment. On the plane: what D thinks of each place, real and made points, where G's loss pushes.
/// On a line: D over the best D there is, below them the densities of real and made points. What is D's is in D's colour,
/// what is G's in G's, as in the plots.
class PointField : public QWidget {
  Q_OBJECT
 public:
  explicit PointField(QWidget* parent = nullptr);
  /// Null: nothing yet.
  void setView(std::shared_ptr<const PointView> view);
  const std::shared_ptr<const PointView>& view() const { return view_; }

  QSize sizeHint() const override { return {560, 600}; }
  QSize minimumSizeHint() const override { return {300, 300}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void paintPlane(QPainter& painter, const QRectF& area) const;
  void paintLine(QPainter& painter, const QRectF& area) const;

  std::shared_ptr<const PointView> view_;
  QImage map_;  ///< D's, a pixel a cell
};

}  // namespace chaesaek
