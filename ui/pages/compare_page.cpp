// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QStackedLayout>

#include "ui/canvas/canvas_view.h"
#include "ui/canvas/picture_pane.h"
#include "ui/pages/ask_file.h"
#include "ui/pages/blind_panels.h"
#include "ui/pages/blind_vote.h"
#include "ui/pages/column_actions.h"
#include "ui/pages/column_sets.h"
#include "ui/pages/compare_bar.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/compare_columns.h"
#include "ui/pages/compare_look.h"
#include "ui/pages/compare_out.h"
#include "ui/pages/compare_source.h"
#include "ui/pages/look_bar.h"
#include "ui/pages/measure_panel.h"
#include "ui/pages/page_job.h"
#include "ui/pages/sketch_cell.h"
#include "ui/widgets/button.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

const QString kData = "compare/data", kFirstData = "openmoji";
const QStringList kFirstColumns{"colouring", column_key::kFlat, column_key::kReal};

bool isModelFile(const QString& path) { return path.endsWith(".safetensors", Qt::CaseInsensitive); }

QString localFile(const QMimeData* data) { return data->hasUrls() ? data->urls().first().toLocalFile() : QString(); }

}  // namespace

ComparePage::ComparePage(Document* canvas, ToolSettings* tools, TrainingRunner* runner, QWidget* parent)
    : QWidget(parent), messages_(new MessageArea(this)), sketch_(new SketchCell(canvas, tools, &view_, this)),
      columns_(new CompareColumns(sketch_, &view_, this)), source_(new CompareSource(canvas, messages_, this)),
      look_(new CompareLook(columns_, sketch_, this)), live_(new CompareLive({columns_, source_, sketch_, look_, runner}, this)),
      blind_(new BlindVote(columns_, source_, messages_, this)), out_(new CompareOut(columns_, source_, messages_, this)),
      actions_(new ColumnActions({columns_, look_, live_, out_, messages_}, this)), bar_(new CompareBar(this)),
      looking_(new LookBar(this)), blindBar_(new BlindBar(blind_, this)), measure_(new MeasurePanel(live_->colourer(), this)), result_(new BlindResult(this)),
      line_(new Separator(Qt::Horizontal, 0, this)), stage_(new QStackedLayout) {
  setAcceptDrops(true);
  setFocusPolicy(Qt::StrongFocus);
  layOut();
  connectBar();
  connectColumns();
  connectPanels();
  bar_->setSource(int(source_->kind()));
  bar_->setPosition(0, 0);
  chooseMode(0);
  const QStringList last = column_sets::last();
  actions_->openSet(last.isEmpty() ? kFirstColumns : last);
}

