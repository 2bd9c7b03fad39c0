// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/tools/ink_tool.h"

namespace chaesaek {

class Pen : public InkTool {
  Q_OBJECT
 public:
  using InkTool::InkTool;
  QString id() const override { return "pen"; }
  QString title() const override { return tr("Pen"); }
  QString icon() const override { return "pencil"; }
  QKeySequence shortcut() const override { return Qt::Key_P; }
  int* size() override { return &settings_->penSize; }
  bool usesSmoothing() const override { return true; }

 protected:
  bool erases() const override { return false; }
};

}  // namespace chaesaek
