// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_list.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QFile>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QTableWidget>
#include <QUrl>
#include <algorithm>

#include "core/base/folder_lock.h"
#include "core/experiments/declaration.h"
#include "ui/pages/page_job.h"
#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/popover.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

enum Column { Name, Experiment, Data, State, Best, Columns };
constexpr int kRowHeight = 28, kBestWidth = 84;
constexpr int kRoomForWhat = 580, kRoomForDrawings = 720;  // with less the names would be cut short

QString text(const std::string& words) { return QString::fromStdString(words); }

QString number(qint64 value) { return QLocale().toString(value); }

QString bestOf(const RunRecord& run) {
  if (!run.best) return "–";
  return QString("%1 %2").arg(QLocale().toString(*run.best, 'f', 3), text(experimentInfo(run.experiment).merit.label));
}

QString detailsOf(const RunRecord& run) {
  QStringList lines{text(run.name), RunList::tr("%1 on %2").arg(text(experimentInfo(run.experiment).title), text(run.data)),
                    RunList::tr("%1 of %2 steps, %3 min").arg(number(run.steps), number(run.totalSteps)).arg(qRound(run.seconds / 60))};
  if (!run.device.empty()) lines << text(run.device);
  if (!run.message.empty()) lines << text(run.message);
  return (lines << text(run.path.string())).join('\n');
}

}  // namespace

RunList::RunList(MessageArea* messages, QWidget* parent) : QWidget(parent), messages_(messages), table_(new QTableWidget(0, Columns, this)) {
  table_->setObjectName("runs");
  table_->setHorizontalHeaderLabels({tr("Run"), tr("What"), tr("Drawings"), tr("State"), tr("Best")});
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(kRowHeight);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  for (const int column : {Experiment, State}) table_->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(Best, QHeaderView::Fixed);  // its label may be cut short, its number not
  table_->setColumnWidth(Best, kBestWidth);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setEditTriggers(QAbstractItemView::EditKeyPressed);
  table_->setShowGrid(false);
  table_->setWordWrap(false);  // it would cut a name at its first hyphen
  table_->setTabKeyNavigation(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap4);
  column->addWidget(buildHead());
  column->addWidget(table_);
  connect(table_, &QTableWidget::itemSelectionChanged, this, &RunList::showActions);
  connect(table_, &QTableWidget::itemChanged, this, &RunList::rename);
  const auto open = [this](QTableWidgetItem* item) {
    if (item) Q_EMIT opened(runs_[size_t(item->row())]);
  };
  connect(table_, &QTableWidget::itemClicked, this, open);
  connect(table_, &QTableWidget::itemActivated, this, open);
  showActions();
}

void RunList::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  table_->setColumnHidden(Experiment, width() < kRoomForWhat);
  table_->setColumnHidden(Data, width() < kRoomForDrawings);
}

QWidget* RunList::buildHead() {
  auto* head = new QWidget(this);
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(new SectionHead(tr("Runs"), head));
  row->addStretch();
  const auto add = [&](const QString& name, const QString& icon, const QString& title, auto call) {
    auto* button = new Button(Button::Look::Tool, icon, {}, head);
    button->setObjectName(name);
    button->describe(title);
    row->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, call);
    return button;
  };
  resume_ = add("resume-run", "play", tr("Go on with this run where it ended"), [this] { Q_EMIT resumeWanted(*selected().front()); });
  rename_ = add("rename-run", "pencil-line", tr("Rename (F2)"), [this] { table_->editItem(table_->item(table_->currentRow(), Name)); });
  compare_ = add("compare-runs", "git-compare", tr("Settings in which two runs differ: choose both with Ctrl"), [this] { compare(); });
  folder_ = add("open-run-folder", "folder-open", tr("Open the folder of this run"), [this] { openFolder(); });
  remove_ = add("delete-run", "trash-2", tr("Move this run to the bin"), [this] { remove(); });
  return head;
}

void RunList::refresh() {
  runJob(this, [](const Progress&) { return listRuns(); }, [this](Outcome<std::vector<RunRecord>> outcome) {
    if (outcome.value) show(std::move(*outcome.value));
  });
}

bool RunList::trainsElsewhere() const {
  return std::any_of(runs_.begin(), runs_.end(), [this](const RunRecord& run) { return run.standing == RunStanding::Running && text(run.name) != training_; });
}

void RunList::setTraining(const QString& run) {
  training_ = run;
  refresh();
}

void RunList::select(const QString& run) {
  wanted_ = run;
  const auto found = std::find_if(runs_.begin(), runs_.end(), [&](const RunRecord& each) { return text(each.name) == run; });
  if (found == runs_.end()) return table_->clearSelection();
  table_->selectRow(int(found - runs_.begin()));
}

QString RunList::stateOf(const RunRecord& run) const {
  if (text(run.name) == training_) return tr("training");
  switch (run.standing) {
    case RunStanding::Running: return tr("training elsewhere");
    case RunStanding::Finished: return tr("finished");
    case RunStanding::Stopped: return tr("stopped at %1").arg(number(run.steps));
    case RunStanding::Failed: return tr("failed");  // steps are those that it goes on from
    case RunStanding::Interrupted: return tr("interrupted at %1").arg(number(run.steps));
  }
  return {};
}

