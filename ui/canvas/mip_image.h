// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QRect>
#include <deque>

namespace chaesaek {

/// Halved copies of a 32-bit picture, so that a canvas zoomed far out is smooth and cheap to paint. Only what changed is
/// halved again, and only when it is painted.
class MipImage {
 public:
  /// The picture changed inside `area`.
  void invalidate(QRect area);
  void invalidate() { levels_.clear(); }
  /// The smallest copy that a scale (device pixels for each picture pixel) does not have to enlarge.
  const QImage& at(const QImage& picture, double scale);

 private:
  struct Level {
    QImage image;
    QRect stale;  // in picture pixels
  };
  std::deque<Level> levels_;  // growing must not move them
};

}  // namespace chaesaek
