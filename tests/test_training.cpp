// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: to the end, stopped and resumed, step by step, with changed settings; the event mailbox.
#include "core/training/session.h"

#include <QtTest>
#include <filesystem>
#include <thread>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/image/codec.h"
#include "core/image/sheet.h"
#include "core/inference/colourer.h"
#include "tests/errors.h"
#include "tests/tiny_runs.h"

namespace chaesaek {

class TestTraining : public QObject {
  Q_OBJECT
  std::unique_ptr<ToyHome> home_;

  /// Steps that the model in a file has learnt for; 0 where there is none.
  static int64_t readModelSteps(const std::filesystem::path& file) {
    return std::filesystem::exists(file) ? parseJson(readSafetensorsMetadata(file)["chaesaek"], "a model").at("steps").get<int64_t>() : 0;
  }

 private Q_SLOTS:
  void init() { home_ = std::make_unique<ToyHome>(); }

  void runsToItsEnd() {
    const auto session = TrainingSession::begin(tinyRun(*home_, "whole"));
    QCOMPARE(waitForEnd(*session), RunState::Finished);
    const RunFolder& folder = session->folder();
    QVERIFY(std::filesystem::exists(folder.model()) && std::filesystem::exists(folder.best()) && std::filesystem::exists(folder.sample(1)) &&
            std::filesystem::exists(folder.sample(10)) && std::filesystem::exists(folder.sample(12)));
    const auto tiles = splitSheet(readPicture(folder.sample(10)), 3);
    const cv::Mat judged = readPicture(folder.judged(10));
    QCOMPARE(judged.type(), CV_8U);
    QCOMPARE(splitSheet(judged, 1).size(), tiles.size());
    QCOMPARE(splitSheet(judged, 1)[0][0].size(), tiles[0][0].size());
    const auto runs = listRuns();
    QCOMPARE(runs.size(), size_t{1});
    QCOMPARE(runs[0].standing, RunStanding::Finished);
    QCOMPARE(runs[0].steps, int64_t{12});
    QCOMPARE(runs[0].bestStep, int64_t{12});
    const RunHistory history = readHistory(runs[0].path);
    QCOMPARE(history.scalars.size(), size_t{12});
    QCOMPARE(valueOf(history.measures.back().values, "l1"), *runs[0].best);
    QCOMPARE(history.sampleSteps, (std::vector<int64_t>{1, 10, 12}));
  }

  void drawingsKeptForEvaluationAreNotTrainedOn() {
    ToyPairs kept;
    kept.holdOut();
    RunConfig config = tinyRun(*home_, "kept");
    config.data = home_->folder.filePath("kept.chsk").toStdString();
    packPairs(kept, {}, config.data, {});
    QVERIFY(QString::fromStdString(errorOf([&] { TrainingSession::begin(config); })).contains("kept for evaluation"));
    QVERIFY(listRuns().empty());
  }

  void linesWithoutColoursTeachTheRecogniserAlone() {
    ToyPairs lines;
    lines.forgetColours();
    RunConfig config = tinyRun(*home_, "lines");
    config.data = home_->folder.filePath("lines.chsk").toStdString();
    packPairs(lines, {}, config.data, {});
    QVERIFY(QString::fromStdString(errorOf([&] { TrainingSession::begin(config); })).contains("lines without colours"));
    QVERIFY(listRuns().empty());
    config.experiment = "recogniser";
    config.settings = Json::object();
    QVERIFY(TrainingSession::begin(config) != nullptr);
    std::filesystem::remove_all(runsFolder() / "lines");
  }

  void stopAndResumeIsExact() {
    waitForEnd(*TrainingSession::begin(tinyRun(*home_, "whole")));
    RunConfig other = tinyRun(*home_, "halves");
    other.loaderThreads = 3;  // any number changes nothing
    stopInTheMiddle(other);
    const auto session = TrainingSession::resumeRun("halves");
    QCOMPARE(waitForEnd(*session), RunState::Finished);
    compareCheckpoints("whole", "halves");
    QCOMPARE(readHistory(session->folder().path()).scalars.size(), size_t{12});
  }

