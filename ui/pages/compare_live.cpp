// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_live.h"

#include <algorithm>

#include "ui/canvas/picture_pane.h"
#include "ui/jobs/training_runner.h"
#include "ui/pages/column_sets.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/compare_columns.h"
#include "ui/pages/compare_look.h"
#include "ui/pages/compare_source.h"
#include "ui/pages/sketch_cell.h"

namespace chaesaek {

namespace {

constexpr int kWatchMs = 3000;  // runs write their networks anew

}  // namespace

CompareLive::CompareLive(Parts parts, QObject* parent) : QObject(parent), parts_(parts) {
  colourer_.setLimit(column_sets::memoryLimit());
  colourer_.setEnabled(false);
  turn_.setSingleShot(true);
  turn_.setInterval(0);
  watch_.setInterval(kWatchMs);
  connect(&turn_, &QTimer::timeout, this, &CompareLive::submit);
  connect(&watch_, &QTimer::timeout, this, &CompareLive::watch);
  connect(parts.source, &CompareSource::changed, this, &CompareLive::noteChange);
  connect(parts.columns, &CompareColumns::added, this, &CompareLive::follow);
  connect(parts.columns, &CompareColumns::arranged, this, &CompareLive::assign);
  connect(parts.runner, &TrainingRunner::stateChanged, this, &CompareLive::assign);
  connect(&colourer_, &ColumnColourer::coloured, this, [this](const ColumnResult& result) {
    if (CompareColumn* column = parts_.columns->find(result.column)) column->setResult(result);
    if (dirty_) noteChange();
    Q_EMIT arrived();
  });
  connect(&colourer_, &ColumnColourer::measured, this, [this](const ColumnFigures& figures) {
    if (CompareColumn* column = parts_.columns->find(figures.column)) column->setFigures(figures);
  });
  connect(&colourer_, &ColumnColourer::settled, this, [this] {
    if (isCurrent()) Q_EMIT settled();
  });
}

void CompareLive::follow(CompareColumn* column) {
  connect(column->pane(), &PicturePane::pointerMoved, this, [this, id = column->id()] { colourer_.lookAt(id); });
}

void CompareLive::setSeen(bool seen) {
  seen_ = seen;
  colourer_.setEnabled(seen);
  seen ? watch_.start() : watch_.stop();
  if (!seen) return;
  watch();
  noteChange();
}

void CompareLive::noteChange() {
  dirty_ = true;
  if (seen_ && colourer_.hasBegun() && !turn_.isActive()) turn_.start();
}

void CompareLive::submit() {
  CompareSubject subject = parts_.source->subject();
  if (subject.sketch.empty()) return;  // it is being loaded
  dirty_ = false;
  parts_.columns->setPaper(subject.size);
  parts_.sketch->showSketch(subject.drawn, subject.name);
  parts_.look->setSketch(subject.sketch);
  if (subject.real.cacheKey() != real_.cacheKey() || revision_ == 0) {
    real_ = subject.real;
    fillReal();
  }
  colourer_.submit({subject.sketch, subject.hints, subject.palette, std::move(subject.known), ++revision_});
}

bool CompareLive::isCurrent() const {
  if (dirty_ || turn_.isActive()) return false;
  return std::all_of(assigned_.begin(), assigned_.end(), [this](const ColumnModel& each) {
    const CompareColumn* column = parts_.columns->find(each.id);
    return !column || column->revision() == revision_;
  });
}

QString CompareLive::modelOf(const QString& key) const {
  if (key == column_key::kReal) return {};
  return key == column_key::kTraining ? parts_.runner->run() : key;
}

/// Tells the thread which networks are wanted. Without a run in training its column says so.
void CompareLive::assign() {
  std::vector<ColumnModel> models;
  for (CompareColumn* column : parts_.columns->columns()) {
    const QString model = modelOf(column->key());
    if (!model.isEmpty()) models.push_back({column->id(), model});
    else if (!column->isReal()) column->setResult({column->id(), revision_, {}, 0, {}, tr("No run is in training; start one on the Train page")});
  }
  fillReal();
  if (models == assigned_) return;
  assigned_ = models;
  colourer_.setColumns(std::move(models));  // a new one gets the newest sketch by itself
}

void CompareLive::fillReal() {
  for (CompareColumn* column : parts_.columns->columns())
    if (column->isReal() && (column->picture().cacheKey() != real_.cacheKey() || real_.isNull())) column->setReal(real_);
}

void CompareLive::watch() { colourer_.checkFiles(); }

}  // namespace chaesaek
