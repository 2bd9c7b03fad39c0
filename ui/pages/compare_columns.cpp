// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_columns.h"

#include <QPainter>
#include <algorithm>

#include "ui/canvas/picture_pane.h"
#include "ui/canvas/view_state.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/sketch_cell.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kMostRows = 3;
constexpr double kWorthARow = 1.3;  // so much larger must pictures become

int bodyHeight(QSize cell) { return cell.height() - CompareCell::kHeadHeight - CompareCell::footHeight(cell.width()); }

/// How many cells stand side by side, so that the pictures become as large as they can.
int cellsInRow(int cells, QSize room, QSizeF paper) {
  int best = cells;
  double largest = 0;
  for (int rows = 1; rows <= std::min(cells, kMostRows); ++rows) {
    const int across = (cells + rows - 1) / rows;
    const QSize cell(room.width() / across, room.height() / rows);
    const double scale = std::min(cell.width() / paper.width(), bodyHeight(cell) / paper.height());
    if (scale > largest * kWorthARow) {
      largest = scale;
      best = across;
    }
  }
  return best;
}

}  // namespace

CompareColumns::CompareColumns(SketchCell* sketch, ViewState* view, QWidget* parent) : QWidget(parent), sketch_(sketch), view_(view) {
  sketch->setParent(this);
  sketch->show();
}

CompareColumn* CompareColumns::find(int id) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(), [id](const CompareColumn* each) { return each->id() == id; });
  return found == columns_.end() ? nullptr : *found;
}

int CompareColumns::placeOf(const CompareColumn* column) const { return int(std::find(columns_.begin(), columns_.end(), column) - columns_.begin()); }

CompareColumn* CompareColumns::add(const QString& key) {
  auto* column = new CompareColumn(++lastId_, key, view_, this);
  column->pane()->setPaper(paper_);
  columns_.push_back(column);
  connect(column, &CompareColumn::dragged, this, [this, column](QPoint at) { dragTo(column, mapFromGlobal(at)); });
  connect(column, &CompareColumn::dropped, this, &CompareColumns::arranged);
  column->show();
  showOnly({});
  Q_EMIT added(column);
  Q_EMIT arranged();
  return column;
}

void CompareColumns::remove(CompareColumn* column) {
  columns_.erase(columns_.begin() + placeOf(column));
  column->hide();
  column->deleteLater();  // its own menu may have asked
  showOnly({});
  Q_EMIT arranged();
}

void CompareColumns::move(CompareColumn* column, int to) {
  const int from = placeOf(column);
  to = std::clamp(to, 0, int(columns_.size()) - 1);
  if (from == to) return;
  columns_.erase(columns_.begin() + from);
  columns_.insert(columns_.begin() + to, column);
  place();
}

/// It takes the place of the column that it is dragged over, at once.
void CompareColumns::dragTo(CompareColumn* column, QPoint at) {
  for (CompareColumn* each : columns_)
    if (each != column && each->isVisible() && each->geometry().contains(at)) return move(column, placeOf(each));
}

void CompareColumns::setPaper(QSize size) {
  if (size == paper_ || size.isEmpty()) return;
  paper_ = size;
  sketch_->pane()->setPaper(size);
  for (CompareColumn* each : columns_) each->pane()->setPaper(size);
  place();
  fit();
}

void CompareColumns::showOnly(std::vector<CompareColumn*> columns, bool withSketch) {
  shown_ = std::move(columns);
  sketchShown_ = withSketch;
  const auto isShown = [this](const CompareColumn* each) { return shown_.empty() || std::find(shown_.begin(), shown_.end(), each) != shown_.end(); };
  for (CompareColumn* each : columns_) each->setVisible(isShown(each));
  sketch_->setVisible(shown_.empty() || withSketch);
  place();
}

void CompareColumns::fit() { view_->fit(body_, paper_); }

std::vector<CompareCell*> CompareColumns::cells() const {
  std::vector<CompareCell*> cells;
  if (shown_.empty() || sketchShown_) cells.push_back(sketch_);
  const auto& columns = shown_.empty() ? columns_ : shown_;
  cells.insert(cells.end(), columns.begin(), columns.end());
  return cells;
}

/// Whole and equal pixels, so that a picture lies at the same place in each; what is left over goes to the right and below.
void CompareColumns::place() {
  const auto all = cells();
  const int across = cellsInRow(int(all.size()), size(), QSizeF(paper_)), rows = (int(all.size()) + across - 1) / across;
  const QSize cell((width() - across + 1) / across, (height() - rows + 1) / rows);
  for (int i = 0; i < int(all.size()); ++i)
    all[size_t(i)]->setGeometry(i % across * (cell.width() + 1), i / across * (cell.height() + 1), cell.width(), cell.height());
  const QSize body(cell.width(), bodyHeight(cell));
  if (body == body_) return;
  body_ = body;
  if (view_->isFitted()) fit();
}

void CompareColumns::resizeEvent(QResizeEvent*) { place(); }

void CompareColumns::showEvent(QShowEvent*) {
  if (view_->isFitted()) fit();  // the canvas may have grown meanwhile
}

/// The lines between the cells, and paper's surroundings where no cell stands.
void CompareColumns::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), tokens().around);
  for (const CompareCell* cell : cells()) painter.fillRect(cell->geometry().adjusted(-1, -1, 1, 1), tokens().line);
}

}  // namespace chaesaek
