// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>
#include <QMenu>
#include <QWidget>

#include "ui/tools/tool.h"

namespace chaesaek {

class Button;
class DrawActions;
class SegmentedControl;
class ValueSlider;

/// Above the canvas: what the present tool can be set to, undo and redo, how the result is shown, files.
class OptionBar : public QWidget {
  Q_OBJECT
 public:
  OptionBar(DrawActions* actions, ToolSettings* settings, QWidget* parent = nullptr);
  void setTool(Tool* tool);
  void setZoom(double zoom);
  SegmentedControl* layouts() const { return layouts_; }
  Button* menuButton() const { return menu_; }
  QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildLeft(QLayout* row);
  void buildRight(QLayout* row);
  QMenu* buildMenu();
  void showSettings();
  void giveWay(int level);

  DrawActions* actions_;
  ToolSettings* settings_;
  Tool* tool_ = nullptr;
  QLabel* title_;
  ValueSlider *size_, *smoothing_;
  SegmentedControl* layouts_;
  Button *zoom_, *open_, *menu_;
  QList<QWidget*> separators_;
};

}  // namespace chaesaek
