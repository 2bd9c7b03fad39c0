// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/tools/tool.h"

namespace chaesaek {

/// Gives the gap-closed region under the pointer a colour: one dot at its innermost point, which spreads over the
/// region; dots that lay there before go.
class FillHint : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;
  QString id() const override { return "fill-hint"; }
  QString title() const override { return tr("Fill hint"); }
  QString icon() const override { return "paint-bucket"; }
  QKeySequence shortcut() const override { return Qt::Key_G; }
  bool usesColour() const override { return true; }

  void press(const ToolPoint& point) override;
};

}  // namespace chaesaek