  void aRunGoesOnWithoutItsStartButNotWithOtherData() {
    waitForEnd(*TrainingSession::begin(tinyRun(*home_, "first")));
    RunConfig config = tinyRun(*home_, "second");
    const auto start = std::filesystem::path(home_->folder.filePath("start.safetensors").toStdString());
    std::filesystem::copy_file(RunFolder::open("first").model(), start);
    config.start = std::filesystem::relative(start).string();
    waitForEnd(*TrainingSession::begin(config));
    QCOMPARE(std::filesystem::path(RunFolder::open("second").config().start), start);
    std::filesystem::remove(start);  // the checkpoint holds all
    QCOMPARE(waitForEnd(*TrainingSession::resumeRun("second", 14)), RunState::Finished);
    ToyPairs others;
    others.holdOut();
    packPairs(others, {}, home_->data(), {});
    const QString error = QString::fromStdString(errorOf([] { TrainingSession::resumeRun("second", 16); }));
    QVERIFY2(error.contains("no longer those that run second learnt from") && !error.contains('\n'), qPrintable(error));
  }

  void aResumedRunKeepsThePrecisionThatItBeganWith_data() {
    QTest::addColumn<QString>("precision");
    for (const char* precision : {"fp32", "bf16"}) QTest::newRow(precision) << precision;
  }
  void aResumedRunKeepsThePrecisionThatItBeganWith() {
    QFETCH(QString, precision);
    const std::string name = "began-in-" + precision.toStdString();
    RunConfig config = tinyRun(*home_, name);
    config.settings["precision"] = precision.toStdString();
    config.steps = 2;
    waitForEnd(*TrainingSession::begin(config));
    const auto file = RunFolder::open(name).path() / "config.json";
    Json facts = parseJson(readFile(file), "config");
    facts.at("settings").at("precision") = "auto";  // as if that had been measured to pay, and no longer would
    writeFile(file, facts.dump());
    QCOMPARE(waitForEnd(*TrainingSession::resumeRun(name, 3)), RunState::Finished);
    QCOMPARE(parseJson(readFile(file), "config").at("mixed_precision").get<bool>(), precision == "bf16");
  }

  void pauseStepAndGiveWay() {
    const auto session = TrainingSession::begin(tinyRun(*home_, "steps"));
    session->pause();
    session->start();
    const auto stepsAfter = [&](int milliseconds) {
      std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
      size_t n = 0;
      for (const auto& unused : session->events().take().scalars) n += (void(unused), 1);
      return n;
    };
    QCOMPARE(stepsAfter(300), size_t{0});
    session->step();
    const auto waitFor = [&](size_t wanted) {
      size_t n = 0;
      for (int i = 0; i < 100 && n < wanted; ++i) n += stepsAfter(50);
      return n;
    };
    QCOMPARE(waitFor(1), size_t{1});
    QCOMPARE(stepsAfter(200), size_t{0});
    session->step("D");
    QCOMPARE(stepsAfter(300), size_t{0});  // half a step is no step
    session->step("G");
    QCOMPARE(waitFor(1), size_t{1});
    session->giveWay(true);
    session->resume();
    QCOMPARE(stepsAfter(300), size_t{0});
    session->giveWay(false);
    QVERIFY(waitFor(3) >= 3);
  }

  void stepModeShowsEachPhaseAndChangesNothing() {
    waitForEnd(*TrainingSession::begin(tinyRun(*home_, "whole")));
    const auto session = TrainingSession::begin(tinyRun(*home_, "stepped"));
    session->pause();
    session->start();
    QCOMPARE(untilPaused(*session).states.back().step, int64_t{0});
    QCOMPARE(session->state(), RunState::Paused);
    QCOMPARE(session->nextPhase(), std::string("D"));

    session->step("D");
    Events events = untilPaused(*session);
    QCOMPARE(events.phases.size(), size_t{1});
    QCOMPARE(events.phases[0].phase, std::string("D"));
    QCOMPARE(events.phases[0].step, int64_t{1});
    QCOMPARE(events.phases[0].values.size(), size_t{3});  // its loss, its answers to real and to made pictures
    QVERIFY(events.scalars.empty() && events.picture && events.picture->live && !events.picture->judged.empty());
    QCOMPARE(events.picture->step, int64_t{1});
    QVERIFY(splitSheet(events.picture->sheet, 3).size() == 1 && readHistory(session->folder().path()).sampleSteps.empty());
    QCOMPARE(session->nextPhase(), std::string("G"));

    session->step();  // the rest of the step
    events = untilPaused(*session);
    QCOMPARE(events.phases.size(), size_t{1});
    QCOMPARE(events.phases[0].phase, std::string("G"));
    QCOMPARE(events.scalars.size(), size_t{1});
    QCOMPARE(events.states.back().step, int64_t{1});
    session->step("G");  // D comes before it
    events = untilPaused(*session);
    QCOMPARE(events.phases.size(), size_t{2});
    QVERIFY(events.picture->live && !std::filesystem::exists(session->folder().sample(2)));
    session->exportNow();
    gather(*session, [&](const Events&) { return readModelSteps(session->folder().model()) == 2; });
    QCOMPARE(readModelSteps(session->folder().model()), int64_t{2});
    QVERIFY_THROWS_EXCEPTION(Error, session->step("E"));

    session->step("D");
    untilPaused(*session);
    session->resume();
    events = gather(*session, [](const Events& e) { return !e.states.empty() && e.states.back().state == RunState::Finished; });
    QCOMPARE(events.states.front().state, RunState::Running);
    QVERIFY(events.phases.empty());
    compareCheckpoints("whole", "stepped");
  }

