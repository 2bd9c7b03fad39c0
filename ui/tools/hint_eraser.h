// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLineF>
#include <algorithm>

#include "ui/tools/tool.h"

namespace chaesaek {

/// Removes the hints it is drawn over.
class HintEraser : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;
  QString id() const override { return "hint-eraser"; }
  QString title() const override { return tr("Hint eraser"); }
  QString icon() const override { return "brush-cleaning"; }
  QKeySequence shortcut() const override { return QKeySequence(Qt::SHIFT | Qt::Key_H); }
  int* size() override { return &settings_->hintSize; }

  void press(const ToolPoint& point) override {
    last_ = point.at;
    move(point);
  }
  /// All the way: a fast hand leaves wide gaps between two points.
  void move(const ToolPoint& point) override {
    const QLineF way(last_, point.at);
    const double reach = std::max(1.0, settings_->hintSize / 2.0);
    const int steps = 1 + static_cast<int>(way.length() / reach);
    for (int i = 1; i <= steps; ++i)
      for (int hint; (hint = document_->hintAt(way.pointAt(static_cast<double>(i) / steps), reach)) >= 0;) document_->removeHint(hint);
    last_ = point.at;
  }

 private:
  QPointF last_;
};

}  // namespace chaesaek
