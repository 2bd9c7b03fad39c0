// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train_page.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <filesystem>

#include "core/data/analysis.h"
#include "ui/document/document.h"
#include "ui/pages/data_chooser.h"
#include "ui/pages/page_job.h"
#include "ui/pages/prepare_panel.h"
#include "ui/pages/run_list.h"
#include "ui/pages/run_plots.h"
#include "ui/pages/run_view.h"
#include "ui/pages/train_bar.h"
#include "ui/pages/train_setup.h"
#include "ui/widgets/button.h"
#include "ui/widgets/explanation.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/picture_viewer.h"
#include "ui/widgets/sample_board.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kLeastPictures = 256, kMostPictures = 560, kRunsHeight = 150, kRoomToExplain = 680, kElsewhereMs = 4000;
constexpr double kPicturesShare = .31;

QString modelOf(const std::filesystem::path& run) {
  const auto model = run / "model.safetensors";
  return std::filesystem::exists(model) ? QString::fromStdString(model.string()) : QString();
}

}  // namespace

TrainPage::TrainPage(QWidget* parent)
    : QWidget(parent), messages_(new MessageArea(this)), bar_(new TrainBar(&runner_, this)), setup_(new TrainSetup(this)),
      plots_(new RunPlots(this)), board_(new SampleBoard(tr("Pictures that the network makes appear here, and get better while it learns."), this)),
      list_(new RunList(messages_, this)), view_(new RunView(plots_, board_, this)) {
  layOut();
  connectRunner();
  connectRuns();
  connectData();
  plots_->setExperiment(setup_->experiment());
  showCanvas();
  elsewhere_.setInterval(kElsewhereMs);
  elsewhere_.start();
  connect(&elsewhere_, &QTimer::timeout, this, [this] {
    if (!isVisible() || !list_->trainsElsewhere()) return;
    list_->refresh();
    if (view_->run() != runner_.run()) view_->catchUp();
  });
}

TrainPage::~TrainPage() { disconnect(&runner_, nullptr, this, nullptr); }

void TrainPage::layOut() {
  auto* middle = new QWidget(this);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(kGap12, kGap8, kGap12, kGap8);
  column->setSpacing(kGap8);
  column->addWidget(messages_);
  column->addWidget(plots_, 1);
  list_->setFixedHeight(kRunsHeight);
  column->addWidget(list_);
  pictures_ = buildPictures();

  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  row->addWidget(setup_);
  row->addWidget(new Separator(Qt::Vertical, 0, this));
  row->addWidget(middle, 1);
  row->addWidget(new Separator(Qt::Vertical, 0, this));
  row->addWidget(pictures_);
  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(0, 0, 0, 0);
  page->setSpacing(0);
  page->addWidget(bar_);
  page->addWidget(new Separator(Qt::Horizontal, 0, this));
  page->addLayout(row, 1);
}

QWidget* TrainPage::buildPictures() {
  auto* area = new QWidget(this);
  auto* column = new QVBoxLayout(area);
  column->setContentsMargins(kGap12, kGap8, kGap12, kGap8);
  column->setSpacing(kGap8);
  map_ = new Button(Button::Look::Segment, "eye", tr("D's map"), area);
  map_->setObjectName("judge-map");
  map_->setCheckable(true);
  map_->describe(tr("Which parts of the result D takes for false"));
  map_->hide();
  aboutPictures_ = new Explanation(QString::fromStdString(setup_->experiment().aboutPictures), area);
  aboutMap_ = new Explanation(tr("D looks at the result in patches and says of each how real it looks. Where it says false, G has something "
                                 "to learn; once every patch looks alike to D, it cannot tell any more."), area);
  aboutPictures_->hide();
  aboutMap_->hide();
  column->addWidget(map_, 0, Qt::AlignLeft);
  column->addWidget(aboutMap_);
  column->addWidget(board_, 1);
  column->addWidget(aboutPictures_);
  board_->setViewerArea(this);
  const auto showAbout = [this] {
    aboutPictures_->setVisible(plots_->explains());
    aboutMap_->setVisible(plots_->explains() && map_->isVisibleTo(this) && map_->isChecked());
  };
  connect(map_, &QAbstractButton::toggled, this, [this, showAbout](bool on) {
    board_->setOverlayVisible(on);
    showAbout();
  });
  connect(view_, &RunView::judgedChanged, this, [this, showAbout](bool judged) {
    map_->setVisible(judged);
    showAbout();
  });
  connect(plots_, &RunPlots::explanationsToggled, this, showAbout);
  for (Explanation* each : {aboutPictures_, aboutMap_}) {
    connect(each, &Explanation::dismissed, this, [this] {
      Explanation::setWanted(false);
      plots_->showExplanations(false);
    });
  }
  return area;
}

void TrainPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  plots_->showExplanations(Explanation::areWanted(height() >= kRoomToExplain));
  pictures_->setFixedWidth(std::clamp(int(width() * kPicturesShare), kLeastPictures, kMostPictures));
}

void TrainPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  list_->refresh();
}

void TrainPage::connectRunner() {
  connect(bar_, &TrainBar::startWanted, this, &TrainPage::start);
  connect(bar_, &TrainBar::queueWanted, this, &TrainPage::start);
  connect(bar_, &TrainBar::canvasWanted, this, [this] { Q_EMIT canvasWanted(shownModel()); });
  connect(setup_, &TrainSetup::changed, this, [this] { bar_->setStartable(setup_->isValid()); });
  connect(&runner_, &TrainingRunner::began, this, [this](const QString& run) {
    trained_ = run;
    setup_->data()->refresh();
    list_->select(run);
    list_->setTraining(run);
    showRun(readRun(run.toStdString()));
  });
  const auto shown = [this] { return view_->run() == runner_.run() && !view_->run().isEmpty(); };
  connect(&runner_, &TrainingRunner::stepsTaken, this, [this, shown](const std::vector<ScalarEvent>& scalars) {
    if (shown()) view_->append(scalars);
  });
  connect(&runner_, &TrainingRunner::pictured, this, [this, shown](const PictureEvent& picture) {
    if (shown()) view_->append(picture);
    if (!onCanvas_.isEmpty() && onCanvas_ == runner_.model()) Q_EMIT canvasWanted(onCanvas_);  // the canvas follows
    showCanvas();
  });
  connect(&runner_, &TrainingRunner::validated, this, [this, shown](const MeasureEvent& measure) {
    if (shown()) view_->append(measure);
  });
  connect(&runner_, &TrainingRunner::phaseTaken, this, [this, shown](const PhaseEvent& phase) {
    if (shown()) view_->append(phase);
  });
  connect(&runner_, &TrainingRunner::ended, this, &TrainPage::ended);
  connect(&runner_, &TrainingRunner::queueChanged, this, &TrainPage::showQueue);
  connect(&runner_, &TrainingRunner::refused, this, [this](const QString& error) { messages_->say("training", {Message::Kind::Error, error}); });
}

void TrainPage::connectRuns() {
  connect(list_, &RunList::opened, this, &TrainPage::showRun);
  connect(list_, &RunList::resumeWanted, this, [this](const RunRecord& run) { resumeRun(run); });
  connect(list_, &RunList::renamed, this, [this](const QString& from, const QString& to) {
    if (view_->run() == from) view_->renamed(to, readRun(to.toStdString()).path);
  });
  connect(list_, &RunList::deleted, this, [this](const QString& run) {
    if (view_->run() == run) view_->showNothing();
    showCanvas();
  });
  connect(view_, &RunView::failed, this, [this](const QString& error) { messages_->say("run", {Message::Kind::Error, error}); });
}

void TrainPage::connectData() {
  connect(setup_->data(), &DataChooser::getWanted, this, &TrainPage::getData);
  connect(setup_->data(), &DataChooser::analysisWanted, this, &TrainPage::analyseData);
  connect(setup_->data(), &DataChooser::ownWanted, this, [this] {
    auto* panel = new PreparePanel(this);
    connect(panel, &PreparePanel::prepared, setup_->data(), [this](const QString& name) {
      setup_->data()->refresh();
      setup_->data()->choose(name);
    });
    panel->open();
  });
}

