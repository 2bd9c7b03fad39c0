// SPDX-License-Identifier: GPL-3.0-or-later
// Run records: lists, histories, names, locks, differences; all without training.
#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>
#include <fstream>

#include "core/base/files.h"
#include "core/experiments/declaration.h"
#include "core/image/sheet.h"
#include "core/training/run_folder.h"
#include "core/training/run_record.h"
#include "tests/errors.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

RunFolder makeRun(const std::string& name, const Json& settings = Json::object(), const Json& facts = Json::object()) {
  RunConfig config;
  config.run = name;
  config.experiment = "pix2pix";
  config.data = "openmoji";
  config.settings = settings;
  config.steps = 100;
  RunFolder folder = RunFolder::create(config);
  folder.describe(facts);
  return folder;
}

void touch(const fs::path& file) { writeFile(file, "x"); }

}  // namespace

class TestRuns : public QObject {
  Q_OBJECT
  std::unique_ptr<QTemporaryDir> home_;

 private Q_SLOTS:
  void init() {
    home_ = std::make_unique<QTemporaryDir>();
    qputenv("CHAESAEK_HOME", home_->path().toUtf8());
  }

  void listsAreNewestFirstAndSayHowRunsEnded() {
    for (const char* state : {"finished", "stopped", "failed", "running"})
      makeRun(state, {}, {{"state", state}, {"message", "why"}, {"started", 1000 + static_cast<int>(state[0])}});
    const auto runs = listRuns();
    QCOMPARE(runs.size(), size_t{4});
    QCOMPARE(runs[0].name, std::string("stopped"));
    QCOMPARE(runs[0].standing, RunStanding::Stopped);
    QCOMPARE(runs[1].standing, RunStanding::Interrupted);  // says "running", but nobody holds its lock
    QCOMPARE(runs[2].standing, RunStanding::Finished);
    QCOMPARE(runs[3].standing, RunStanding::Failed);
    for (const auto& run : runs) QCOMPARE(run.message, std::string(run.standing == RunStanding::Failed ? "why" : ""));
    QCOMPARE(runs[0].totalSteps, int64_t{100});
  }

  void foreignAndDamagedFoldersAreLeftOut() {
    makeRun("good");
    makeFolder(runsFolder() / "empty");
    makeFolder(runsFolder() / "foreign");
    writeFile(runsFolder() / "foreign/config.json", "{\"lr\": 1}");
    makeFolder(runsFolder() / "cut");
    writeFile(runsFolder() / "cut/config.json", "{\"run\": \"cu");
    makeRun("odd", {}, {{"total_steps", "many"}});
    makeRun("unknown", {}, {{"experiment", "pix9pix"}});
    touch(makeRun("damaged").checkpoint());
    touch(runsFolder() / "file");
    const auto runs = listRuns();
    QCOMPARE(runs.size(), size_t{1});
    QCOMPARE(runs[0].name, std::string("good"));
    for (const char* name : {"empty", "foreign", "cut", "odd", "unknown", "damaged", "nowhere"}) {
      const QString error = QString::fromStdString(errorOf([&] { (void)readRun(name); }));
      QVERIFY2(!error.isEmpty() && !error.contains('\n'), name);
    }
  }

  void aLockedRunIsRunning() {
    RunFolder folder = makeRun("locked", {}, {{"state", "running"}});
    folder.log({{"step", 41}, {"epoch", 0}, {"D", 0.5}, {"seconds", 12.5}});
    std::optional<FolderLock> lock = FolderLock::take(folder.path());
    QVERIFY(lock && !FolderLock::take(folder.path()));
    RunRecord run = readRun("locked");
    QCOMPARE(run.standing, RunStanding::Running);
    QVERIFY(!run.elsewhere);
    QCOMPARE(run.steps, int64_t{41});  // ahead of any checkpoint
    QCOMPARE(run.seconds, 12.5);
    QVERIFY(QString::fromStdString(errorOf([] { renameRun("locked", "other"); })).contains("training already, here"));
    lock.reset();
    QCOMPARE(readRun("locked").standing, RunStanding::Interrupted);
  }

  void aLockDiesWithItsProcess() {
    const fs::path path = makeRun("held").path();
    int ready[2], end[2];
    QVERIFY(::pipe(ready) == 0 && ::pipe(end) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto lock = FolderLock::take(path);
      char byte = lock ? 1 : 0;
      (void)!::write(ready[1], &byte, 1);
      (void)!::read(end[0], &byte, 1);
      ::_exit(0);
    }
    char byte = 0;
    QVERIFY(::read(ready[0], &byte, 1) == 1 && byte == 1);
    QVERIFY(readRun("held").elsewhere);
    const QString error = QString::fromStdString(errorOf([] { RunFolder::open("held").lock(); }));
    QVERIFY2(error.contains("process " + QString::number(child)), qPrintable(error));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    QCOMPARE(readRun("held").standing, RunStanding::Interrupted);
    RunFolder::open("held").lock();
  }

