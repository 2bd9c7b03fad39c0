// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QGestureEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QWheelEvent>
#include <cmath>

#include "ui/canvas/canvas_data.h"
#include "ui/canvas/hint_painter.h"
#include "ui/canvas/paper_painter.h"

namespace chaesaek {
namespace {

constexpr double kZoomStep = 1.25;
constexpr double kNotchZoom = 1.2;  // a notch of the wheel, 120 units
constexpr double kHintSlack = 3;    // widget pixels around a hint that still hit it

}  // namespace

void CanvasView::setTool(Tool* tool) {
  if (data_->action == CanvasAction::Draw) release({data_->pointer, data_->button, {}});
  data_->tool = tool;
  updateCursor();
  update();
}

void CanvasView::setAltTool(Tool* tool) { data_->altTool = tool; }

Tool* CanvasView::toolFor(Qt::KeyboardModifiers modifiers) const {
  const bool alt = data_->alt || modifiers.testFlag(Qt::AltModifier);
  const bool zooms = data_->tool && data_->tool->zoomFactor({}) != 1;  // there Alt zooms out
  return alt && data_->altTool && !zooms ? data_->altTool : data_->tool;
}

bool CanvasView::event(QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
    case QEvent::MouseButtonRelease:
    case QEvent::MouseMove: return mouse(static_cast<QMouseEvent*>(event));
    case QEvent::TabletPress:
    case QEvent::TabletRelease:
    case QEvent::TabletMove: return tablet(static_cast<QTabletEvent*>(event));
    case QEvent::Wheel: return wheel(event);
    case QEvent::NativeGesture:
    case QEvent::Gesture: return gesture(event);
    case QEvent::KeyPress:
    case QEvent::KeyRelease: return key(event) || QWidget::event(event);
    case QEvent::Enter: enter(); break;
    case QEvent::Leave: pointerGone(); break;
    case QEvent::FocusOut: data_->space = data_->alt = false; updateCursor(); break;
    default: break;
  }
  return QWidget::event(event);
}

// ---- pointer

bool CanvasView::mouse(QMouseEvent* event) {
  const auto kind = event->pointerType();
  if (data_->penDown || kind == QPointingDevice::PointerType::Pen || kind == QPointingDevice::PointerType::Eraser) return true;
  const Input input{event->position(), event->button(), event->modifiers()};
  if (event->type() == QEvent::MouseMove) move(input);
  else if (event->type() == QEvent::MouseButtonRelease) release(input);
  else press(input);
  return true;
}

bool CanvasView::tablet(QTabletEvent* event) {
  const bool eraser = event->pointerType() == QPointingDevice::PointerType::Eraser;
  const Input input{event->position(), event->button(), event->modifiers(), event->pressure(), eraser};
  if (event->type() == QEvent::TabletPress) {
    setFocus(Qt::MouseFocusReason);  // as a mouse's press would
    data_->penDown = true;
    press(input);
  }
  if (event->type() == QEvent::TabletRelease) release(input), data_->penDown = false;
  if (event->type() == QEvent::TabletMove) move(input);
  event->accept();  // or Qt sends a mouse event as well
  return true;
}

void CanvasView::press(const Input& input) {
  pointerTo(input.at);
  if (data_->action != CanvasAction::None) return;
  data_->button = input.button;
  Tool* tool = toolFor(input.modifiers);
  const bool left = input.button == Qt::LeftButton;
  if (input.button == Qt::RightButton) {
    removeHintAt(input.at);
  } else if (input.button == Qt::MiddleButton || (left && (data_->space || (tool && tool->panView())))) {
    data_->action = CanvasAction::Pan;
    data_->panFrom = input.at;
  } else if (left && onDivider(input.at)) {
    data_->action = CanvasAction::Divide;
  } else if (left && tool && tool->zoomFactor(input.modifiers) != 1) {
    zoomBy(tool->zoomFactor(input.modifiers));
  } else if (left && tool) {
    data_->action = CanvasAction::Draw;
    data_->active = tool;
    tool->press({toCanvas(input.at), input.pressure, input.eraserEnd, input.modifiers});
    if (const Hint* hint = tool->preview()) updateCanvas(boundsOf(*hint));
  }
  updateCursor();
}

void CanvasView::move(const Input& input) {
  pointerTo(input.at);
  if (data_->action == CanvasAction::Pan) {
    data_->view->panBy(input.at - data_->panFrom);
    data_->panFrom = input.at;
  } else if (data_->action == CanvasAction::Divide) {
    data_->divider = std::clamp(input.at.x() / std::max(1, width()), 0.0, 1.0);
    update();
  } else if (data_->action == CanvasAction::Draw) {
    data_->active->move({toCanvas(input.at), input.pressure, input.eraserEnd, input.modifiers});
    if (const Hint* hint = data_->active->preview()) updateCanvas(boundsOf(*hint));
  } else {
    updateCursor();
  }
  emit pointerMoved(toCanvas(input.at));
}