void TrainPage::start() {
  messages_->withdraw("training");
  TrainingOrder order;
  order.config = setup_->config();
  runner_.enqueue(std::move(order));
}

void TrainPage::resumeRun(const RunRecord& run, const Json& changes) {
  messages_->withdraw("training");
  TrainingOrder order;
  order.resume = QString::fromStdString(run.name);
  order.changes = changes;
  runner_.enqueue(std::move(order));
}

void TrainPage::open(const QString& run) try {
  const RunRecord record = readRun(run.toStdString());
  list_->select(QString::fromStdString(record.name));
  showRun(record);
} catch (const std::exception& error) {
  messages_->say("run", {Message::Kind::Error, QString::fromUtf8(error.what())});
}

void TrainPage::showRun(const RunRecord& run) {
  view_->show(run);
  aboutPictures_->setText(QString::fromStdString(experimentInfo(run.experiment).aboutPictures));
  if (run.standing == RunStanding::Failed) offerRetry(QString::fromStdString(run.name), QString::fromStdString(run.message));
  else messages_->withdraw("training");
  showCanvas();
}

void TrainPage::ended(RunState state, const QString& message) {
  list_->setTraining({});
  if (state == RunState::Failed) offerRetry(trained_, message);
  showCanvas();
}

void TrainPage::offerRetry(const QString& run, const QString& message) {
  Message line{Message::Kind::Error, message};
  const auto retry = [this, run](double factor) {
    try {
      const RunRecord record = readRun(run.toStdString());
      Json changes = Json::object();
      if (factor != 1) changes["learning_rate"] = experimentInfo(record.experiment).parameters.fromJson(record.settings).real("learning_rate") * factor;
      resumeRun(record, changes);
    } catch (const std::exception& error) {
      messages_->say("training", {Message::Kind::Error, QString::fromUtf8(error.what())});
    }
  };
  line.actions = {{tr("Resume"), [retry] { retry(1); }}, {tr("At half the rate"), [retry] { retry(.5); }, true}};
  messages_->say("training", line);
}

void TrainPage::analyseData(const QString& name) {
  const auto work = [name](const Progress& progress) {
    const auto set = openPairs(name.toStdString());
    return toImage(analysisPicture(*set, analyse(*set, progress)));
  };
  runPageJob(messages_, tr("Looking at %1").arg(name), work, [this, name](const QImage& page) {
    SampleSheet sheet;
    sheet.heads = {name};
    sheet.rows = {{page}};
    new PictureViewer(sheet, 0, this);  // until it is closed
  });
}

void TrainPage::getData(const QString& name) {
  const auto work = [name](const Progress& progress) {
    fetchData(name.toStdString(), progress);
    return Done{};
  };
  runPageJob(messages_, tr("Fetching %1").arg(name), work, [this](const Done&) { setup_->data()->refresh(); });
}

QString TrainPage::shownModel() const {
  if (view_->run().isEmpty()) return {};
  try {
    const RunRecord run = readRun(view_->run().toStdString());
    return experimentInfo(run.experiment).colours ? modelOf(run.path) : QString();
  } catch (const std::exception&) {
    return {};  // deleted meanwhile
  }
}

void TrainPage::canvasUses(const QString& model) {
  onCanvas_ = model;
  showCanvas();
}

void TrainPage::showCanvas() {
  const QString model = shownModel();
  bar_->setCanvas(!model.isEmpty(), !model.isEmpty() && model == onCanvas_);
}

void TrainPage::showQueue() {
  if (runner_.waiting().empty()) return messages_->withdraw("queue");
  QStringList titles;
  for (const TrainingOrder& order : runner_.waiting()) titles << order.title();
  const QString text = tr("Waiting: %1").arg(titles.join(", "));
  messages_->say("queue", {Message::Kind::Hint, text, {{tr("Remove the last"), [this] { runner_.removeWaiting(int(runner_.waiting().size()) - 1); }}}});
}

}  // namespace chaesaek
