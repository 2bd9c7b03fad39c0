// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/ink_tool.h"

#include <algorithm>

namespace chaesaek {
namespace {

constexpr double kLightest = 0.15;  // share of the width that the lightest touch draws

}  // namespace

StrokePoint InkTool::strokePoint(const ToolPoint& point) const {
  const double width = size_ * (kLightest + (1 - kLightest) * std::clamp(lastPressure_, 0.0, 1.0));
  return {static_cast<float>(point.at.x()), static_cast<float>(point.at.y()), static_cast<float>(width)};
}

void InkTool::press(const ToolPoint& point) {
  const bool erase = erases() || point.eraserEnd;
  size_ = erase ? settings_->eraserSize : settings_->penSize;
  smoother_ = StrokeSmoother(settings_->smoothing);
  lastPressure_ = point.pressure;
  document_->beginStroke(erase);
  document_->extendStroke(smoother_.add(strokePoint(point)));
}

void InkTool::move(const ToolPoint& point) {
  lastPressure_ = point.pressure;
  document_->extendStroke(smoother_.add(strokePoint(point)));
}

void InkTool::release(const ToolPoint& point) {
  // A pen that leaves reports no pressure: the stroke ends as wide as it was.
  smoother_.add(strokePoint(point));
  document_->extendStroke(smoother_.finish());
  document_->endStroke();
}

}  // namespace chaesaek
