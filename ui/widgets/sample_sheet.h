// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QPainter>
#include <QStringList>
#include <vector>

namespace chaesaek {

/// Pictures in rows and columns as a run shows them: sketch, generated, real.
struct SampleSheet {
  QStringList heads;
  std::vector<std::vector<QImage>> rows;
  int overlayColumn = -1;       ///< -1: no overlay
  std::vector<QImage> overlay;  ///< one map a row: D's verdict on each patch, grey, 0 false to 255 real

  bool isEmpty() const { return rows.empty(); }
  int columns() const { return int(heads.size()); }
  QImage picture(int row, int column) const;
  /// Null where there is none.
  QImage map(int row, int column) const;
  /// "row 2, Generated"
  QString nameOf(int row, int column) const;
};

/// D's verdict as a colour: what it takes for false in G's curve colour, what it takes for real in D's.
QColor verdictColour(int grey);
/// A map in those colours, half transparent; a patch stays a patch, however large it is drawn.
QImage colouredMap(const QImage& map);

}  // namespace chaesaek
