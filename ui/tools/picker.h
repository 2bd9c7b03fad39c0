// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/tools/tool.h"

namespace chaesaek {

/// Takes a colour: of the hint under the pointer, else of the colours there.
class Picker : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;
  QString id() const override { return "picker"; }
  QString title() const override { return tr("Colour picker"); }
  QString icon() const override { return "pipette"; }
  QKeySequence shortcut() const override { return Qt::Key_I; }
  bool usesColour() const override { return true; }

  void press(const ToolPoint& point) override { move(point); }
  void move(const ToolPoint& point) override;
};

}  // namespace chaesaek
