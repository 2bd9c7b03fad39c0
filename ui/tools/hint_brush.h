// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "ui/tools/tool.h"

namespace chaesaek {

/// A click is a dot of colour, a drag a stroke; the pen's other end removes hints.
class HintBrush : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;
  QString id() const override { return "hint-brush"; }
  QString title() const override { return tr("Hint brush"); }
  QString icon() const override { return "paintbrush"; }
  QKeySequence shortcut() const override { return Qt::Key_H; }
  int* size() override { return &settings_->hintSize; }
  bool usesColour() const override { return true; }

  void press(const ToolPoint& point) override;
  void move(const ToolPoint& point) override;
  void release(const ToolPoint& point) override;
  void cancel() override { hint_.reset(); }
  const Hint* preview() const override { return hint_ ? &*hint_ : nullptr; }

 private:
  std::optional<Hint> hint_;  // under way
};

}  // namespace chaesaek
