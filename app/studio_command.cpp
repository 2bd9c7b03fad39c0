// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <QApplication>
#include <QTimer>
#include <cstdlib>
#include <iostream>

#include "app/commands.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "ui/document/recorder.h"
#include "ui/pages/column_actions.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/compare_source.h"
#include "ui/pages/draw_page.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/file_actions.h"
#include "ui/pages/main_window.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/train_page.h"
#include "ui/pages/watched_application.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

struct Options {
  std::vector<std::string> columns;
  std::string data;
  std::string page, open, model, theme, screenshot, record, size, run, lesson;
  double after = 0;
  bool watch = false;
};

constexpr QSize kUsualSize{1280, 800};
constexpr int kScreenshotLimitMs = 60000;

QSize windowSize(const std::string& text) {
  if (text.empty()) return kUsualSize;
  int width = 0, height = 0;
  char rest = 0;
  const int read = std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest);
  if (read != 2 || width < 320 || height < 240 || width > 16384 || height > 16384) {
    failUsage("--size " + text + " is not a size; write it as 1280x800");
  }
  return {width, height};
}

/// Qt ends the program where it finds no display; a line that says what to do is better.
void needDisplay() {
  const auto given = [](const char* name) {
    const char* value = std::getenv(name);
    return value && *value;
  };
  if (!given("DISPLAY") && !given("WAYLAND_DISPLAY") && !given("QT_QPA_PLATFORM")) {
    fail("there is no display to open a window on; start it in a desktop session, or with xvfb-run");
  }
}

/// Saves the window once the colours are up to date, or when it is clear that they will not be.
class Screenshot : public QObject {
 public:
  Screenshot(MainWindow* window, QString path, double after) : QObject(window), window_(window), path_(std::move(path)) {
    if (after > 0) {
      QTimer::singleShot(int(after * 1000), this, [this] { save(); });
      return;
    }
    QTimer::singleShot(kScreenshotLimitMs, this, [this] { save(); });
    settled_.setSingleShot(true);
    settled_.setInterval(window->page() == MainWindow::Page::Draw ? 300 : 2500);  // messages and layout come to rest
    connect(&settled_, &QTimer::timeout, this, [this] { save(); });
    if (window->page() == MainWindow::Page::Compare) connect(window->comparePage()->live(), &CompareLive::settled, this, [this] { settled_.start(); });
    else if (window->page() != MainWindow::Page::Draw) settled_.start();
    else connect(window->drawPage()->live(), &LiveBridge::stateChanged, this, [this] { lookAgain(); });
  }

 private:
  void lookAgain() {
    const LiveState state = window_->drawPage()->live()->state();
    state == LiveState::UpToDate || state == LiveState::Error ? settled_.start() : settled_.stop();
  }
  void save() {
    QApplication::exit(window_->grab().save(path_, "PNG") ? 0 : 1);
  }

  MainWindow* window_;
  QString path_;
  QTimer settled_;
};

void showComparison(MainWindow& window, const Options& o) {
  ComparePage* page = window.comparePage();
  QStringList keys;
  for (const std::string& column : o.columns) keys << (column == "real" ? ":real" : QString::fromStdString(column));
  if (!keys.isEmpty()) page->actions()->openSet(keys);
  if (!o.data.empty()) {
    page->source()->setData(QString::fromStdString(o.data));
    page->source()->setKind(CompareSource::Kind::Drawings);
  }
  window.showPage(MainWindow::Page::Compare);
}

void showPage(MainWindow& window, const Options& o) {
  const QString run = QString::fromStdString(o.run);
  if (o.page == "compare") {
    showComparison(window, o);
  } else if (o.page == "explore") {
    window.showPage(MainWindow::Page::Explore);
    if (!run.isEmpty()) window.explorePage()->open(run);
  } else if (o.page == "playground") {
    window.showPage(MainWindow::Page::Explore);
    window.explorePage()->showTab(ExplorePage::Tab::Playground);
    if (!o.lesson.empty()) window.explorePage()->playground()->teach(QString::fromStdString(o.lesson));
  } else if (o.page == "train" || !run.isEmpty()) {
    window.showPage(MainWindow::Page::Train);
    if (!run.isEmpty()) window.trainPage()->open(run);
  }
}

void begin(MainWindow& window, const Options& o) {
  DrawPage* page = window.drawPage();
  page->loadModel(QString::fromStdString(o.model));
  if (!o.record.empty()) {
    new Recorder(page->document(), QString::fromStdString(o.record), page);  // a recording begins at empty paper
  } else if (!o.open.empty()) {
    page->files()->openPath(QString::fromStdString(o.open));
  } else {
    page->welcome();
  }
}

int run(const Options& o) {
  const QSize size = windowSize(o.size);
  needDisplay();
  int argc = 1;
  char name[] = "chaesaek";
  char* argv[] = {name, nullptr};
  WatchedApplication app(argc, argv, o.watch);
  QApplication::setApplicationName("chaesaek");
  QApplication::setApplicationDisplayName("Chaesaek");
  QApplication::setApplicationVersion(QString::fromStdString(programVersion()));
  QApplication::setDesktopFileName("chaesaek");
  Theme::instance().choose(themeNamed(o.theme.empty() ? uiSettings().value("theme").toString() : QString::fromStdString(o.theme)));

  MainWindow window;
  window.resize(size);
  if (o.size.empty() && o.screenshot.empty()) window.restoreGeometry(uiSettings().value("geometry").toByteArray());
  showPage(window, o);
  if (!o.screenshot.empty()) new Screenshot(&window, QString::fromStdString(o.screenshot), o.after);
  begin(window, o);
  window.show();
  const int status = QApplication::exec();
  if (o.watch) std::cerr << app.watchdog().report().toStdString() << std::flush;
  return status;
}

}  // namespace

void addStudioCommand(CLI::App& app) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "studio", "Open the window.\nExample: chaesaek studio --open drawing.png --theme dark");
  command->add_option("--page", o->page, "The page to begin with")->check(CLI::IsMember({"draw", "train", "explore", "playground", "compare"}));
  command->add_option("--open", o->open, "A drawing (.ora) or a picture to open as sketch");
  command->add_option("--run", o->run, "An earlier run to open on the Train page, or with --page explore there");
  command->add_option("--lesson", o->lesson, "With --page playground: the lesson to begin with")
      ->check(CLI::IsMember({"saturation", "collapse", "least_squares", "optimum"}));
  command->add_option("--columns", o->columns, "With --page compare: models, files, runs, RUN@800, flat, real; joined by commas")->delimiter(',');
  command->add_option("--data", o->data, "With --page compare: the data set whose test drawings are shown");
  command->add_option("--model", o->model, "Model that colours: a name, a file, flat");
  command->add_option("--theme", o->theme, "light, dark or system; if left out, as chosen last")->check(CLI::IsMember({"system", "light", "dark"}));
  command->add_option("--size", o->size, "Size of the window: 1280x800");
  command->add_option("--screenshot", o->screenshot, "Save the window as PNG once the first result is in, and end");
  command->add_option("--after", o->after, "Seconds to wait before the screenshot, instead of for the first result")->check(CLI::Range(0., 600.));
  command->add_option("--record", o->record, "Record the drawing stroke by stroke, as JSON lines");
  command->add_flag("--ui-watchdog", o->watch, "At the end, say how long the handlers of the UI thread took, and how much of that was processor time");
  command->callback([o] {
    if (run(*o) != 0) fail("could not write " + o->screenshot + "; choose a folder that can be written to");
  });
}

int runStudio() { return run({}); }

}  // namespace chaesaek
