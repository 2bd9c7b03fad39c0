// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_page.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "core/image/codec.h"
#include "ui/pages/explore_bar.h"
#include "ui/pages/explore_dock.h"
#include "ui/pages/explore_empty.h"
#include "ui/pages/page_job.h"
#include "ui/pages/playground_page.h"
#include "ui/widgets/button.h"
#include "ui/widgets/pick_tray.h"
#include "ui/widgets/picture_viewer.h"
#include "ui/widgets/sample_wall.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {
namespace {

constexpr int kWatchMs = 3000, kPatienceMs = 1000, kSavedMs = 5000;
const QString kLast = "explore/generator", kFolder = "folder";

QString pathOf(const GeneratorInfo& info) { return QString::fromStdString(info.place.path.string()); }

QStringList namesOf(const GeneratorInfo& info) {
  QStringList names;
  for (const std::string& name : info.classes) names << QString::fromStdString(name);
  return names;
}

}  // namespace

ExplorePage::ExplorePage(QWidget* parent)
    : QWidget(parent), loading_(this, NewestJob<SharedSampler>::Running::Finishes), drawing_(this, SampleJob::Running::Ends),
      messages_(new MessageArea(this)), playground_(new PlaygroundPage(this)),
      tabs_(new SegmentedControl({{tr("Samples"), "images"}, {tr("Playground"), "dices"}}, this)), bars_(new QStackedLayout), bodies_(new QStackedLayout),
      bar_(new ExploreBar(this)), dock_(new ExploreDock(this)), edge_(new Separator(Qt::Vertical, 0, this)),
      wall_(new SampleWall), scroll_(new QScrollArea(this)), stack_(new QStackedLayout) {
  setAcceptDrops(true);
  layOut();
  connectParts();
  watch_.setInterval(kWatchMs);
  watch_.start();
  connect(&watch_, &QTimer::timeout, this, [this] {
    if (isVisible()) refresh();
  });
  patience_.setSingleShot(true);
  patience_.setInterval(kPatienceMs);
  connect(&patience_, &QTimer::timeout, this, [this] {
    messages_->say("drawing", {Message::Kind::Hint, tr("Drawing samples"), {{MessageArea::tr("Cancel"), [this] { drawing_.cancel(); }}}});
  });
}

void ExplorePage::layOut() {
  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(0, 0, 0, 0);
  page->setSpacing(0);
  page->addWidget(buildTop());
  page->addWidget(new Separator(Qt::Horizontal, 0, this));
  page->addLayout(bodies_, 1);
  bodies_->addWidget(buildSamples());
  bodies_->addWidget(playground_);
}

/// The tabs, and beside them the bar of the tab that is shown.
QWidget* ExplorePage::buildTop() {
  auto* top = new QWidget(this);
  auto* row = new QHBoxLayout(top);
  row->setContentsMargins(kGap12, 0, 0, 0);
  tabs_->setObjectName("tabs");
  tabs_->describe(0, tr("What trained generators make"));
  tabs_->describe(1, tr("GANs of points that learn while you watch"));
  row->setSpacing(0);
  row->addWidget(tabs_);
  row->addLayout(bars_, 1);
  bars_->addWidget(bar_);
  bars_->addWidget(playground_->bar());
  return top;
}

QWidget* ExplorePage::buildSamples() {
  auto* samples = new QWidget(this);
  auto* middle = new QWidget(samples);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(kGap12, kGap12, kGap12, kGap12);
  column->setSpacing(kGap8);
  column->addWidget(messages_);
  auto* empty = new ExploreEmpty(this);
  connect(empty, &ExploreEmpty::trainWanted, this, &ExplorePage::trainWanted);
  stack_->addWidget(empty);
  stack_->addWidget(scroll_);
  column->addLayout(stack_, 1);
  scroll_->setWidget(wall_);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
  for (QWidget* each : {scroll_->viewport(), static_cast<QWidget*>(wall_)}) each->setAutoFillBackground(false);
  scroll_->installEventFilter(this);
  auto* row = new QHBoxLayout(samples);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(middle, 1);
  row->addWidget(edge_);
  row->addWidget(dock_);
  for (QWidget* each : {static_cast<QWidget*>(dock_), edge_}) each->hide();  // until there is something to explore
  return samples;
}

