// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/draw_page.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/draw_actions.h"
#include "ui/pages/draw_dock.h"
#include "ui/pages/file_actions.h"
#include "ui/pages/looks_like.h"
#include "ui/pages/live_badge.h"
#include "ui/pages/model_menu.h"
#include "ui/pages/option_bar.h"
#include "ui/pages/page_job.h"
#include "ui/pages/picture_intake.h"
#include "ui/pages/tool_column.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card_button.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/switch.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

const QString kWelcome = "welcome";
constexpr double kZoomStep = 1.25, kRotateStep = 15;

}  // namespace

DrawPage::DrawPage(QWidget* parent)
    : QWidget(parent), tools_(makeTools(&document_, &settings_)), live_(&document_), autosave_(&document_),
      messages_(new MessageArea(this)), files_(new FileActions(&document_, messages_, this)),
      actions_(new DrawActions(this, &document_)), options_(new OptionBar(actions_, &settings_, this)),
      column_(new ToolColumn(tools_, this)), stage_(new CanvasStage(&document_, &view_, this)),
      dock_(new DrawDock(&document_, &settings_, this)) {
  setAcceptDrops(true);
  layOut();
  connectActions();
  connectView();
  connectModel();
  followDrawing();
  column_->choose("pen");
}

DrawPage::~DrawPage() {
  // The widgets look at the document and the tools, which are members: they go first.
  qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void DrawPage::layOut() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(options_);
  column->addWidget(new Separator(Qt::Horizontal, 0, this));
  stage_->setMessages(messages_);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  row->addWidget(column_);
  row->addWidget(new Separator(Qt::Vertical, 0, this));
  row->addWidget(stage_, 1);
  row->addWidget(new Separator(Qt::Vertical, 0, this));
  row->addWidget(dock_);
  column->addLayout(row, 1);
}

void DrawPage::connectActions() {
  const auto on = [this](QAction* action, auto call) { connect(action, &QAction::triggered, this, call); };
  on(actions_->newDrawing, [this] { files_->newDrawing(options_->menuButton()); });
  on(actions_->open, [this] { files_->open(); });
  on(actions_->save, [this] { files_->save(); });
  on(actions_->saveAs, [this] { files_->saveAs(); });
  on(actions_->exportPng, [this] { files_->exportPicture(false); });
  on(actions_->exportTransparent, [this] { files_->exportPicture(true); });
  on(actions_->copy, [this] { files_->copy(); });
  on(actions_->paste, [this] { files_->paste(); });
  on(actions_->undo, [this] { document_.undo(); });
  on(actions_->redo, [this] { document_.redo(); });
  on(actions_->clear, [this] { document_.clear(); });
  on(actions_->keep, [this] { document_.keepVersion(); });
  on(actions_->mirror, [this] { view_.mirror(); });
  on(actions_->rotate, [this] { rotateView(kRotateStep); });
  on(actions_->rotateBack, [this] { rotateView(-kRotateStep); });
  on(actions_->fit, [this] { stage_->sketch()->fit(); });
  on(actions_->actualSize, [this] { stage_->sketch()->zoomTo(1); });
  on(actions_->zoomIn, [this] { stage_->sketch()->zoomBy(kZoomStep); });
  on(actions_->zoomOut, [this] { stage_->sketch()->zoomBy(1 / kZoomStep); });
  on(actions_->smaller, [this] { resizeBrush(-1); });
  on(actions_->larger, [this] { resizeBrush(1); });
  on(actions_->panels, [this] { togglePanels(); });
  on(actions_->loadModel, [this] { loadModelFile(); });
}

void DrawPage::connectView() {
  connect(column_, &ToolColumn::chosen, this, &DrawPage::setTool);
  connect(options_->layouts(), &SegmentedControl::chosen, this,
          [this](int index) { stage_->arrange(static_cast<CanvasStage::Arrangement>(index)); });
  connect(&view_, &ViewState::changed, this, [this] { options_->setZoom(view_.zoom()); });
  // On the canvas Tab hides the panels; everywhere else it moves the keyboard on. Shift+Tab leaves the canvas.
  for (CanvasView* view : {stage_->sketch(), stage_->coloured()}) {
    connect(new QShortcut(QKeySequence(Qt::Key_Tab), view, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
            &DrawPage::togglePanels);
  }
  connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, [this] { stage_->sketch()->setFocus(); });
  stage_->sketch()->setFocus();
}

void DrawPage::connectModel() {
  connect(dock_->live(), &QAbstractButton::toggled, this, [this](bool on) { live_.setOn(on); });
  connect(dock_->model(), &QAbstractButton::clicked, this, &DrawPage::chooseModel);
  connect(files_, &FileActions::modelDropped, this, &DrawPage::loadModel);
  new LiveBadge(stage_->badge(), &live_);
  connect(&live_, &LiveBridge::modelLoaded, this, [this](const ModelInfo& info) {
    dock_->looksLike()->forget();
    showModel(dock_->model(), info);
    messages_->withdraw("model");
  });
  connect(&live_, &LiveBridge::recognised, dock_->looksLike(), &LooksLike::setDrawings);
  connect(&live_, &LiveBridge::modelFailed, this, [this](const QString& error) {
    messages_->say("model", {Message::Kind::Error, error});
    showModel(dock_->model(), live_.model());  // the one that stays
  });
  dock_->model()->setContent(tr("Loading…"), {});
  dock_->model()->setPicture({}, "layers");
}

