// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/tools/tool.h"

namespace chaesaek {

/// A click zooms in, with Alt or Ctrl out.
class Zoom : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;
  QString id() const override { return "zoom"; }
  QString title() const override { return tr("Zoom"); }
  QString icon() const override { return "zoom-in"; }
  QKeySequence shortcut() const override { return Qt::Key_Z; }
  double zoomFactor(Qt::KeyboardModifiers modifiers) const override {
    return modifiers & (Qt::AltModifier | Qt::ControlModifier) ? 1 / 1.5 : 1.5;
  }
  void press(const ToolPoint&) override {}
};

}  // namespace chaesaek