void ExplorePage::showTab(Tab tab) {
  tabs_->setCurrent(int(tab));
  bars_->setCurrentIndex(int(tab));
  bodies_->setCurrentIndex(int(tab));
  if (isVisible()) giveFocus();
}

/// Keys go to what is shown.
void ExplorePage::giveFocus() {
  QWidget* samples = sampler_ ? wall_ : stack_->currentWidget();
  (bodies_->currentWidget() == playground_ ? playground_ : samples)->setFocus();
}

void ExplorePage::connectParts() {
  connect(tabs_, &SegmentedControl::chosen, this, [this](int tab) { showTab(Tab(tab)); });
  connect(bar_, &ExploreBar::generatorChosen, this, &ExplorePage::open);
  connect(bar_, &ExploreBar::fileWanted, this, &ExplorePage::askFile);
  connect(bar_, &ExploreBar::seedChanged, this, &ExplorePage::drawSamples);
  connect(bar_, &ExploreBar::saveWanted, this, &ExplorePage::askSheet);
  connect(dock_, &ExploreDock::labelChosen, this, &ExplorePage::drawSamples);
  connect(dock_, &ExploreDock::picksChanged, this, &ExplorePage::showMarks);
  connect(dock_, &ExploreDock::failed, this, [this](const QString& error) { messages_->say("error", {Message::Kind::Error, error}); });
  connect(dock_, &ExploreDock::enlarged, this, [this](const QImage& picture) { showLarge({{picture}}, 0); });
  connect(dock_, &ExploreDock::dropped, this, [this](PickTray* tray, int sample) {
    if (sample >= 0 && sample < int(latents_.size())) tray->put(latents_[size_t(sample)]);
  });
  connect(wall_, &SampleWall::picked, this, [this](int sample) { dock_->pick(latents_[size_t(sample)]); });
  connect(wall_, &SampleWall::enlarged, this, &ExplorePage::enlarge);
  connect(wall_, &SampleWall::marked, this, [this](QRect cell) {
    scroll_->ensureVisible(cell.center().x(), cell.center().y(), 0, cell.height());
  });
}

void ExplorePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  giveFocus();
  refresh();
}

bool ExplorePage::eventFilter(QObject* watched, QEvent* event) {
  if (watched == scroll_ && event->type() == QEvent::Resize) wall_->setRoom(scroll_->size());
  return QWidget::eventFilter(watched, event);
}

void ExplorePage::refresh() {
  runJob(this, [](const Progress&) { return listGenerators(); }, [this](Outcome<std::vector<GeneratorInfo>> outcome) {
    if (outcome.value) listed(std::move(*outcome.value));
  });
}

/// Nothing is loaded yet: the generator that was used last, or the newest run's, or the first. A run has written a newer one: that.
void ExplorePage::listed(std::vector<GeneratorInfo> all) {
  known_ = std::move(all);
  bar_->setGenerators(known_, sampler_ ? &sampler_->info() : nullptr);
  bar_->setReady(sampler_ != nullptr);
  if (loading_.busy()) return;
  const auto find = [this](const QString& path) {
    return std::find_if(known_.begin(), known_.end(), [&](const GeneratorInfo& each) { return pathOf(each) == path; });
  };
  if (sampler_) {
    const auto same = find(pathOf(sampler_->info()));
    if (same != known_.end() && same->steps != sampler_->info().steps) load(pathOf(*same), true);
  } else if (!known_.empty() && !messages_->says("generator")) {
    const auto last = find(uiSettings().value(kLast).toString());
    const auto run = std::find_if(known_.begin(), known_.end(), [](const GeneratorInfo& each) { return each.place.kind == ModelPlace::Kind::Run; });
    load(pathOf(last != known_.end() ? *last : run != known_.end() ? *run : known_.front()), false);
  }
}

void ExplorePage::open(const QString& model) {
  showTab(Tab::Samples);
  load(model, sampler_ && model == pathOf(sampler_->info()));
}

void ExplorePage::load(const QString& model, bool keep) {
  const auto work = [model](const Progress&) -> SharedSampler { return std::make_shared<const Sampler>(model.toStdString()); };
  loading_.order(work, [this, keep](const Outcome<SharedSampler>& outcome) {
    if (outcome.value) return use(*outcome.value, keep);
    messages_->say("generator", {Message::Kind::Error, outcome.error});
    bar_->setGenerators(known_, sampler_ ? &sampler_->info() : nullptr);
  });
}

