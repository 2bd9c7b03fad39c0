// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/tools/ink_tool.h"

namespace chaesaek {

class Eraser : public InkTool {
  Q_OBJECT
 public:
  using InkTool::InkTool;
  QString id() const override { return "eraser"; }
  QString title() const override { return tr("Eraser"); }
  QString icon() const override { return "eraser"; }
  QKeySequence shortcut() const override { return Qt::Key_E; }
  int* size() override { return &settings_->eraserSize; }
  bool usesSmoothing() const override { return true; }

 protected:
  bool erases() const override { return true; }
};

}  // namespace chaesaek