  /// As a canvas does that follows a run: its networks are made with random weights first.
  void modelsOpenedMeanwhileChangeNothing() {
    waitForEnd(*TrainingSession::begin(tinyRun(*home_, "whole")));
    std::atomic<bool> done = false;
    std::thread canvas([&] {
      for (; !done; std::this_thread::sleep_for(std::chrono::milliseconds(10))) (void)openColourer("whole", "cpu");
    });
    waitForEnd(*TrainingSession::begin(tinyRun(*home_, "watched")));
    done = true;
    canvas.join();
    compareCheckpoints("whole", "watched");
  }

  void goesOnWithChangedSettings() {
    RunConfig config = tinyRun(*home_, "changed");
    config.settings["checkpoint_steps"] = 4;
    waitForEnd(*TrainingSession::begin(config));
    const auto refused = [](int64_t steps, const Json& changes, const QString& word) {
      const QString error = QString::fromStdString(errorOf([&] { TrainingSession::resumeRun("changed", steps, changes); }));
      QVERIFY2(error.contains(word) && !error.contains('\n'), qPrintable(error));
    };
    refused(0, {{"base_width", 16}}, "base_width");
    refused(0, {{"learning_rate", 5}}, "learning_rate");
    refused(0, {{"rate", 5}}, "rate");
    refused(8, Json::object(), "step 12 already");
    QCOMPARE(readRun("changed").standing, RunStanding::Finished);
    const auto session = TrainingSession::resumeRun("changed", 16, {{"learning_rate", 1e-4}, {"l1_weight", 50}});
    QVERIFY(QString::fromStdString(errorOf([] { TrainingSession::resumeRun("changed"); })).contains("training already"));
    QCOMPARE(waitForEnd(*session), RunState::Finished);
    const RunConfig now = session->folder().config();
    QCOMPARE(now.settings.at("learning_rate").get<double>(), 1e-4);
    QCOMPARE(now.changes.size(), size_t{1});
    QCOMPARE(now.changes[0].dump(), std::string(R"({"step":12,"settings":{"learning_rate":0.0001,"l1_weight":50}})"));
    QCOMPARE(readRun("changed").totalSteps, int64_t{16});
  }

  void badCallsAreRefusedInOneLine() {
    const auto refuse = [&](RunConfig config, const QString& word) {
      try {
        TrainingSession::begin(config);
        QFAIL("not refused");
      } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(word) && !QString(error.what()).contains('\n'), error.what());
      }
      QVERIFY(!std::filesystem::exists(runsFolder() / "bad"));
    };
    RunConfig config = tinyRun(*home_, "bad");
    config.experiment = "pix3pix";
    refuse(config, "pix3pix");
    config = tinyRun(*home_, "bad");
    config.settings["batch"] = 0;
    refuse(config, "batch");
    config = tinyRun(*home_, "bad");
    config.data = "/nowhere.chsk";
    refuse(config, "/nowhere.chsk");
    config = tinyRun(*home_, "../bad");
    refuse(config, "../bad");
    QVERIFY_THROWS_EXCEPTION(Error, TrainingSession::resumeRun("no-such-run"));
  }

  void mailboxKeepsEveryScalarAndTheNewestPicture() {
    EventMailbox mailbox;
    int woken = 0;
    mailbox.setWake([&] { ++woken; });
    for (int64_t i = 1; i <= 1000; ++i) {
      mailbox.post(ScalarEvent{i, 0, {{"loss", 1.0 / static_cast<double>(i)}}, 0, 0});
      mailbox.post(PictureEvent{i, {}, {}, false});
    }
    QCOMPARE(woken, 1);
    const Events events = mailbox.take();
    QCOMPARE(events.scalars.size(), size_t{1000});
    QCOMPARE(events.picture->step, int64_t{1000});
    QVERIFY(mailbox.take().empty());
    mailbox.post(StateEvent{RunState::Paused, ""});
    QCOMPARE(woken, 2);
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestTraining)
#include "test_training.moc"
