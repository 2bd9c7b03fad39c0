// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/mip_image.h"
#include "ui/canvas/tool.h"

namespace chaesaek {

/// What a button or pen tip that is down does.
enum class CanvasAction { None, Draw, Pan, Divide };

/// Painting (canvas_view.cpp) and input (canvas_input.cpp) of a CanvasView share this.
struct CanvasView::Data {
  Document* document;
  ViewState* view;
  CanvasMode mode;
  MipImage sketch, result, colours;
  QString invitation;
  double divider = 0.5;  // of the view's width

  Tool* tool = nullptr;
  Tool* altTool = nullptr;
  Tool* active = nullptr;  // that a press went to
  CanvasAction action = CanvasAction::None;
  Qt::MouseButton button = Qt::NoButton;  // that began the action
  QPointF pointer{}, panFrom{};
  bool pointerInside = false, space = false, alt = false, penDown = false;
};

/// One event of a mouse or pen, in widget pixels.
struct CanvasView::Input {
  QPointF at;
  Qt::MouseButton button;
  Qt::KeyboardModifiers modifiers;
  double pressure = 1;
  bool eraserEnd = false;
};

}  // namespace chaesaek
