// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/canvas_stage.h"

#include <QVBoxLayout>

#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kInset = 10, kMessageWidth = 760;

}  // namespace

CanvasStage::CanvasStage(Document* document, ViewState* view, QWidget* parent)
    : QWidget(parent), sketch_(new CanvasView(document, view, CanvasMode::Sketch, this)),
      coloured_(new CanvasView(document, view, CanvasMode::Coloured, this)),
      between_(new Separator(Qt::Vertical, 0, this)), sketchCaption_(new Badge(true, this)),
      colouredCaption_(new Badge(true, this)), badge_(new Badge(true, this)) {
  sketch_->setAccessibleName(tr("Sketch"));
  coloured_->setAccessibleName(tr("Coloured picture"));
  sketchCaption_->say(Badge::State::None, tr("Sketch"));
  colouredCaption_->say(Badge::State::None, tr("Coloured"));
  for (QWidget* caption : {sketchCaption_, colouredCaption_}) caption->setAttribute(Qt::WA_TransparentForMouseEvents);
  auto* over = new QVBoxLayout(this);  // badge and messages; the views lie under them
  over->setContentsMargins(kInset, kInset, kInset, kInset);
  over->setSpacing(kGap8);
  over->addWidget(badge_, 0, Qt::AlignRight);
  over->addStretch();
}

void CanvasStage::arrange(Arrangement arrangement) {
  const bool both = arrangement == Arrangement::SideBySide;
  sketch_->setMode(both ? CanvasMode::Sketch : arrangement == Arrangement::UnderInk ? CanvasMode::UnderInk : CanvasMode::Slider);
  for (QWidget* widget : {static_cast<QWidget*>(coloured_), static_cast<QWidget*>(between_), static_cast<QWidget*>(colouredCaption_)}) {
    widget->setVisible(both);
  }
  sketchCaption_->say(Badge::State::None, both ? tr("Sketch") : arrangement == Arrangement::UnderInk ? tr("Under ink") : tr("Slider"));
  place();
}

void CanvasStage::setTools(Tool* tool, Tool* alternate) {
  for (CanvasView* view : {sketch_, coloured_}) {
    view->setTool(tool);
    view->setAltTool(alternate);
  }
}

void CanvasStage::setMessages(MessageArea* messages) {
  messages_ = messages;
  messages->setMaximumWidth(kMessageWidth);
  auto* row = new QHBoxLayout;
  row->addWidget(messages);
  static_cast<QVBoxLayout*>(layout())->insertLayout(1, row);
  place();
}

void CanvasStage::resizeEvent(QResizeEvent*) { place(); }

void CanvasStage::place() {
  const bool both = coloured_->isVisibleTo(this);
  const int half = both ? (width() - 1) / 2 : width();
  sketch_->setGeometry(0, 0, half, height());
  between_->setGeometry(half, 0, 1, height());
  if (both) coloured_->setGeometry(half + 1, 0, width() - half - 1, height());  // a hidden view would fit the shared zoom to itself
  sketchCaption_->move(kInset, kInset);
  colouredCaption_->move(half + 1 + kInset, kInset);
  for (Badge* caption : {sketchCaption_, colouredCaption_}) {
    caption->adjustSize();
    caption->raise();
  }
  badge_->raise();
  if (messages_) messages_->raise();
}

}  // namespace chaesaek
