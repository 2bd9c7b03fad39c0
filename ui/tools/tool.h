// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <memory>
#include <vector>

#include "ui/canvas/tool.h"

namespace chaesaek {

/// Settings that several tools share; the option bar edits them.
class ToolSettings : public QObject {
  Q_OBJECT
 public:
  int penSize = 8, eraserSize = 24, hintSize = 14;  ///< canvas pixels, diameter
  int smoothing = 30;                               ///< 0..100
  QColor colour = QColor(0xea, 0x5a, 0x47);         ///< of hints
  void setColour(const QColor& value);
  /// The next larger (+1) or smaller (-1) size of a tool's brush: [ and ].
  void stepSize(int* size, int direction);

 Q_SIGNALS:
  void changed();
};

/// Pen, eraser, hint brush, hint eraser, fill hint, picker, hand, zoom: in the order of the tool column.
std::vector<std::unique_ptr<Tool>> makeTools(Document* document, ToolSettings* settings);

}  // namespace chaesaek
