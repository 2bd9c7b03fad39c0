// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/draw_actions.h"

#include <QWidget>

#include "ui/document/document.h"
#include "ui/widgets/button.h"
#include "ui/widgets/icons.h"

namespace chaesaek {

DrawActions::DrawActions(QWidget* page, Document* document) : QObject(page), page_(page) {
  newDrawing = make("file-plus", tr("New"), {QKeySequence::New});
  open = make("folder-open", tr("Open…"), {QKeySequence::Open});
  save = make("save", tr("Save"), {QKeySequence::Save});
  saveAs = make("save-all", tr("Save as…"), {QKeySequence("Ctrl+Shift+S")});
  exportPng = make("download", tr("Export picture…"), {QKeySequence("Ctrl+E")});
  exportTransparent = make("image-down", tr("Export with transparent background…"), {QKeySequence("Ctrl+Shift+E")});
  copy = make("copy", tr("Copy the coloured picture"), {QKeySequence::Copy});
  paste = make("clipboard-paste", tr("Paste as sketch"), {QKeySequence::Paste});
  undo = make("undo-2", tr("Undo"), {QKeySequence::Undo});
  redo = make("redo-2", tr("Redo"), {QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")});
  clear = make("trash-2", tr("Clear the paper"), {QKeySequence(Qt::Key_Delete)});
  keep = make("bookmark", tr("Keep this version"), {QKeySequence("K")});
  mirror = make("flip-vertical-2", tr("Mirror the view"), {QKeySequence("M")});
  rotate = make("rotate-cw", tr("Rotate the view"), {QKeySequence("R")});
  rotateBack = make("rotate-ccw", tr("Rotate the view back"), {QKeySequence("Shift+R")});
  fit = make("maximize", tr("Zoom to fit"), {QKeySequence("Ctrl+0")});
  actualSize = make("search", tr("Zoom to 100 %"), {QKeySequence("Ctrl+1")});
  zoomIn = make("zoom-in", tr("Zoom in"), {QKeySequence("Ctrl++"), QKeySequence("Ctrl+="), QKeySequence("+"), QKeySequence("=")});
  zoomOut = make("zoom-out", tr("Zoom out"), {QKeySequence("Ctrl+-"), QKeySequence("-")});
  smaller = make({}, tr("Smaller brush"), {QKeySequence("[")});
  larger = make({}, tr("Larger brush"), {QKeySequence("]")});
  panels = make("panel-right", tr("Hide or show the panels"), {});
  loadModel = make("folder-open", tr("Load a model file…"));
  smaller->setAutoRepeat(true);
  larger->setAutoRepeat(true);
  followDocument(document);
}

QAction* DrawActions::make(const QString& icon, const QString& title, const QList<QKeySequence>& keys) {
  auto* action = new QAction(title, this);
  if (!icon.isEmpty()) action->setIcon(themedIcon(icon));
  action->setShortcuts(keys);
  action->setAutoRepeat(false);
  page_->addAction(action);
  return action;
}

void DrawActions::followDocument(Document* document) {
  const auto stack = [this, document] {
    undo->setEnabled(document->canUndo());
    redo->setEnabled(document->canRedo());
  };
  const auto result = [this, document] {
    for (QAction* action : {exportPng, exportTransparent, copy, keep}) action->setEnabled(!document->colouredPicture().isNull());
  };
  connect(document, &Document::undoChanged, this, stack);
  connect(document, &Document::colouredChanged, this, result);
  stack();
  result();
}

void tie(Button* button, QAction* action) {
  const auto follow = [button, action] {
    QString title = action->text();
    button->describe(title.remove("…"), action->shortcut());
    button->setEnabled(action->isEnabled());
  };
  QObject::connect(action, &QAction::changed, button, follow);
  QObject::connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
  follow();
}

}  // namespace chaesaek
