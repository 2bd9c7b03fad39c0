// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "ui/tools/eraser.h"
#include "ui/tools/fill_hint.h"
#include "ui/tools/hand.h"
#include "ui/tools/hint_brush.h"
#include "ui/tools/hint_eraser.h"
#include "ui/tools/pen.h"
#include "ui/tools/picker.h"
#include "ui/tools/zoom.h"

namespace chaesaek {
namespace {

constexpr int kSmallestBrush = 1, kLargestBrush = 200;

}  // namespace

void ToolSettings::setColour(const QColor& value) {
  if (colour == value) return;
  colour = value;
  emit changed();
}

void ToolSettings::stepSize(int* size, int direction) {
  const int step = std::max(1, *size / 6);  // fine for small brushes, quick for large ones
  *size = std::clamp(*size + direction * step, kSmallestBrush, kLargestBrush);
  emit changed();
}

std::vector<std::unique_ptr<Tool>> makeTools(Document* document, ToolSettings* settings) {
  std::vector<std::unique_ptr<Tool>> tools;
  tools.push_back(std::make_unique<Pen>(document, settings));
  tools.push_back(std::make_unique<Eraser>(document, settings));
  tools.push_back(std::make_unique<HintBrush>(document, settings));
  tools.push_back(std::make_unique<HintEraser>(document, settings));
  tools.push_back(std::make_unique<FillHint>(document, settings));
  tools.push_back(std::make_unique<Picker>(document, settings));
  tools.push_back(std::make_unique<Hand>(document, settings));
  tools.push_back(std::make_unique<Zoom>(document, settings));
  return tools;
}

}  // namespace chaesaek
