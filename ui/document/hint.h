// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QPointF>
#include <QRectF>
#include <vector>

#include <opencv2/core.hpp>

namespace chaesaek {

/// A colour hint: an object, deletable one by one; white is a hint like any other.
struct Hint {
  QColor colour;
  float radius = 6;             ///< canvas pixels
  std::vector<QPointF> points;  ///< one: a dot; several: a stroke
  bool operator==(const Hint&) const = default;
};

/// Whether the hint's mark, widened by `slack`, covers a point.
bool covers(const Hint& hint, QPointF point, double slack = 0);
/// The rectangle of its mark.
QRectF boundsOf(const Hint& hint);
/// Hints as marks BGRA: alpha 255 in discs and strokes, 0 elsewhere, hard edges so that no colours mix. Empty where
/// there is no hint.
cv::Mat rasterHints(const std::vector<Hint>& hints, cv::Size size);

}  // namespace chaesaek
