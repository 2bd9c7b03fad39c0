// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/hint_brush.h"

#include <QLineF>
#include <algorithm>
#include <utility>

namespace chaesaek {

void HintBrush::press(const ToolPoint& point) {
  hint_.reset();
  if (point.eraserEnd) return move(point);
  hint_ = Hint{settings_->colour, static_cast<float>(settings_->hintSize) / 2, {point.at}};
}

void HintBrush::move(const ToolPoint& point) {
  if (point.eraserEnd) {
    if (const int hint = document_->hintAt(point.at); hint >= 0) document_->removeHint(hint);
  } else if (hint_ && QLineF(hint_->points.back(), point.at).length() >= std::max(1.f, hint_->radius / 3)) {
    hint_->points.push_back(point.at);  // a trembling click stays a dot
  }
}

void HintBrush::release(const ToolPoint& point) {
  move(point);
  if (!hint_) return;
  const Hint done = *std::exchange(hint_, {});
  const QRectF canvas({}, QSizeF(document_->size()));
  if (boundsOf(done).intersects(canvas)) document_->addHint(done);
}

}  // namespace chaesaek
