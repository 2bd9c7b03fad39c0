// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
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

  void press(const ToolPoint& point) override { move(point); }
  void move(const ToolPoint& point) override {
    const int hint = document_->hintAt(point.at, settings_->hintSize / 2.0);
    if (hint >= 0) document_->removeHint(hint);
  }
};

}  // namespace chaesaek