void RunList::show(std::vector<RunRecord> runs) {
  if (table_->viewport()->findChild<QLineEdit*>()) return;  // a name is being typed
  filling_ = true;
  QStringList wanted;
  for (const RunRecord* run : selected()) wanted << text(run->name);
  runs_ = std::move(runs);
  table_->setRowCount(int(runs_.size()));
  for (int row = 0; row < int(runs_.size()); ++row) {
    const RunRecord& run = runs_[size_t(row)];
    const QString cells[Columns] = {text(run.name), text(experimentInfo(run.experiment).title), text(run.data).replace(',', ", "), stateOf(run), bestOf(run)};
    for (int i = 0; i < Columns; ++i) {
      auto* item = new QTableWidgetItem(cells[i]);
      item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled | (i == Name ? Qt::ItemIsEditable : Qt::NoItemFlags));
      item->setToolTip(detailsOf(run));
      table_->setItem(row, i, item);
    }
  }
  selectAgain(wanted);
  filling_ = false;
  showActions();
}

/// Two that were chosen to be compared stay chosen, wherever they stand now.
void RunList::selectAgain(const QStringList& names) {
  if (names.size() < 2) return select(wanted_);
  table_->clearSelection();
  for (int row = 0; row < int(runs_.size()); ++row)
    if (names.contains(text(runs_[size_t(row)].name)))
      table_->selectionModel()->select(table_->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

std::vector<const RunRecord*> RunList::selected() const {
  std::vector<const RunRecord*> chosen;
  for (const QModelIndex& row : table_->selectionModel()->selectedRows()) chosen.push_back(&runs_[size_t(row.row())]);
  return chosen;
}

void RunList::showActions() {
  const auto chosen = selected();
  if (chosen.size() == 1) wanted_ = text(chosen.front()->name);
  const bool one = chosen.size() == 1;
  const bool still = one && chosen.front()->standing != RunStanding::Running && text(chosen.front()->name) != training_;
  resume_->setEnabled(still && chosen.front()->standing != RunStanding::Finished);
  rename_->setEnabled(still);
  remove_->setEnabled(still);
  folder_->setEnabled(one);
  compare_->setEnabled(chosen.size() == 2);
}

void RunList::rename(QTableWidgetItem* item) {
  if (filling_ || item->column() != Name) return;
  const QString from = text(runs_[size_t(item->row())].name), to = item->text().trimmed();
  if (from == to) return;
  const auto work = [from, to](const Progress&) {
    renameRun(from.toStdString(), to.toStdString());
    return Done{};
  };
  runJob(this, work, [this, from, to](Outcome<Done> outcome) {
    if (outcome.error.isEmpty()) {
      wanted_ = to;
      messages_->withdraw("rename");
      Q_EMIT renamed(from, to);
    } else {
      messages_->say("rename", {Message::Kind::Error, outcome.error});
    }
    refresh();
  });
}

void RunList::compare() {
  const auto chosen = selected();
  const auto differences = compareSettings(*chosen[0], *chosen[1]);
  auto* sheet = new Popover(this);
  sheet->setObjectName("run-differences");
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kGap16);
  grid->setVerticalSpacing(6);
  for (int i = 0; i < 2; ++i) grid->addWidget(new SectionHead(text(chosen[size_t(i)]->name), sheet), 0, i + 1);
  int row = 1;
  for (const auto& [label, a, b] : differences) {
    grid->addWidget(new Caption(text(label), sheet), row, 0);
    grid->addWidget(new QLabel(a.empty() ? "–" : text(a), sheet), row, 1);
    grid->addWidget(new QLabel(b.empty() ? "–" : text(b), sheet), row++, 2);
  }
  if (differences.empty()) grid->addWidget(new QLabel(tr("Both were trained with the same settings on the same drawings."), sheet), 1, 0, 1, 3);
  sheet->column()->addLayout(grid);
  sheet->openAt(compare_);
}

void RunList::openFolder() { QDesktopServices::openUrl(QUrl::fromLocalFile(text(selected().front()->path.string()))); }

void RunList::remove() {
  const RunRecord run = *selected().front();
  messages_->say("delete-run", {Message::Kind::Question, tr("Move the run %1 with its pictures and networks to the bin?").arg(text(run.name)),
                                {{tr("Move to the bin"), [this, run] { moveToBin(run); }, true}, {tr("Keep it")}}});
}

void RunList::moveToBin(const RunRecord& run) {
  const QString path = text(run.path.string()), name = text(run.name);
  const auto work = [path](const Progress&) {
    const auto lock = FolderLock::take(QFile::encodeName(path).toStdString());
    if (!lock) throw std::runtime_error(tr("%1 is in training; stop it first").arg(path).toStdString());
    if (!QFile::moveToTrash(path)) throw std::runtime_error(tr("%1 could not be moved to the bin; delete it in the file manager").arg(path).toStdString());
    return Done{};
  };
  runPageJob(messages_, tr("Moving %1 to the bin").arg(name), work, [this, name](const Done&) {
    refresh();
    Q_EMIT deleted(name);
  }, PageJob::EndsInAnyCase);
}

}  // namespace chaesaek
