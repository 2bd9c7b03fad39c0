// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/canvas/canvas_view.h"

namespace chaesaek {

class Badge;
class MessageArea;
class Separator;
class Tool;

/// The sketch and the coloured picture, in one of three arrangements, with their captions and the badge on top.
class CanvasStage : public QWidget {
  Q_OBJECT
 public:
  enum class Arrangement { SideBySide, UnderInk, Slider };
  CanvasStage(Document* document, ViewState* view, QWidget* parent = nullptr);
  void arrange(Arrangement arrangement);
  /// The present tool, and the one while Alt is held.
  void setTools(Tool* tool, Tool* alternate);
  /// Over the canvas, so that a line that comes or goes never moves the paper under the pen.
  void setMessages(MessageArea* messages);
  Badge* badge() const { return badge_; }
  CanvasView* sketch() const { return sketch_; }
  CanvasView* coloured() const { return coloured_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void place();

  CanvasView *sketch_, *coloured_;
  Separator* between_;
  Badge *sketchCaption_, *colouredCaption_, *badge_;
  MessageArea* messages_ = nullptr;
};

}  // namespace chaesaek
