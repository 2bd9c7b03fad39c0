// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/main_window.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QIcon>
#include <QStackedWidget>
#include <utility>

#include "ui/pages/compare_page.h"
#include "ui/pages/draw_page.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/file_actions.h"
#include "ui/pages/live_badge.h"
#include "ui/pages/model_menu.h"
#include "ui/pages/run_status.h"
#include "ui/pages/train_page.h"
#include "ui/widgets/button.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

constexpr int kCalmMs = 300;  // after the last change of a stroke the trainer goes on
const QString kCloseQuestion = "close-training";

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QWidget(parent), pages_(new QStackedWidget(this)), draw_(new DrawPage(this)), train_(new TrainPage(this)),
      explore_(new ExplorePage(this)), compare_(new ComparePage(draw_->document(), draw_->settings(), train_->runner(), this)) {
  setMinimumSize(800, 560);
  setWindowIcon(QIcon(":/chaesaek.svg"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  row->addWidget(buildRail());
  row->addWidget(new Separator(Qt::Vertical, 0, this));
  pages_->addWidget(draw_);
  pages_->addWidget(train_);
  pages_->addWidget(explore_);
  pages_->addWidget(compare_);
  row->addWidget(pages_, 1);
  column->addLayout(row, 1);
  column->addWidget(new Separator(Qt::Horizontal, 0, this));
  column->addWidget(buildStatus());
  followDrawing();
  followTraining();
  showPage(Page::Draw);
  showTitle();
}

QWidget* MainWindow::buildRail() {
  auto* rail = new QWidget(this);
  rail->setFixedWidth(kRailWidth - 1);
  auto* column = new QVBoxLayout(rail);
  column->setContentsMargins(5, kGap8, 4, kGap8);
  column->setSpacing(kGap4);
  const auto add = [&](Page page, const QString& icon, const QString& word, const QString& title, const QKeySequence& keys) {
    auto* button = new Button(Button::Look::Rail, icon, word, rail);
    button->describe(title, keys);
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setShortcut(keys);
    column->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, page] { showPage(page); });
    rail_[int(page)] = button;
  };
  add(Page::Draw, "pencil", tr("Draw"), tr("Draw, and see it coloured"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));
  add(Page::Train, "activity", tr("Train"), tr("Train a network, and watch it learn"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T));
  add(Page::Explore, "shapes", tr("Explore"), tr("See what a trained generator can make"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X));
  add(Page::Compare, "columns-3", tr("Compare"), tr("One sketch through several networks"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
  column->addStretch();
  return rail;
}

MainWindow::Page MainWindow::page() const { return Page(pages_->currentIndex()); }

void MainWindow::showPage(Page page) {
  pages_->setCurrentIndex(int(page));
  rail_[int(page)]->setChecked(true);
  colouring_->setVisible(page == Page::Draw);
  model_->setVisible(page != Page::Compare);  // there the columns say whose colours they are, or must not
  if (page == Page::Draw) draw_->stage()->sketch()->setFocus();  // its keys are those of the tools
}

QWidget* MainWindow::buildStatus() {
  auto* line = new QWidget(this);
  line->setFixedHeight(kStatusHeight - 1);
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap16);
  device_ = new ElidedLabel(line);
  model_ = new Caption({}, line);
  colouring_ = new Badge(false, line);
  row->addWidget(device_);
  row->addWidget(model_);
  row->addWidget(colouring_);
  row->addStretch(1);
  auto* run = new RunStatus(train_->runner(), line);
  row->addWidget(run);
  connect(run, &QAbstractButton::clicked, this, [this] { showPage(Page::Train); });
  return line;
}

void MainWindow::followDrawing() {
  LiveBridge* live = draw_->live();
  new LiveBadge(colouring_, live);
  const auto showModelInUse = [this, live] {
    device_->setText(live->device());
    model_->setText(tr("Model: %1").arg(modelTitle(live->model())));
  };
  connect(live, &LiveBridge::modelLoaded, this, showModelInUse);
  connect(live, &LiveBridge::modelFailed, this, showModelInUse);
  connect(draw_, &DrawPage::titleChanged, this, &MainWindow::showTitle);
  calm_.setSingleShot(true);
  calm_.setInterval(kCalmMs);
  connect(draw_->document(), &Document::changed, this, [this](QRect, bool strokeIsLive) {
    if (strokeIsLive) drawingBusy();
  });
  connect(&calm_, &QTimer::timeout, this, [this] {
    // The last stroke's colours come first, too.
    if (draw_->live()->state() == LiveState::Working || (compare_->isVisible() && !compare_->live()->isCurrent())) calm_.start();
    else train_->runner()->giveWay(false);
  });
}

void MainWindow::drawingBusy() {
  train_->runner()->giveWay(true);
  calm_.start();
}

void MainWindow::followTraining() {
  connect(train_, &TrainPage::canvasWanted, draw_, &DrawPage::loadModel);
  draw_->setTraining([runner = train_->runner()] { return runner->model(); });
  connect(compare_, &ComparePage::canvasWanted, this, [this](const QString& model) {
    draw_->loadModel(model);
    showPage(Page::Draw);
  });
  connect(draw_->live(), &LiveBridge::modelLoaded, train_, [this](const ModelInfo& info) {
    train_->canvasUses(QString::fromStdString(info.path.string()));
  });
  connect(explore_, &ExplorePage::trainWanted, this, [this] { showPage(Page::Train); });
  connect(train_->runner(), &TrainingRunner::stateChanged, this, [this] {
    if (!train_->runner()->isActive()) trainingEnded();
  }, Qt::QueuedConnection);
}

/// Who asked to close has it now, unless the run could not be saved: that stands on its page.
void MainWindow::trainingEnded() {
  for (MessageArea* messages : {draw_->messages(), train_->messages(), explore_->messages(), compare_->messages()}) messages->withdraw(kCloseQuestion);
  if (!std::exchange(closing_, false)) return;
  if (train_->runner()->state() == RunState::Failed) return showPage(Page::Train);
  close();
}

MessageArea* MainWindow::shownMessages() const {
  switch (page()) {
    case Page::Draw: return draw_->messages();
    case Page::Train: return train_->messages();
    case Page::Explore: return explore_->messages();
    case Page::Compare: return compare_->messages();
  }
  return nullptr;
}

/// True where a run is in the way: it is asked, and the window closes once the run is saved.
bool MainWindow::closeAfterTraining() {
  TrainingRunner* runner = train_->runner();
  if (!runner->isActive()) return false;
  if (closing_) return true;  // it is being saved
  const auto close = [this, runner] {
    closing_ = true;
    runner->stop();
  };
  shownMessages()->say(kCloseQuestion, {Message::Kind::Question, tr("A network is in training. It can be saved and resumed later."),
                                   {{tr("Save it and close"), close, true}, {tr("Keep training")}}});
  return true;
}

void MainWindow::showTitle() {
  const QString name = QFileInfo(draw_->document()->fileName()).fileName();
  setWindowTitle(tr("%1[*] – Chaesaek").arg(name.isEmpty() ? tr("New drawing") : name));
  setWindowModified(draw_->document()->isModified());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (closeAfterTraining()) return event->ignore();
  if (!draw_->document()->isModified()) {
    uiSettings().setValue("geometry", saveGeometry());
    return event->accept();
  }
  event->ignore();
  showPage(Page::Draw);  // where the question stands
  draw_->files()->whenSafe([this] {
    draw_->document()->setModified(false);
    close();
  });
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::WindowStateChange) draw_->live()->setHidden(isMinimized() || page() != Page::Draw);
  QWidget::changeEvent(event);
}

}  // namespace chaesaek