void ExplorePage::use(SharedSampler sampler, bool keep) {
  sampler_ = std::move(sampler);
  messages_->withdraw("generator");
  uiSettings().setValue(kLast, pathOf(sampler_->info()));
  bar_->setGenerators(known_, &sampler_->info());
  bar_->setReady(true);
  dock_->setSampler(sampler_, keep);
  for (QWidget* each : {static_cast<QWidget*>(dock_), edge_}) each->show();
  stack_->setCurrentWidget(scroll_);
  drawSamples();
}

WallOrder ExplorePage::order() const { return {bar_->seed(), dock_->label(), 0}; }

void ExplorePage::drawSamples() {
  if (!sampler_) return;
  const GeneratorInfo& info = sampler_->info();
  std::vector<Latent> latents;
  for (const auto& row : drawWall(info.space, order())) latents.insert(latents.end(), row.begin(), row.end());
  const QStringList heads = dock_->label() < 0 ? namesOf(info) : QStringList();
  patience_.start();
  const auto work = [sampler = sampler_, latents](const Progress& progress) { return sampleImages(*sampler, latents, progress); };
  drawing_.order(work, [this, latents, heads](Outcome<std::vector<QImage>> outcome) {
    if (!drawing_.busy()) {
      patience_.stop();
      messages_->withdraw("drawing");
    }
    if (!outcome.error.isEmpty()) messages_->say("error", {Message::Kind::Error, outcome.error});
    else if (outcome.value) showSamples(latents, std::move(*outcome.value), heads);
  });
}

void ExplorePage::showSamples(std::vector<Latent> latents, std::vector<QImage> pictures, const QStringList& heads) {
  latents_ = std::move(latents);
  wall_->setPictures(std::move(pictures), heads);
  showMarks();
}

void ExplorePage::showMarks() {
  QStringList marks;
  for (const Latent& latent : latents_) marks << dock_->markOf(latent);
  wall_->setMarks(marks);
}

void ExplorePage::enlarge(int sample) {
  std::vector<std::vector<QImage>> rows;
  for (int i = 0; i < wall_->count(); ++i) rows.push_back({wall_->picture(i)});
  showLarge(std::move(rows), sample);
}

void ExplorePage::showLarge(std::vector<std::vector<QImage>> rows, int row) {
  SampleSheet sheet;
  sheet.heads = QStringList{QString()};
  sheet.rows = std::move(rows);
  auto* viewer = new PictureViewer(sheet, row, this);  // until it is closed
  connect(viewer, &PictureViewer::closed, wall_, [this] { wall_->setFocus(); });
}

void ExplorePage::askFile() {
  auto* dialog = new QFileDialog(this, tr("Load a generator"), uiSettings().value(kFolder).toString(), tr("Model files (*.safetensors)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &ExplorePage::open);
  dialog->open();
}

void ExplorePage::askSheet() {
  auto* dialog = new QFileDialog(this, tr("Save the sheet"), uiSettings().value(kFolder).toString(), tr("PNG picture (*.png)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("png");
  dialog->selectFile(QString("%1-%2.png").arg(QString::fromStdString(sampler_->info().place.name)).arg(bar_->seed()));
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    uiSettings().setValue(kFolder, QFileInfo(path).absolutePath());
    saveTo(path);
  });
  dialog->open();
}

void ExplorePage::saveTo(QString path) {
  if (!path.endsWith(".png", Qt::CaseInsensitive)) path += ".png";
  const auto work = [sampler = sampler_, order = order(), path](const Progress& progress) {
    const auto rows = drawWall(sampler->info().space, order);
    writePicture(path.toStdString(), contactSheet(sampler->pictures(rows, progress)));
    return Done();
  };
  runPageJob(messages_, tr("Saving %1").arg(QFileInfo(path).fileName()), work, [this, path](Done) {
    messages_->withdraw("error");
    messages_->say("saved", {Message::Kind::Hint, tr("Saved to %1").arg(path)});
    QTimer::singleShot(kSavedMs, messages_, [messages = messages_] { messages->withdraw("saved"); });
  }, PageJob::EndsInAnyCase);
}

void ExplorePage::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile()) event->acceptProposedAction();
}

void ExplorePage::dropEvent(QDropEvent* event) { open(event->mimeData()->urls().first().toLocalFile()); }

}  // namespace chaesaek
