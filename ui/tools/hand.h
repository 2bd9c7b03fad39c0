// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/tools/tool.h"

namespace chaesaek {

/// Moves the view.
class Hand : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;
  QString id() const override { return "hand"; }
  QString title() const override { return tr("Hand"); }
  QString icon() const override { return "hand"; }
  QKeySequence shortcut() const override { return Qt::Key_V; }
  bool panView() const override { return true; }
  void press(const ToolPoint&) override {}
};

}  // namespace chaesaek
