// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QButtonGroup>
#include <memory>
#include <vector>

#include "ui/pages/compare_cell.h"
#include "ui/tools/tool.h"

class QStackedLayout;

namespace chaesaek {

class Button;
class CanvasView;
class PicturePane;
class ViewState;

/// The sketch that is compared: the canvas itself, to draw on with pen, eraser and hint brush, or a picture of it.
class SketchCell : public CompareCell {
  Q_OBJECT
 public:
  SketchCell(Document* canvas, ToolSettings* settings, ViewState* view, QWidget* parent);
  ~SketchCell() override;
  CanvasView* canvas() const { return canvas_; }
  PicturePane* pane() const { return pane_; }
  /// The canvas where `picture` is null.
  void showSketch(const QImage& picture, const QString& name);
  bool showsCanvas() const;

 private:
  void addTools();
  void choose(Tool* tool);
  void addCanvasKeys();
  void resize(int direction);

  Document* document_;
  ToolSettings* settings_;
  std::vector<std::unique_ptr<Tool>> tools_;
  CanvasView* canvas_;
  PicturePane* pane_;
  QStackedLayout* stack_;
  QButtonGroup group_;
  QWidget* toolRow_;
  Tool* tool_ = nullptr;
};

}  // namespace chaesaek
