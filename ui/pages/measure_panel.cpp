// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/measure_panel.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QScrollArea>
#include <QTableWidget>
#include <QUrl>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/inference/model_shelf.h"
#include "ui/document/document.h"
#include "ui/jobs/column_colourer.h"
#include "ui/jobs/job.h"
#include "ui/pages/measure_table.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/picture_strip.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kLimitWidth = 64, kDataWidth = 150, kStripWidth = 236, kThumbnail = 128;
constexpr size_t kMost = 12;  // drawings that are shown, and drawn on the sheet

}  // namespace

MeasurePanel::MeasurePanel(ColumnColourer* colourer, QWidget* parent) : QWidget(parent), colourer_(colourer) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kGap16, kGap12, kGap16, kGap12);
  column->setSpacing(kGap12);
  column->addWidget(buildHead());
  words_ = new Caption({}, this);
  words_->setObjectName("measure-words");
  words_->setWordWrap(true);
  bar_ = new QProgressBar(this);
  bar_->setTextVisible(false);
  bar_->setFixedHeight(kGap4);
  bar_->setRange(0, 1000);
  column->addWidget(words_);
  column->addWidget(bar_);
  column->addWidget(buildResults(), 1);
  column->addStretch();
  showState();
}

MeasurePanel::~MeasurePanel() { progress_.cancel(); }

QWidget* MeasurePanel::buildHead() {
  auto* head = new QWidget(this);
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGap8);
  auto* title = new QLabel(tr("Measure over a data set"), head);
  QFont strong = title->font();
  strong.setWeight(QFont::DemiBold);
  title->setFont(strong);
  data_ = new ChoiceBox(head);
  data_->setObjectName("measure-data");
  data_->setAccessibleName(tr("Data set"));
  data_->setFixedWidth(kDataWidth);
  auto* most = new QLabel(tr("at most"), head);
  limit_ = new QLineEdit(head);
  limit_->setObjectName("measure-limit");
  limit_->setPlaceholderText(tr("all"));
  limit_->setFixedWidth(kLimitWidth);
  limit_->setAccessibleName(tr("At most so many test drawings"));
  limit_->setValidator(new QIntValidator(1, 999999, limit_));
  start_ = new Button(Button::Look::Main, "chart-column", tr("Measure"), head);
  start_->setObjectName("measure-start");
  start_->describe(tr("Measure all columns that colour"));
  cancel_ = new Button(Button::Look::Plain, {}, tr("Cancel"), head);
  cancel_->setObjectName("measure-cancel");
  cancel_->describe(tr("Stop measuring; nothing is kept"));
  auto* close = new Button(Button::Look::Tool, "x", {}, head);
  close->setObjectName("measure-close");
  close->describe(tr("Back to the columns"), Qt::Key_Escape);
  close->setShortcut(Qt::Key_Escape);
  row->addWidget(title);
  row->addSpacing(kGap8);
  for (QWidget* each : {static_cast<QWidget*>(data_), static_cast<QWidget*>(most), static_cast<QWidget*>(limit_), static_cast<QWidget*>(new QLabel(tr("test drawings"), head)),
                        static_cast<QWidget*>(start_), static_cast<QWidget*>(cancel_)})
    row->addWidget(each);
  row->addStretch(1);
  row->addWidget(close);
  connect(start_, &QAbstractButton::clicked, this, &MeasurePanel::start);
  connect(cancel_, &QAbstractButton::clicked, this, &MeasurePanel::cancel);
  connect(close, &QAbstractButton::clicked, this, &MeasurePanel::closed);
  return head;
}

QWidget* MeasurePanel::buildResults() {
  results_ = new QWidget(this);
  auto* column = new QVBoxLayout(results_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap8);
  auto* row = new QHBoxLayout;
  row->setSpacing(kGap16);
  table_ = new QTableWidget(results_);
  table_->setObjectName("measure-table");
  table_->setShowGrid(false);
  table_->setFocusPolicy(Qt::NoFocus);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  auto* side = new QVBoxLayout;
  side->setSpacing(kGap8);
  side->addWidget(new SectionHead(tr("They differ most here"), results_));
  strip_ = new PictureStrip(tr("A click shows one in the columns."), results_);
  strip_->setObjectName("measure-most");
  strip_->layout()->setAlignment(Qt::AlignTop);
  auto* scroll = new QScrollArea(results_);
  scroll->setWidget(strip_);
  scroll->setWidgetResizable(true);
  scroll->setFixedWidth(kStripWidth);
  scroll->setFocusPolicy(Qt::NoFocus);
  strip_->setAutoFillBackground(false);
  side->addWidget(scroll, 1);
  row->addWidget(table_, 1);
  row->addLayout(side);
  column->addLayout(row, 1);
  auto* foot = new QHBoxLayout;
  file_ = new ElidedLabel(results_);
  folder_ = new Button(Button::Look::Plain, "folder-open", tr("Open folder"), results_);
  folder_->describe(tr("Open the folder with the figures and the sheet"));
  foot->addWidget(file_, 1);
  foot->addWidget(folder_);
  column->addLayout(foot);
  connect(strip_, &PictureStrip::chosen, this, [this](int number) {
    const Comparison& comparison = result_->comparison;
    Q_EMIT drawingWanted(QString::fromStdString(comparison.data), comparison.drawings[result_->most[size_t(number)]].index);
  });
  connect(folder_, &QAbstractButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(result_->file).path())); });
  return results_;
}

