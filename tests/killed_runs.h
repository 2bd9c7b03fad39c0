// SPDX-License-Identifier: GPL-3.0-or-later
// `chaesaek train` in a process of its own, killed at random moments.
#pragma once
#include <signal.h>

#include <QProcess>
#include <filesystem>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/image/codec.h"
#include "tests/tiny_runs.h"

namespace chaesaek {

/// The run that is killed, and its twin that is not.
inline RunConfig killedRun(const ToyHome& home, const std::string& name, int64_t steps) {
  RunConfig config = tinyRun(home, name);
  config.settings["checkpoint_steps"] = 4;
  config.settings["sample_steps"] = 10;
  config.steps = steps;
  return config;
}

/// As a person types it: the first time with settings, later with --resume.
inline QStringList trainArguments(const RunConfig& config) {
  if (std::filesystem::exists(runsFolder() / config.run)) return {"train", "--resume", QString::fromStdString(config.run), "--json"};
  QStringList arguments = {"train", QString::fromStdString(config.experiment), "--data", QString::fromStdString(config.data), "--run",
                           QString::fromStdString(config.run), "--steps", QString::number(config.steps), "--device", "cpu", "--json"};
  for (const auto& [key, value] : config.settings.items()) arguments << "--set" << QString::fromStdString(key + "=" + (value.is_string() ? value.get<std::string>() : value.dump()));
  return arguments;
}

/// Every file of a run is whole, but for a cut last line of its log.
inline void everyFileIsWhole(const std::filesystem::path& run) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(run)) {
    const std::filesystem::path& file = entry.path();
    if (file.filename().string().starts_with(".")) continue;  // never finished, and never looked at
    if (file.extension() == ".png") (void)readPicture(file);
    if (file.extension() == ".safetensors") (void)readSafetensors(file);
    if (file.extension() == ".json") (void)parseJson(readFile(file), file.string());
    if (file.extension() != ".jsonl") continue;
    const std::string log = readFile(file);
    for (size_t at = 0, end; (end = log.find('\n', at)) != std::string::npos; at = end + 1) (void)parseJson(log.substr(at, end - at), file.string());
  }
}

struct Kills {
  int times = 3;
  int64_t steps = 30;  ///< of the run: more than there are between all kills
  int mostMs = 100;    ///< from a process's first sign of life to its end
};

/// Kills a run again and again, lets it end, and compares it with one that was never killed.
inline void killOften(const ToyHome& home, const Kills& kills) {
  QCOMPARE(waitForEnd(*TrainingSession::begin(killedRun(home, "whole", kills.steps))), RunState::Finished);
  const RunConfig config = killedRun(home, "killed", kills.steps);
  const std::filesystem::path run = runsFolder() / "killed";
  Random random(static_cast<uint64_t>(kills.times));
  int killed = 0;
  while (killed < kills.times) {
    QProcess process;
    process.start(CHAESAEK_PROGRAM, trainArguments(config));
    QVERIFY(process.waitForStarted());
    if (!random.chance(0.25)) process.waitForReadyRead(60'000);  // else maybe before it has begun
    QTest::qSleep(random.integer(1, kills.mostMs));
    if (const qint64 id = process.processId(); id > 0) ::kill(static_cast<pid_t>(id), SIGKILL);  // 0 would be this test and its like
    process.waitForFinished();
    if (process.exitStatus() != QProcess::CrashExit) break;  // this machine was faster
    if (!std::filesystem::exists(run)) continue;  // it had not begun
    ++killed;
    everyFileIsWhole(run);
    QCOMPARE(readRun("killed").standing, RunStanding::Interrupted);
  }
  QVERIFY2(2 * killed > kills.times, "the run was over before it was killed often enough");
  QProcess last;
  last.start(CHAESAEK_PROGRAM, trainArguments(config));
  QVERIFY(last.waitForFinished(120'000));
  QVERIFY2(last.exitCode() == 0, last.readAllStandardError().constData());
  compareCheckpoints("whole", "killed");
  everyFileIsWhole(run);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(run))
    QVERIFY2(!entry.path().filename().string().starts_with("."), entry.path().c_str());
  const RunHistory one = readHistory(runsFolder() / "whole"), two = readHistory(run);
  QCOMPARE(two.measures, one.measures);
  QCOMPARE(two.sampleSteps, one.sampleSteps);
  QCOMPARE(two.scalars.size(), one.scalars.size());
  for (size_t i = 0; i < one.scalars.size(); ++i) QCOMPARE(two.scalars[i].values, one.scalars[i].values);
  for (const int64_t step : one.sampleSteps)
    QCOMPARE(readFile(RunFolder::open("killed").sample(step)), readFile(RunFolder::open("whole").sample(step)));
}

}  // namespace chaesaek
