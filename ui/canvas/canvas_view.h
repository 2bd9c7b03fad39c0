// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <memory>

#include "ui/canvas/view_state.h"
#include "ui/document/document.h"

class QMouseEvent;
class QTabletEvent;

namespace chaesaek {

class Tool;

/// What a view shows of the document.
enum class CanvasMode {
  Sketch,     ///< ink, hints
  Coloured,   ///< the result
  UnderInk,   ///< result colours under the present ink, hints on top: draw in colour
  Slider,     ///< sketch left, result right of a line that can be dragged
};

/// Paints a document on its paper and hands pen, mouse, touch and wheel to the present tool. Accepts the wheel at the
/// pointer (zoom), Space held (hand), Alt held (the alternate tool), pinch, middle button (pan), right button on a hint
/// (removes it). Around the paper lies the palette's Dark, hairlines are its Mid.
class CanvasView : public QWidget {
  Q_OBJECT
 public:
  CanvasView(Document* document, ViewState* view, CanvasMode mode, QWidget* parent = nullptr);
  ~CanvasView() override;

  void setMode(CanvasMode mode);
  CanvasMode mode() const;
  void setTool(Tool* tool);
  /// The tool while Alt is held: the picker.
  void setAltTool(Tool* tool);
  Document* document() const;
  ViewState* viewState() const;
  QPointF toCanvas(QPointF widget) const;
  QPointF toWidget(QPointF canvas) const;
  /// A short line in the middle of an empty canvas, at the foot of one with a drawing ("draw here"); gone with the first
  /// stroke or hint.
  void setInvitation(const QString& text);
  QString invitation() const;
  /// Zooms by a factor around the pointer, or the middle where it is elsewhere.
  void zoomBy(double factor);
  void zoomTo(double zoom);
  void fit();

 Q_SIGNALS:
  void zoomChanged(double zoom);
  void pointerMoved(QPointF canvas);
  void invitationGone();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Input;
  void press(const Input& input);
  void move(const Input& input);
  void release(const Input& input);
  bool mouse(QMouseEvent* event);
  bool tablet(QTabletEvent* event);
  bool wheel(QEvent* event);
  bool gesture(QEvent* event);
  bool key(QEvent* event);
  void enter();
  void pointerTo(QPointF at);
  void pointerGone();
  Tool* toolFor(Qt::KeyboardModifiers modifiers) const;
  bool removeHintAt(QPointF widget);
  bool onDivider(QPointF widget) const;
  double dividerX() const;
  void updateCursor();
  void pinch(double factor, QPointF around, QPointF by);

  QTransform transform() const;
  QRect brushRect() const;
  void inkChanged(QRect area, bool live);
  void viewChanged();
  void updateCanvas(QRectF area);
  void dismissInvitation();
  void paintPicture(QPainter& painter, bool result);
  void paintHints(QPainter& painter);
  void paintInvitation(QPainter& painter);
  void paintBrush(QPainter& painter);

  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace chaesaek
