// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_board.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/widgets/labels.h"
#include "ui/widgets/picture_viewer.h"
#include "ui/widgets/sample_grid.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/timeline.h"

namespace chaesaek {

SampleBoard::SampleBoard(const QString& emptyText, QWidget* parent)
    : QWidget(parent), grid_(new SampleGrid), scroll_(new QScrollArea(this)), stack_(new QStackedLayout),
      empty_(new QLabel(emptyText, this)), legend_(new VerdictLegend(this)), timeline_(new Timeline(this)) {
  heads_ = new SampleHeads(grid_, this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap4);
  column->addWidget(heads_);
  column->addLayout(stack_, 1);
  column->addWidget(legend_);
  column->addWidget(timeline_);
  stack_->addWidget(empty_);
  stack_->addWidget(scroll_);
  empty_->setForegroundRole(QPalette::PlaceholderText);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  empty_->setMargin(kGap12);

  scroll_->setWidget(grid_);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  for (QWidget* each : {scroll_->viewport(), static_cast<QWidget*>(grid_)}) each->setAutoFillBackground(false);
  legend_->hide();
  connect(grid_, &SampleGrid::enlarged, this, &SampleBoard::enlarge);
  connect(grid_, &SampleGrid::marked, this, [this](QRect cell) { scroll_->ensureVisible(cell.center().x(), cell.center().y(), 0, cell.height() / 2 + kGap8); });
  connect(timeline_, &Timeline::momentChosen, this, &SampleBoard::momentChosen);
  connect(timeline_, &Timeline::newestChosen, this, &SampleBoard::newestChosen);
  setColumns({QString()});
}

SampleBoard::~SampleBoard() { delete viewer_; }

PictureViewer* SampleBoard::viewer() const { return viewer_; }

void SampleBoard::setEmptyText(const QString& text) { empty_->setText(text); }

void SampleBoard::setColumns(const QStringList& heads) {
  sheet_.heads = heads;
  heads_->setHeads(heads);
  sheetChanged();
}

void SampleBoard::setRows(std::vector<std::vector<QImage>> rows) {
  sheet_.rows = std::move(rows);
  sheetChanged();
}

void SampleBoard::setOverlay(int column, std::vector<QImage> maps) {
  mapColumn_ = maps.empty() ? -1 : column;
  sheet_.overlay = std::move(maps);
  sheetChanged();
}

void SampleBoard::setOverlayVisible(bool visible) {
  overlayVisible_ = visible;
  sheetChanged();
}

void SampleBoard::sheetChanged() {
  sheet_.overlayColumn = overlayVisible_ ? mapColumn_ : -1;
  legend_->setVisible(sheet_.overlayColumn >= 0);
  grid_->setSheet(sheet_);
  heads_->update();
  stack_->setCurrentWidget(sheet_.isEmpty() ? static_cast<QWidget*>(empty_) : scroll_);
  if (viewer_) viewer_->setSheet(sheet_);
}

/// Room for the scroll bar is kept even without one: pictures do not change their size when a row is added.
void SampleBoard::resizeEvent(QResizeEvent*) {
  grid_->setRoom(width() - scroll_->verticalScrollBar()->sizeHint().width());
  heads_->update();
}

void SampleBoard::setMoments(std::vector<qint64> steps, std::optional<qint64> best) { timeline_->setMoments(std::move(steps), best); }

std::optional<qint64> SampleBoard::moment() const { return timeline_->moment(); }

void SampleBoard::showNewest() { timeline_->showNewest(); }

void SampleBoard::enlarge(int row) {
  if (viewer_) return;
  viewer_ = new PictureViewer(sheet_, row, viewerArea_ ? viewerArea_.data() : window());
  connect(viewer_, &PictureViewer::closed, this, [this] {
    grid_->setCurrentRow(viewer_->row());
    viewer_ = nullptr;
    grid_->setFocus();
  });
}

}  // namespace chaesaek
