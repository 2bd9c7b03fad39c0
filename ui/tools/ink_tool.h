// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/tools/tool.h"

namespace chaesaek {

/// What pen and eraser share: pressure becomes width, the smoother steadies the hand, the pen's other end erases.
class InkTool : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;
  void press(const ToolPoint& point) override;
  void move(const ToolPoint& point) override;
  void release(const ToolPoint& point) override;
  void cancel() override { document_->cancelStroke(); }

 protected:
  virtual bool erases() const = 0;

 private:
  StrokePoint strokePoint(const ToolPoint& point) const;

  StrokeSmoother smoother_{0};
  int size_ = 1;
  double lastPressure_ = 1;
};

}  // namespace chaesaek
