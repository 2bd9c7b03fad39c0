// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCursor>
#include <QKeySequence>
#include <QObject>
#include <QPointF>
#include <QString>

#include "ui/document/document.h"

namespace chaesaek {

class ToolSettings;

/// What a pen or mouse says, in canvas pixels.
struct ToolPoint {
  QPointF at;
  double pressure = 1;       ///< 0..1; 1 for a mouse
  bool eraserEnd = false;    ///< the pen's other end
  Qt::KeyboardModifiers modifiers;
};

/// One tool, as the canvas sees it; the tools themselves live in ui/tools, a file each.
class Tool : public QObject {
  Q_OBJECT
 public:
  Tool(Document* document, ToolSettings* settings) : document_(document), settings_(settings) {}
  virtual QString id() const = 0;        ///< "pen"
  virtual QString title() const = 0;     ///< "Pen"
  virtual QString icon() const = 0;      ///< name of an icon in resources/icons: "pencil"
  virtual QKeySequence shortcut() const = 0;
  virtual int* size() { return nullptr; }  ///< the setting that [ and ] change; null where the tool has no size
  virtual bool usesSmoothing() const { return false; }
  virtual bool usesColour() const { return false; }

  virtual void press(const ToolPoint& point) = 0;
  virtual void move(const ToolPoint&) {}
  virtual void release(const ToolPoint&) {}
  /// A second finger came down: what was begun is taken back.
  virtual void cancel() {}
  /// A hint under way, not in the document yet; the canvas draws it.
  virtual const Hint* preview() const { return nullptr; }
  /// Panning tools work on the view instead of the canvas.
  virtual bool panView() const { return false; }
  /// Zooming tools as well: the factor of a click, 1 for all other tools.
  virtual double zoomFactor(Qt::KeyboardModifiers) const { return 1; }
  virtual QCursor cursor() const { return Qt::CrossCursor; }

 protected:
  Document* document_;
  ToolSettings* settings_;
};

}  // namespace chaesaek
