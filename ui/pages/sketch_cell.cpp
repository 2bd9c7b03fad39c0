// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sketch_cell.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedLayout>

#include "ui/canvas/canvas_view.h"
#include "ui/canvas/picture_pane.h"
#include "ui/widgets/button.h"

namespace chaesaek {

namespace {

constexpr int kToolSide = 28;

/// Those of the Draw page that are wanted while one looks at columns.
bool isWanted(const Tool& tool) { return tool.id() == "pen" || tool.id() == "eraser" || tool.id() == "hint-brush"; }

}  // namespace

SketchCell::SketchCell(Document* canvas, ToolSettings* settings, ViewState* view, QWidget* parent)
    : CompareCell(parent), document_(canvas), settings_(settings), tools_(makeTools(canvas, settings)),
      canvas_(new CanvasView(canvas, view, CanvasMode::Sketch, this)), pane_(new PicturePane(view, this)), stack_(new QStackedLayout), group_(this),
      toolRow_(new QWidget(this)) {
  canvas_->setAccessibleName(tr("Sketch"));
  pane_->setAccessibleName(tr("Sketch"));
  canvas_->setMinimumSize(60, 60);
  auto* body = new QWidget(this);
  body->setLayout(stack_);
  stack_->setContentsMargins(0, 0, 0, 0);
  stack_->addWidget(canvas_);
  stack_->addWidget(pane_);
  setBody(body);
  addTools();
  addCanvasKeys();
  showSketch({}, {});
}

SketchCell::~SketchCell() {
  delete canvas_;  // it looks at the tools, which are members
}

void SketchCell::addTools() {
  auto* row = new QHBoxLayout(toolRow_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  for (const auto& tool : tools_) {
    if (!isWanted(*tool)) continue;
    auto* button = new Button(Button::Look::Quiet, tool->icon(), {}, toolRow_);
    button->setObjectName("compare-tool-" + tool->id());
    button->setCheckable(true);
    button->setFixedSize(kToolSide, kToolSide);
    button->describe(tool->title(), tool->shortcut());
    button->setShortcut(tool->shortcut());
    group_.addButton(button);
    row->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, each = tool.get()] { choose(each); });
  }
  addTool(toolRow_);
  group_.buttons().front()->setChecked(true);
  choose(tools_.front().get());
}

void SketchCell::choose(Tool* tool) {
  tool_ = tool;
  canvas_->setTool(tool);
}

void SketchCell::addCanvasKeys() {
  const auto on = [this](const QKeySequence& keys, auto call) { connect(new QShortcut(keys, canvas_, nullptr, nullptr, Qt::WindowShortcut), &QShortcut::activated, this, call); };
  on(QKeySequence::Undo, [this] { document_->undo(); });
  on(QKeySequence("Ctrl+Shift+Z"), [this] { document_->redo(); });
  on(QKeySequence("Ctrl+Y"), [this] { document_->redo(); });
  on(QKeySequence("["), [this] { resize(-1); });
  on(QKeySequence("]"), [this] { resize(1); });
}

void SketchCell::resize(int direction) {
  if (!tool_->size()) return;
  settings_->stepSize(tool_->size(), direction);
  canvas_->update();
}

bool SketchCell::showsCanvas() const { return stack_->currentWidget() == canvas_; }

void SketchCell::showSketch(const QImage& picture, const QString& name) {
  const bool canvas = picture.isNull();
  pane_->setPicture(picture);
  stack_->setCurrentWidget(canvas ? static_cast<QWidget*>(canvas_) : pane_);
  toolRow_->setVisible(canvas);
  setTitle(tr("Sketch"));
  if (canvas) setFoot(tr("Draw here: all columns follow"), tr("Wheel zooms, Space moves"));
  else setFoot(name, tr("Wheel zooms, a drag moves"));
}

}  // namespace chaesaek
