// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: exact resume, stop, kill -9, run folders, the event mailbox, the command line.
#include <signal.h>

#include <QProcess>
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/experiments/declaration.h"
#include "core/training/run_record.h"
#include "core/training/session.h"
#include "tests/toy_pairs.h"

namespace chaesaek {
namespace {

RunConfig tinyRun(const ToyHome& home, const std::string& name) {
  RunConfig config;
  config.experiment = "pix2pix";
  config.data = home.data();
  config.run = name;
  config.settings = {{"size", 64}, {"base_width", 8}, {"discriminator_width", 8}, {"batch", 2}, {"ema", 0.9}, {"decay_share", 0.5}};
  config.steps = 12;
  config.device = "cpu";
  return config;
}

void compareCheckpoints(const std::string& a, const std::string& b) {
  const Safetensors one = readSafetensors(RunFolder::open(a).checkpoint()), two = readSafetensors(RunFolder::open(b).checkpoint());
  QCOMPARE(one.tensors.size(), two.tensors.size());
  QVERIFY(one.tensors.size() > 20);
  for (const auto& [name, tensor] : one.tensors) QVERIFY2(tensor.bytes == two.tensors.at(name).bytes, name.c_str());
}

int64_t stepsLogged(const std::string& run) {
  std::ifstream in(RunFolder::open(run).path() / "metrics.jsonl");
  int64_t last = 0;
  for (std::string line; std::getline(in, line);) last = parseJson(line, "metrics.jsonl").at("step");
  return last;
}

}  // namespace

class TestTraining : public QObject {
  Q_OBJECT
  std::unique_ptr<ToyHome> home_;

 private Q_SLOTS:
  void init() { home_ = std::make_unique<ToyHome>(); }

  void runsToItsEnd() {
    const auto session = TrainingSession::begin(tinyRun(*home_, "whole"));
    QCOMPARE(waitForEnd(*session), RunState::Finished);
    const RunFolder& folder = session->folder();
    QVERIFY(std::filesystem::exists(folder.model()) && std::filesystem::exists(folder.best()) && std::filesystem::exists(folder.sample(1)) &&
            std::filesystem::exists(folder.sample(10)) && std::filesystem::exists(folder.sample(12)));
    QCOMPARE(stepsLogged("whole"), int64_t{12});
    QCOMPARE(listRuns().size(), size_t{1});
    QCOMPARE(listRuns()[0].steps, int64_t{12});
  }

  void stopAndResumeIsExact() {
    waitForEnd(*TrainingSession::begin(tinyRun(*home_, "whole")));
    RunConfig other = tinyRun(*home_, "halves");
    other.loaderThreads = 3;  // any number changes nothing
    {
      const auto session = TrainingSession::begin(other);
      session->start();
      int64_t seen = 0;
      while (seen < 4)
        for (const auto& scalar : session->events().wait().scalars) seen = scalar.step;
      session->stop();
    }
    const auto session = TrainingSession::resumeRun("halves");
    QCOMPARE(waitForEnd(*session), RunState::Finished);
    compareCheckpoints("whole", "halves");
    QCOMPARE(stepsLogged("halves"), int64_t{12});
  }

  void killAndResumeIsExact() {
    RunConfig config = tinyRun(*home_, "whole");
    config.settings["checkpoint_steps"] = 4;
    waitForEnd(*TrainingSession::begin(config));
    QProcess process;
    QStringList arguments = {"train", "pix2pix", "--data", QString::fromStdString(home_->data()), "--run", "killed", "--steps", "12", "--device", "cpu", "--json"};
    for (const char* set : {"size=64", "base_width=8", "discriminator_width=8", "batch=2", "ema=0.9", "decay_share=0.5", "checkpoint_steps=4"})
      arguments << "--set" << set;
    process.start(CHAESAEK_PROGRAM, arguments);
    QVERIFY(process.waitForStarted());
    while (process.waitForReadyRead(60000))
      if (process.readAll().contains("\"step\":6")) break;
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    process.waitForFinished();
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(waitForEnd(*TrainingSession::resumeRun("killed")), RunState::Finished);
    compareCheckpoints("whole", "killed");
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
      mailbox.post(PictureEvent{i, cv::Mat()});
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
