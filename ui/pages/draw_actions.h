// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAction>
#include <QObject>

namespace chaesaek {

class Button;
class Document;

/// Every command of the Draw page as one QAction, so that key, menu and button say and do the same.
class DrawActions : public QObject {
  Q_OBJECT
 public:
  /// The keys work anywhere in the window of `page`.
  DrawActions(QWidget* page, Document* document);

  QAction *newDrawing, *open, *save, *saveAs, *exportPng, *exportTransparent;
  QAction *copy, *paste, *undo, *redo, *clear, *keep;
  QAction *mirror, *rotate, *rotateBack, *fit, *actualSize, *zoomIn, *zoomOut;
  QAction *smaller, *larger, *panels, *loadModel;

 private:
  QAction* make(const QString& icon, const QString& title, const QList<QKeySequence>& keys = {});
  void followDocument(Document* document);
  QWidget* page_;
};

/// A click triggers the action; tooltip and enabled state follow it.
void tie(Button* button, QAction* action);

}  // namespace chaesaek
