// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/picker.h"

#include <cmath>

namespace chaesaek {

void Picker::move(const ToolPoint& point) {
  const int hint = document_->hintAt(point.at);
  if (hint >= 0) return settings_->setColour(document_->hints()[static_cast<size_t>(hint)].colour);
  const QPoint pixel(static_cast<int>(std::floor(point.at.x())), static_cast<int>(std::floor(point.at.y())));
  const QImage& colours = document_->colours();  // without ink: a click beside a line finds the colour, not its edge
  if (colours.valid(pixel)) settings_->setColour(colours.pixelColor(pixel));
}

}  // namespace chaesaek