  void historySurvivesACutLine() {
    RunFolder folder = makeRun("history");
    for (int step = 1; step <= 4; ++step) folder.log({{"step", step}, {"epoch", step / 3}, {"D", 0.5}, {"G_l1", 1.0 / step}, {"seconds", step}});
    folder.log({{"step", 2}, {"validation", {{"l1", 0.2}}}});
    folder.log({{"step", 4}, {"validation", {{"l1", 0.3}}}});
    folder.log({{"step", 4}, {"validation", {{"l1", nullptr}}}});
    std::ofstream(folder.path() / "metrics.jsonl", std::ios::app) << "[1]\nnonsense\n{\"step\": 5, \"epo";
    for (int step : {1, 10, 500}) touch(folder.sample(step)), touch(folder.judged(step));
    touch(folder.path() / "samples/notes.txt");
    const RunHistory history = readHistory(folder.path());
    QCOMPARE(history.scalars.size(), size_t{4});
    QCOMPARE(history.scalars[3].epoch, int64_t{1});
    QCOMPARE(history.scalars[3].values, (std::vector<std::pair<std::string, double>>{{"D", 0.5}, {"G_l1", 0.25}}));
    QCOMPARE(history.measures, (std::vector<MeasureEvent>{{2, {{"l1", 0.2}}, true}, {4, {{"l1", 0.3}}, false}}));
    QCOMPARE(history.best, std::optional<int64_t>(2));
    QCOMPARE(history.sampleSteps, (std::vector<int64_t>{1, 10, 500}));

    folder.forgetAfter(3);
    const RunHistory kept = readHistory(folder.path());
    QCOMPARE(kept.scalars.size(), size_t{3});
    QCOMPARE(kept.measures.size(), size_t{1});
    QCOMPARE(kept.sampleSteps, (std::vector<int64_t>{1}));
    QVERIFY(fs::exists(folder.path() / "samples/notes.txt"));
  }

  void aLongHistoryIsReadQuickly() {
    RunFolder folder = makeRun("long");
    std::ofstream out(folder.path() / "metrics.jsonl");
    for (int step = 1; step <= 100'000; ++step)
      out << Json{{"step", step}, {"epoch", step / 500}, {"D", 0.51234567 + step * 1e-7}, {"G_adversarial", 1.2345678}, {"G_l1", 0.0765432}, {"seconds", step * 0.123}}.dump() << '\n';
    out.close();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(readHistory(folder.path()).scalars.size(), size_t{100'000});
    qInfo("100,000 lines: %lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(timer.elapsed() < 1000);
  }

  void renaming() {
    makeRun("before");
    makeRun("taken");
    renameRun("before", "after");
    QCOMPARE(readRun("after").name, std::string("after"));
    QCOMPARE(RunFolder::open("after").config().run, std::string("after"));
    QVERIFY(!fs::exists(runsFolder() / "before"));
    for (const char* bad : {"taken", "", "../up", ".hidden", "a/b"}) QVERIFY2(!errorOf([&] { renameRun("after", bad); }).empty(), bad);
    QVERIFY(!errorOf([] { renameRun("nowhere", "x"); }).empty());
  }

  void differencesFollowTheForm() {
    const RunRecord a = readRun(makeRun("a", {{"batch", 4}, {"learning_rate", 2e-4}}).name());
    const RunRecord b = readRun(makeRun("b", {{"batch", 1}, {"learning_rate", 1e-4}, {"mirror", false}, {"size", 128}}).name());
    const auto differences = compareSettings(a, b);
    std::vector<std::string> text;
    for (const auto& d : differences) text.push_back(d.label + ": " + d.a + " / " + d.b);
    QCOMPARE(text, (std::vector<std::string>{"Picture size: 256 px / 128 px", "Mirror: on / off", "Batch: 4 / 1", "Learning rate: 0.0002 / 0.0001"}));
    QVERIFY(compareSettings(a, a).empty());
    RunRecord other = b;
    other.experiment = "colouring";
    other.data = "noto";
    const auto more = compareSettings(a, other);
    QCOMPARE(more[0].b, experimentInfo("colouring").title);
    QCOMPARE(more[1].label, std::string("Data"));
  }

  void sheetsAreSplitAsTheyWereComposed() {
    std::vector<std::vector<cv::Mat>> rows;
    for (int r = 0; r < 3; ++r) rows.push_back({cv::Mat(20, 20, CV_8UC3, cv::Scalar::all(10 * r)), cv::Mat(20, 20, CV_8UC3, cv::Scalar::all(200))});
    const cv::Mat sheet = composeSheet(rows);
    QCOMPARE(sheet.size(), cv::Size(8 + 2 * 28, 8 + 3 * 28));
    const auto back = splitSheet(sheet, 2);
    QCOMPARE(back.size(), size_t{3});
    for (size_t r = 0; r < 3; ++r)
      for (size_t c = 0; c < 2; ++c) QCOMPARE(cv::norm(back[r][c], rows[r][c], cv::NORM_INF), 0.0);
    for (int columns : {0, 1, 3, 100}) QVERIFY_THROWS_EXCEPTION(Error, (void)splitSheet(sheet, columns));
    QVERIFY_THROWS_EXCEPTION(Error, (void)splitSheet(sheet.rowRange(0, 40), 2));
    QVERIFY_THROWS_EXCEPTION(Error, (void)splitSheet(cv::Mat(), 3));
    QVERIFY(composeSheet({}).empty());
    QVERIFY_THROWS_EXCEPTION(Error, (void)composeSheet({{rows[0][0], cv::Mat(10, 20, CV_8UC3)}}));
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestRuns)
#include "test_runs.moc"