void DrawPage::followDrawing() {
  connect(&document_, &Document::changed, this, [this](QRect, bool live) {
    if (!live || !messages_->says(kWelcome)) return;
    messages_->withdraw(kWelcome);
    uiSettings().setValue("drawn", true);
  });
  connect(files_->intake(), &PictureIntake::opened, this, [this] {
    messages_->withdraw(kWelcome);
    stage_->sketch()->fit();
  });
  connect(files_->intake(), &PictureIntake::recovered, &autosave_, &Autosave::takeOver);
  connect(&document_, &Document::sizeChanged, stage_->sketch(), &CanvasView::fit);
  connect(&autosave_, &Autosave::saved, this, [this](const QString& error) {
    if (error.isEmpty()) return messages_->withdraw("autosave");
    const QString text = tr("The drawing could not be kept for recovery: %1").arg(error);
    messages_->say("autosave", {Message::Kind::Error, text});
  });
  connect(&document_, &Document::fileNameChanged, this, &DrawPage::titleChanged);
  connect(&document_, &Document::modifiedChanged, this, &DrawPage::titleChanged);
}

void DrawPage::setTool(Tool* tool) {
  const auto picker = std::find_if(tools_.begin(), tools_.end(), [](const auto& each) { return each->id() == "picker"; });
  stage_->setTools(tool, picker == tools_.end() ? nullptr : picker->get());
  options_->setTool(tool);
}

void DrawPage::rotateView(double degrees) {
  view_.rotateBy(degrees);
  if (view_.isFitted()) stage_->sketch()->fit();
}

void DrawPage::resizeBrush(int direction) {
  Tool* tool = column_->current();
  if (!tool || !tool->size()) return;
  settings_.stepSize(tool->size(), direction);
}

void DrawPage::loadModel(const QString& nameOrPath) {
  if (!nameOrPath.isEmpty()) return live_.setModel(nameOrPath);
  const auto work = [](const Progress&) { return QString::fromStdString(defaultModelName()); };
  runPageJob(messages_, tr("Looking for models"), work, [this](const QString& name) { live_.setModel(name); });
}

void DrawPage::chooseModel() {
  const auto take = [this](const ModelInfo& info) {
    loadModel(QString::fromStdString(info.shipped || info.path.empty() ? info.name : info.path.string()));
  };
  const auto show = [this, take](ModelMenu::Choice choice) {
    choice.current = live_.model().name;
    choice.take = take;
    choice.loadFile = [this] { loadModelFile(); };
    auto* menu = new ModelMenu(std::move(choice), this);
    menu->openAt(dock_->model());
  };
  const auto work = [training = training_()](const Progress&) { return ModelMenu::Choice{listModels(), colouringModelAt(training.toStdString()), {}, {}, {}}; };
  runPageJob(messages_, tr("Looking for models"), work, show);
}

void DrawPage::loadModelFile() {
  auto* dialog = new QFileDialog(this, tr("Load a model"), {}, tr("Models (*.safetensors)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &DrawPage::loadModel);
  dialog->open();
}

void DrawPage::togglePanels() {
  const bool show = dock_->isHidden();
  for (QWidget* panel : {static_cast<QWidget*>(dock_), static_cast<QWidget*>(column_)}) panel->setVisible(show);
}

void DrawPage::welcome() {
  files_->offerRecovery();
  uiSettings().value("drawn").toBool() ? invite() : showSample();
}

void DrawPage::invite() { stage_->sketch()->setInvitation(tr("Draw here")); }

void DrawPage::showSample() {
  files_->intake()->openSample();
  const auto startEmpty = [this] {
    files_->whenSafe([this] {
      files_->startAnew(document_.size());
      invite();
    });
  };
  const QString text = tr("Draw here: the colours follow your pen. The dots are colour hints.");
  messages_->say(kWelcome, {Message::Kind::Hint, text, {{tr("Start with empty paper"), startEmpty}}});
}

bool DrawPage::event(QEvent* event) {
  if (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop) {
    auto* drop = static_cast<QDropEvent*>(event);
    if (!FileActions::accepts(*drop->mimeData())) return false;
    drop->acceptProposedAction();
    if (event->type() == QEvent::Drop) files_->drop(*drop->mimeData());
    return true;
  }
  if (event->type() == QEvent::Show) live_.setHidden(false);
  if (event->type() == QEvent::Hide) live_.setHidden(true);
  return QWidget::event(event);
}

}  // namespace chaesaek
