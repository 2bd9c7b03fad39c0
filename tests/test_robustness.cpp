// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that meet a full disk, lost data, kill -9, the command line.
#include <sys/mount.h>
#include <sys/resource.h>

#include <fstream>

#include "tests/called_program.h"
#include "tests/errors.h"
#include "tests/killed_runs.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr uintmax_t kDisk = 96 << 20, kLeft = 300'000;  // bytes; less than a checkpoint is left

/// A small disk of its own, where this process may mount one.
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& at) : path_(at) {
    fs::create_directories(at);
    mounted_ = ::mount("tmpfs", at.c_str(), "tmpfs", 0, ("size=" + std::to_string(kDisk)).c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  bool isMounted() const { return mounted_; }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
  bool mounted_ = false;
};

/// Takes all of a disk but `left` bytes.
class Filler {
 public:
  Filler(const fs::path& disk, uintmax_t left) : file_(disk / "filler") { std::ofstream(file_) << std::string(fs::space(disk).available - left, 'x'); }
  ~Filler() { fs::remove(file_); }

 private:
  fs::path file_;
};

/// No file of this process grows beyond `bytes` meanwhile: a full disk for those who may not mount one.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

}  // namespace

class TestRobustness : public QObject {
  Q_OBJECT
  std::unique_ptr<ToyHome> home_;

  RunConfig configOf(const std::string& name, int64_t steps) const {
    RunConfig config = tinyRun(*home_, name);
    config.settings["checkpoint_steps"] = 4;
    config.settings["decay_share"] = 0.0;  // its length changes nothing
    config.steps = steps;
    return config;
  }

  std::unique_ptr<TrainingSession> paused(const std::string& name) const {
    auto session = TrainingSession::begin(configOf(name, 12));
    session->pause();
    session->start();
    untilPaused(*session);
    return session;
  }

  static StateEvent endOf(TrainingSession& session) {
    session.start();
    session.resume();
    return gather(session, [](const Events& e) { return !e.states.empty() && e.states.back().state >= RunState::Finished; }).states.back();
  }

  /// Four steps, then on to twelve while `full` lives, then again.
  template <class Full>
  void failsAndGoesOnExactly(const QString& file, Full full) const {
    waitForEnd(*TrainingSession::begin(configOf("full", 4)));
    {
      const auto disk = full();
      const StateEvent end = endOf(*TrainingSession::resumeRun("full", 12));
      const QString message = QString::fromStdString(end.message);
      QCOMPARE(end.state, RunState::Failed);
      QVERIFY2(message.contains("cannot write") && message.contains(file) && !message.contains('\n'), qPrintable(message));
    }
    everyFileIsWhole(runsFolder() / "full");
    QCOMPARE(readRun("full").steps, int64_t{4});
    QVERIFY(readRun("full").standing != RunStanding::Running);
    QCOMPARE(endOf(*TrainingSession::resumeRun("full", 12)).state, RunState::Finished);
    compareCheckpoints("whole", "full");
    fs::remove_all(runsFolder() / "full");
  }

 private Q_SLOTS:
  void initTestCase() {
    home_ = std::make_unique<ToyHome>();
    waitForEnd(*TrainingSession::begin(configOf("whole", 12)));
  }
  void init() { qputenv("CHAESAEK_HOME", home_->folder.path().toUtf8()); }

  void diskFull_data() {
    QTest::addColumn<int>("left");
    QTest::addColumn<QString>("file");
    QTest::newRow("in a checkpoint") << static_cast<int>(kLeft) << "checkpoint.safetensors";
    QTest::newRow("at once") << 0 << "config.json";
  }
  void diskFull() {
    QFETCH(int, left);
    QFETCH(QString, file);
    const SmallDisk disk(home_->folder.filePath("disk").toStdString());
    if (!disk.isMounted()) QSKIP("this user may not mount a disk; fileTooLarge() stands in");
    makeFolder(home_->folder.filePath("disk/runs").toStdString());
    fs::copy(runsFolder() / "whole", home_->folder.filePath("disk/runs/whole").toStdString(), fs::copy_options::recursive);
    qputenv("CHAESAEK_HOME", home_->folder.filePath("disk").toUtf8());
    failsAndGoesOnExactly(file, [&] { return std::make_unique<Filler>(disk.path(), static_cast<uintmax_t>(left)); });
  }

  void fileTooLarge() {
    failsAndGoesOnExactly("checkpoint.safetensors", [] { return std::make_unique<FileLimit>(kLeft); });
  }

  /// The file stays open: a run outlives its name.
  void dataDeleted() {
    const auto session = paused("deleted");
    const std::string data = readFile(home_->data());
    fs::remove(home_->data());
    QCOMPARE(endOf(*session).state, RunState::Finished);
    const std::string error = errorOf([] { TrainingSession::resumeRun("deleted"); });
    QVERIFY2(QString::fromStdString(error).contains("toy.chsk"), error.c_str());
    writeFile(home_->data(), data);
  }

  void dataCutOff() {
    const auto session = paused("cut");
    const std::string data = readFile(home_->data());
    fs::resize_file(home_->data(), 2000);
    const StateEvent end = endOf(*session);
    QCOMPARE(end.state, RunState::Failed);
    const QString message = QString::fromStdString(end.message);
    QVERIFY2(message.contains("toy.chsk") && !message.contains('\n'), qPrintable(message));
    QCOMPARE(readRun("cut").standing, RunStanding::Failed);
    writeFile(home_->data(), data);
  }

  void killedThreeTimes() {
    fs::remove_all(runsFolder());
    killOften(*home_, {.times = 3, .steps = 30, .mostMs = 100});
  }

  void commandLineGoesOnWithChangedSettings() {
    waitForEnd(*TrainingSession::begin(tinyRun(*home_, "shell")));
    const Called made = callProgram({"train", "--resume", "shell", "--steps", "14", "--set", "learning_rate=0.0001"});
    QVERIFY2(made.status == 0, made.error);
    QCOMPARE(RunFolder::open("shell").config().settings.at("learning_rate").get<double>(), 1e-4);
    const Called refused = callProgram({"train", "--resume", "shell", "--set", "base_width=32"});
    QVERIFY2(refused.status == 2 && refused.error.contains("base_width") && !refused.error.contains('\n'), refused.error);
    const Called foreign = callProgram({"train", "--resume", "shell", "--data", "others"});
    QVERIFY2(foreign.status == 2 && foreign.error.contains("--data belongs to a new run") && !foreign.error.contains('\n'), foreign.error);
    const Called elsewhere = callProgram({"train", "--resume", "shell", "--steps", "15", "--device", "cpu", "--loader-threads", "2"});
    QVERIFY2(elsewhere.status == 0, elsewhere.error);
    const Called listed = callProgram({"list", "runs", "--json"});
    QVERIFY2(listed.status == 0 && listed.output.contains("\"state\":\"finished\"") && listed.output.contains("\"steps\":15"), listed.output);
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestRobustness)
#include "test_robustness.moc"
