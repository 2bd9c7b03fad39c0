// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace chaesaek {

/// The size and the rough shape of a part of a drawing, wherever it lies and however it is turned.
struct PartLook {
  double size = 0;        ///< natural logarithm of its pixels
  double elongation = 0;  ///< 1 round, 0 a line
  double filling = 0;     ///< its area beside that of the ellipse with the same moments
};

/// Collects the pixels of a part.
class PartShape {
 public:
  void add(int x, int y);
  PartLook look() const;

 private:
  double pixels_ = 0, x_ = 0, y_ = 0, xx_ = 0, xy_ = 0, yy_ = 0;
};

/// 0..1: how alike two parts are. What is very small has no kin.
double kinship(const PartLook& a, const PartLook& b);

}  // namespace chaesaek