ComparePage::~ComparePage() {
  // The widgets look at the view, which is a member: they go first, and the panel that uses the colouring thread before that.
  delete measure_;
  delete live_;
  qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void ComparePage::layOut() {
  stage_->addWidget(columns_);
  stage_->addWidget(measure_);
  stage_->addWidget(result_);
  auto* lines = new QVBoxLayout;
  lines->setContentsMargins(kGap12, 0, kGap12, 0);
  lines->addWidget(messages_);
  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(0, 0, 0, 0);
  page->setSpacing(0);
  for (QWidget* each : {static_cast<QWidget*>(bar_), static_cast<QWidget*>(looking_), static_cast<QWidget*>(blindBar_)}) page->addWidget(each);
  page->addWidget(line_);
  page->addLayout(lines);
  page->addLayout(stage_, 1);
  showStage(columns_);
}

void ComparePage::connectBar() {
  connect(bar_, &CompareBar::sourceChosen, this, &ComparePage::chooseSource);
  connect(bar_, &CompareBar::dataChosen, this, [this](const QString& name) {
    uiSettings().setValue(kData, name);
    source_->setData(name);
  });
  connect(bar_, &CompareBar::stepWanted, this, [this](int by) { source_->goTo(source_->position() + by); });
  connect(bar_, &CompareBar::seedChosen, source_, &CompareSource::goToRandom);
  connect(looking_, &LookBar::modeChosen, this, &ComparePage::chooseMode);
  connect(looking_, &LookBar::referenceChosen, look_, &CompareLook::setReference);
  connect(looking_, &LookBar::loupeToggled, look_, &CompareLook::setLoupe);
  connect(looking_, &LookBar::setsWanted, this, [this] { actions_->showSets(looking_->setsButton()); });
  connect(bar_, &CompareBar::addWanted, this, [this] { actions_->showAddMenu(bar_->addButton()); });
  connect(looking_, &LookBar::measureWanted, this, &ComparePage::openMeasure);
  connect(bar_, &CompareBar::blindWanted, this, [this] {
    chooseMode(int(CompareLook::Mode::Columns));
    blind_->begin();
  });
  connect(bar_, &CompareBar::sheetWanted, out_, &CompareOut::askSheet);
  connect(source_, &CompareSource::kindChanged, this, [this] { bar_->setSource(int(source_->kind())); });
  connect(source_, &CompareSource::moved, this, [this] {
    bar_->setDataSets(dataSets_, source_->data());
    bar_->setPosition(source_->position(), source_->count());
  });
}

void ComparePage::connectColumns() {
  connect(columns_, &CompareColumns::added, this, [this](CompareColumn* column) {
    const auto enlarge = [this, column] {
      if (!blind_->isActive()) actions_->toggleLarge(column);
    };
    connect(column->menuButton(), &QAbstractButton::clicked, this, [this, column] { actions_->showMenuOf(column); });
    connect(column, &CompareColumn::enlargeWanted, this, enlarge);
    connect(column, &CompareColumn::pictureChanged, this, &ComparePage::showReferences);
    connect(column->pane(), &PicturePane::doubleClicked, this, enlarge);
    connect(column->pane(), &PicturePane::clicked, this, [this, column] { blind_->vote(column); });
  });
  connect(columns_, &CompareColumns::arranged, this, &ComparePage::columnsArranged);
  connect(actions_, &ColumnActions::canvasWanted, this, &ComparePage::canvasWanted);
  connect(actions_, &ColumnActions::referenceChosen, this, &ComparePage::showReferences);
}

void ComparePage::connectPanels() {
  connect(measure_, &MeasurePanel::closed, this, [this] { showStage(columns_); });
  connect(measure_, &MeasurePanel::drawingWanted, this, [this](const QString& data, int index) {
    showStage(columns_);
    source_->showDrawing(data, index);
  });
  connect(result_, &BlindResult::closed, this, [this] { showStage(columns_); });
  connect(live_, &CompareLive::arrived, this, [this] { blind_->picturesArrived(live_->revision()); });
  connect(blind_, &BlindVote::began, this, [this] {
    showStage(columns_);
    setFocus();
  });
  connect(blind_, &BlindVote::ended, this, [this](const std::vector<BlindTrial::Revealed>& result) {
    result_->setResult(result, blind_->file());
    showStage(result_);
  });
}

/// The columns with their bars (while names are hidden, with the vote alone), or a panel in place of all of it.
void ComparePage::showStage(QWidget* widget) {
  stage_->setCurrentWidget(widget);
  const bool blind = blind_->isActive(), columns = widget == columns_;
  bar_->setVisible(columns && !blind);
  looking_->setVisible(columns && !blind);
  blindBar_->setVisible(columns && blind);
  line_->setVisible(columns);
}

// ---- source and looking

void ComparePage::chooseSource(int kind) {
  const auto chosen = CompareSource::Kind(kind);
  if (chosen == CompareSource::Kind::File) {
    bar_->setSource(int(source_->kind()));  // until one is opened
    return askFile(this, tr("Open a picture or a drawing"), tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.svg *.ora)"), [this](const QString& path) { source_->openFile(path); });
  }
  source_->setKind(chosen);
  if (chosen == CompareSource::Kind::Drawings && source_->data().isEmpty())
    messages_->say("data", {Message::Kind::Hint, tr("There are no drawings here yet: get a data set on the Train page, OpenMoji for example.")});
}

void ComparePage::chooseMode(int mode) {
  look_->setMode(CompareLook::Mode(mode));
  looking_->setMode(mode);
  showReferences();
}

void ComparePage::showReferences() {
  const CompareColumn* reference = look_->reference();
  QList<std::pair<int, QString>> all;
  for (const CompareColumn* each : columns_->columns()) all.append({each->id(), each->fullName()});
  looking_->setReferences(all, reference ? reference->id() : 0);
}

/// The sets that are here; the one that was used last, or the first.
void ComparePage::listData() {
  runJob(this, [](const Progress&) { return chaesaek::listData(); }, [this](Outcome<std::vector<DataEntry>> outcome) {
    if (!outcome.value) return;
    dataSets_.clear();
    for (const DataEntry& each : *outcome.value)
      if (each.present && each.kind == DataKind::Pairs && !each.linesOnly) dataSets_ << QString::fromStdString(each.name);
    if (source_->data().isEmpty()) {
      const QString usual = dataSets_.contains(kFirstData) ? kFirstData : dataSets_.value(0), name = uiSettings().value(kData, usual).toString();
      if (!name.isEmpty()) source_->setData(name);
    }
    bar_->setDataSets(dataSets_, source_->data());
    measure_->setDataSets(dataSets_, source_->data());
    if (!source_->data().isEmpty()) messages_->withdraw("data");
  });
}

// ---- columns

void ComparePage::columnsArranged() {
  if (!columns_->columns().empty()) column_sets::setLast(actions_->keys());
  bar_->setFull(int(columns_->columns().size()) >= CompareColumns::kMost);
  std::vector<MeasurePanel::Column> measured;
  for (const CompareColumn* each : columns_->columns())
    if (const QString model = live_->modelOf(each->key()); !model.isEmpty()) measured.push_back({each->fullName(), model});
  measure_->setColumns(std::move(measured));
  showReferences();
}

void ComparePage::openMeasure() {
  columnsArranged();  // names that were not known before
  showStage(measure_);
}

// ---- events

void ComparePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  setFocus();
  listData();
  live_->setSeen(true);
}

void ComparePage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  look_->blink(false);
  live_->setSeen(false);
}

void ComparePage::keyPressEvent(QKeyEvent* event) {
  const int place = event->key() - Qt::Key_1;
  if (event->key() == Qt::Key_B && !blind_->isActive()) {
    if (!event->isAutoRepeat()) look_->blink(true);
  } else if (blind_->isActive() && place >= 0 && place < CompareColumns::kMost) {
    if (!event->isAutoRepeat()) blind_->vote(place);
  } else if (event->key() == Qt::Key_Escape && !columns_->showsAll() && !blind_->isActive()) {
    columns_->showOnly({});
  } else {
    QWidget::keyPressEvent(event);
  }
}

void ComparePage::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_B && !event->isAutoRepeat()) look_->blink(false);
  else QWidget::keyReleaseEvent(event);
}

void ComparePage::dragEnterEvent(QDragEnterEvent* event) {
  if (!localFile(event->mimeData()).isEmpty() && !blind_->isActive()) event->acceptProposedAction();
}

/// A network becomes a column, anything else what goes through them.
void ComparePage::dropEvent(QDropEvent* event) {
  const QString path = localFile(event->mimeData());
  event->acceptProposedAction();
  isModelFile(path) ? actions_->add(path) : source_->openFile(path);
}

}  // namespace chaesaek