void CanvasView::release(const Input& input) {
  pointerTo(input.at);
  if (input.button != data_->button) return;
  Tool* tool = data_->action == CanvasAction::Draw ? data_->active : nullptr;
  data_->action = CanvasAction::None;
  if (tool) tool->release({toCanvas(input.at), input.pressure, input.eraserEnd, input.modifiers});
  data_->active = nullptr;
  updateCursor();
}

bool CanvasView::removeHintAt(QPointF widget) {
  if (data_->mode == CanvasMode::Coloured) return false;  // hints are not shown there
  const int hint = data_->document->hintAt(toCanvas(widget), kHintSlack / data_->view->zoom());
  if (hint >= 0) data_->document->removeHint(hint);
  return hint >= 0;
}

void CanvasView::pointerTo(QPointF at) {
  update(brushRect());
  data_->pointer = at;
  data_->pointerInside = true;
  update(brushRect());
}

void CanvasView::pointerGone() {
  update(brushRect());
  data_->pointerInside = false;
}

void CanvasView::enter() {
  // Space and Alt work where the pointer is; but who types into a field goes on typing.
  const QWidget* focus = QApplication::focusWidget();
  if (!focus || !focus->testAttribute(Qt::WA_InputMethodEnabled)) setFocus(Qt::MouseFocusReason);
}

// ---- divider, cursor

double CanvasView::dividerX() const { return data_->divider * width(); }

bool CanvasView::onDivider(QPointF widget) const {
  return data_->mode == CanvasMode::Slider && std::abs(widget.x() - dividerX()) <= kDividerReach;
}

void CanvasView::updateCursor() {
  Tool* tool = toolFor({});
  update(brushRect());
  if (data_->action == CanvasAction::Pan) return setCursor(Qt::ClosedHandCursor);
  if (data_->space || (tool && tool->panView())) return setCursor(Qt::OpenHandCursor);
  if (data_->action == CanvasAction::Divide || onDivider(data_->pointer)) return setCursor(Qt::SplitHCursor);
  if (!tool) return unsetCursor();
  setCursor(tool->size() ? QCursor(Qt::BlankCursor) : tool->cursor());
}

// ---- keys, wheel, fingers

bool CanvasView::key(QEvent* event) {
  auto* key = static_cast<QKeyEvent*>(event);
  const bool down = event->type() == QEvent::KeyPress;
  if (key->key() == Qt::Key_Space || key->key() == Qt::Key_Alt) {
    if (key->isAutoRepeat()) return true;
    (key->key() == Qt::Key_Space ? data_->space : data_->alt) = down;
    update();
    updateCursor();
    return key->key() == Qt::Key_Space;
  }
  if (!down) return false;
  const bool control = key->modifiers().testFlag(Qt::ControlModifier);
  if (control && key->key() == Qt::Key_0) return fit(), true;
  if (control && key->key() == Qt::Key_1) return zoomTo(1), true;
  if (key->key() == Qt::Key_Plus || key->key() == Qt::Key_Equal) return zoomBy(kZoomStep), true;
  if (key->key() == Qt::Key_Minus) return zoomBy(1 / kZoomStep), true;
  return false;
}

bool CanvasView::wheel(QEvent* event) {
  auto* wheel = static_cast<QWheelEvent*>(event);
  pointerTo(wheel->position());
  zoomBy(std::pow(kNotchZoom, wheel->angleDelta().y() / 120.0));
  wheel->accept();
  return true;
}

bool CanvasView::gesture(QEvent* event) {
  if (event->type() == QEvent::NativeGesture) {
    const auto* native = static_cast<QNativeGestureEvent*>(event);
    if (native->gestureType() == Qt::ZoomNativeGesture) pinch(1 + native->value(), native->position(), {});
    return true;
  }
  auto* gestures = static_cast<QGestureEvent*>(event);
  const auto* fingers = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture));
  if (!fingers) return QWidget::event(event);
  const QPointF centre = mapFromGlobal(fingers->centerPoint());
  pinch(fingers->scaleFactor(), centre, centre - mapFromGlobal(fingers->lastCenterPoint()));
  gestures->accept(Qt::PinchGesture);
  return true;
}

void CanvasView::pinch(double factor, QPointF around, QPointF by) {
  if (data_->penDown) return;  // of a hand that rests beside the pen
  if (data_->action == CanvasAction::Draw) data_->active->cancel();  // the first finger had begun a stroke
  data_->action = CanvasAction::None;
  data_->active = nullptr;
  data_->view->panBy(by);
  data_->view->setZoom(data_->view->zoom() * factor, around, size(), data_->document->size());
}

}  // namespace chaesaek
