// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_look.h"

#include <QEvent>
#include <QLocale>

#include "core/image/codec.h"
#include "core/image/difference.h"
#include "core/image/regions.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/picture_pane.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/compare_columns.h"
#include "ui/pages/sketch_cell.h"

namespace chaesaek {

CompareLook::CompareLook(CompareColumns* columns, SketchCell* sketch, QObject* parent)
    : QObject(parent), columns_(columns), sketchCell_(sketch), measuring_(this, NewestJob<std::vector<Heat>>::Running::Finishes) {
  connect(columns, &CompareColumns::added, this, &CompareLook::follow);
  connect(columns, &CompareColumns::arranged, this, qOverload<>(&CompareLook::show));
  connect(sketch->pane(), &PicturePane::pointerMoved, this, [this](QPointF at) { pointAt(at); });
  connect(sketch->pane(), &PicturePane::pointerLeft, this, [this] { pointAt({}); });
  connect(sketch->canvas(), &CanvasView::pointerMoved, this, [this](QPointF at) { pointAt(at); });
  sketch->canvas()->installEventFilter(this);
}

bool CompareLook::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Leave) pointAt({});
  return QObject::eventFilter(watched, event);
}

void CompareLook::follow(CompareColumn* column) {
  connect(column, &CompareColumn::pictureChanged, this, [this, column] {
    const bool all = column == reference() && (mode_ != Mode::Columns || blinking_);
    all ? show() : show(column);
    orderDifferences();
  });
  PicturePane* pane = column->pane();
  connect(pane, &PicturePane::pointerMoved, this, [this](QPointF at) { pointAt(at); });
  connect(pane, &PicturePane::pointerLeft, this, [this] { pointAt({}); });
  connect(pane, &PicturePane::pressed, this, &CompareLook::blink);
  connect(pane, &PicturePane::dividerMoved, this, [this](double share) {
    for (CompareColumn* each : columns_->columns()) each->pane()->setDivider(share);
  });
}

CompareColumn* CompareLook::reference() const {
  CompareColumn* chosen = columns_->find(reference_);
  return chosen || columns_->columns().empty() ? chosen : columns_->columns().front();
}

void CompareLook::setMode(Mode mode) {
  mode_ = mode;
  heat_.clear();
  show();
  orderDifferences();
}

void CompareLook::setReference(int column) {
  reference_ = column;
  setMode(mode_);
}

void CompareLook::blink(bool down) {
  if (down == blinking_) return;
  blinking_ = down;
  show();
}

void CompareLook::show() {
  for (CompareColumn* each : columns_->columns()) show(each);
}

void CompareLook::show(CompareColumn* column) {
  const CompareColumn* against = reference();
  const bool other = column != against;
  PicturePane* pane = column->pane();
  const auto heat = mode_ == Mode::Difference && other ? heat_.constFind(column->id()) : heat_.constEnd();
  const bool hot = heat != heat_.constEnd() && !column->picture().isNull();
  pane->setPressable(mode_ == Mode::Blink);
  if (blinking_ && other && !against->picture().isNull()) pane->setPicture(against->picture());
  else pane->setPicture(hot ? heat->map : column->picture());
  pane->setOther(mode_ == Mode::Slider && other && !blinking_ && !column->picture().isNull() ? against->picture() : QImage());
  column->setDistance(hot ? tr("ΔE %1 apart").arg(QLocale().toString(heat->mean, 'f', 1)) : QString());
}

// ---- difference

std::vector<CompareLook::Heat> CompareLook::differences(const std::vector<std::pair<int, QImage>>& pictures, const QImage& reference,
                                                        const cv::Mat& sketch, const Progress& progress) {
  const cv::Mat against = toBgrOnWhite(toMat(reference));
  std::vector<Heat> all;
  for (const auto& [column, picture] : pictures) {
    progress(double(all.size()), double(pictures.size()), "comparing");
    if (picture.size() != reference.size()) continue;  // of a paper that is gone
    const cv::Mat difference = colourDifference(toBgrOnWhite(toMat(picture)), against);
    const cv::Mat light = sketch.size() == difference.size() ? cv::Mat(sketch > kWall) : cv::Mat();
    all.push_back({column, toImage(heatMap(difference)), cv::mean(difference, light)[0]});
  }
  return all;
}

void CompareLook::orderDifferences() {
  const CompareColumn* against = reference();
  if (mode_ != Mode::Difference || !against || against->picture().isNull()) return;
  std::vector<std::pair<int, QImage>> pictures;
  for (const CompareColumn* each : columns_->columns())
    if (each != against && !each->picture().isNull()) pictures.emplace_back(each->id(), each->picture());
  const auto work = [pictures, reference = against->picture(), sketch = sketch_](const Progress& progress) {
    return differences(pictures, reference, sketch, progress);
  };
  measuring_.order(work, [this, from = against->id()](Outcome<std::vector<Heat>> outcome) {
    if (mode_ != Mode::Difference || !outcome.value || !reference() || reference()->id() != from) return;
    heat_.clear();
    for (Heat& each : *outcome.value) heat_.insert(each.column, each);
    show();
    if (!measuring_.busy()) Q_EMIT differencesShown();
  });
}

// ---- loupe

void CompareLook::setLoupe(bool on) {
  loupe_ = on;
  if (!on) pointAt({});
}

/// Where the pointer is in one column, the loupe is in all.
void CompareLook::pointAt(std::optional<QPointF> at) {
  if (!loupe_) at.reset();
  for (CompareColumn* each : columns_->columns()) each->pane()->setLoupe(at);
  sketchCell_->pane()->setLoupe(at);
}

}  // namespace chaesaek