void MeasurePanel::setColumns(std::vector<Column> columns) {
  columns_ = std::move(columns);
  showState();
}

void MeasurePanel::setDataSets(const QStringList& names, const QString& current) {
  if (running_) return;
  const QString chosen = data_->currentText().isEmpty() ? current : data_->currentText();
  data_->clear();
  data_->addItems(names);
  if (!chosen.isEmpty() && !names.contains(chosen)) data_->insertItem(0, chosen);
  data_->setCurrentText(chosen);
  showState();
}

// ---- the work

void MeasurePanel::start() {
  const Order order{columns_, data_->currentText().toStdString(), limit_->text().toInt()};
  const QPointer<QObject> guard(this);
  progress_ = Progress([this, guard](double fraction, const std::string&) {
    detail::onUiThread(guard, [this, fraction] { bar_->setValue(int(1000 * fraction)); });
  });
  running_ = true;
  bar_->setValue(0);
  colourer_->borrow([this, guard, order, progress = progress_](ModelShelf& shelf) {
    const auto work = [&](const Progress& p) { return measure(shelf, order, p); };
    const auto outcome = std::make_shared<Outcome<Result>>(detail::outcomeOf<Result>(work, progress));
    detail::onUiThread(guard, [this, outcome] {
      finish(outcome->value ? std::make_shared<Result>(std::move(*outcome->value)) : nullptr, outcome->error);
    });
  }, progress_);
  showState();
}

void MeasurePanel::cancel() { progress_.cancel(); }

/// For the colouring thread.
MeasurePanel::Result MeasurePanel::measure(ModelShelf& shelf, const Order& order, const Progress& progress) {
  std::vector<NamedColourer> colourers;
  Result result;
  for (const Column& each : order.columns) {
    colourers.push_back({each.name.toStdString(), shelf.open(each.model.toStdString())});
    result.names << each.name;
  }
  const auto set = openPairs(order.data);
  ComparisonOptions options;
  options.what.limit = order.limit;
  result.comparison = compareColourers(colourers, *set, options, progress);
  result.comparison.data = order.data;
  result.most = result.comparison.mostDiffering(kMost);
  std::vector<int> drawings;
  for (const size_t number : result.most) {
    drawings.push_back(result.comparison.drawings[number].index);
    const Pair pair = set->load(drawings.back(), set->nativeWidth());
    result.pictures.push_back(toImage(pair.picture.empty() ? pair.fill : pair.picture).scaled(kThumbnail, kThumbnail, Qt::KeepAspectRatio, Qt::SmoothTransformation));
  }
  const auto stem = homeFolder() / "comparisons" / QDateTime::currentDateTime().toString("yyyy-MM-dd-HHmmss").toStdString();
  makeFolder(stem.parent_path());
  writePicture(stem.string() + ".png", comparisonSheet(colourers, *set, drawings, 0, progress));
  writeFile(stem.string() + ".json", result.comparison.toJson().dump(1) + "\n");
  result.file = QString::fromStdString(stem.string() + ".json");
  return result;
}

void MeasurePanel::finish(const std::shared_ptr<Result>& result, const QString& error) {
  running_ = false;
  if (result) result_ = result;
  showState();
  if (!error.isEmpty()) words_->setText(error);
  if (result) showResult();
}

// ---- what stands there

void MeasurePanel::showState() {
  const bool can = columns_.size() >= 2 && data_->count() > 0;
  start_->setVisible(!running_);
  start_->setEnabled(can);
  cancel_->setVisible(running_);
  bar_->setVisible(running_);
  results_->setVisible(result_ != nullptr);
  for (QWidget* each : {static_cast<QWidget*>(data_), static_cast<QWidget*>(limit_)}) each->setEnabled(!running_);
  QStringList names;
  for (const Column& each : columns_) names << each.name;
  if (running_) words_->setText(tr("Measuring %1. The columns wait meanwhile.").arg(names.join(" · ")));
  else if (columns_.size() < 2) words_->setText(tr("Two columns or more that colour are needed; the real picture is what they are measured against."));
  else if (data_->count() == 0) words_->setText(tr("There is no data set of drawings here yet: get one on the Train page."));
  else if (!result_) words_->setText(tr("%1: every measure on drawings that none of them should have learnt from, how far the others are from the first and how sure "
                                        "that is, and the drawings where they differ most.").arg(names.join(" · ")));
}

void MeasurePanel::showResult() {
  const Comparison& comparison = result_->comparison;
  words_->setText(tr("%1 drawings, %2 regions. Below each figure: its difference to %3 and where that lies with 95 % certainty (paired bootstrap); bold "
                     "where 0 lies outside.")
                      .arg(wholeText(qint64(comparison.drawings.size())), wholeText(comparison.models.front().measures.regions), result_->names.front()));
  fillMeasureTable(table_, comparison, result_->names);
  std::vector<PictureStrip::Item> items;
  for (size_t i = 0; i < result_->pictures.size(); ++i) {
    const ComparedDrawing& drawing = comparison.drawings[result_->most[i]];
    items.push_back({result_->pictures[i], QString::fromStdString(drawing.label.empty() ? drawing.name : drawing.label)});
  }
  strip_->setItems(items);
  file_->setText(tr("Kept in %1, with the networks' hashes; the sheet beside it").arg(result_->file));
}

}  // namespace chaesaek
