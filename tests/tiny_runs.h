// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of a few seconds on the toy set, and how two of them are compared.
#pragma once
#include <QtTest>
#include <fstream>
#include <string>

#include "core/base/safetensors.h"
#include "core/training/run_record.h"
#include "core/training/session.h"
#include "tests/toy_pairs.h"

namespace chaesaek {

inline RunConfig tinyRun(const ToyHome& home, const std::string& name) {
  RunConfig config;
  config.experiment = "pix2pix";
  config.data = home.data();
  config.run = name;
  config.settings = {{"size", 64}, {"base_width", 8}, {"discriminator_width", 8}, {"batch", 2}, {"ema", 0.9}, {"decay_share", 0.5}, {"precision", "fp32"}};
  config.steps = 12;
  config.device = "cpu";
  return config;
}

/// Bit for bit, the best figure included.
inline void compareCheckpoints(const std::string& a, const std::string& b) {
  const Safetensors one = readSafetensors(RunFolder::open(a).checkpoint()), two = readSafetensors(RunFolder::open(b).checkpoint());
  QCOMPARE(one.tensors.size(), two.tensors.size());
  QVERIFY(one.tensors.size() > 20);
  for (const auto& [name, tensor] : one.tensors) QVERIFY2(tensor.bytes == two.tensors.at(name).bytes, name.c_str());
  const auto best = [](const std::string& run) { return QString::fromStdString(RunFolder::open(run).position().at("best").dump()); };
  QCOMPARE(best(a), best(b));
}

/// Begins a run of twelve steps, and stops it before they are done.
inline void stopInTheMiddle(const RunConfig& config) {
  {
    const auto session = TrainingSession::begin(config);
    session->setPace(20);
    session->start();
    for (int64_t seen = 0; seen < 4;)
      for (const auto& scalar : session->events().wait().scalars) seen = scalar.step;
    session->stop();
  }
  const auto step = RunFolder::open(config.run).position().at("step").get<int64_t>();
  QVERIFY2(step >= 4 && step < 12, qPrintable(QString::number(step)));
}

/// The run `config`, which has ended, against the same one stopped in its middle and resumed, with other loader threads.
inline void compareWithHalves(const RunConfig& config) {
  RunConfig other = config;
  other.run += "-halves";
  other.loaderThreads = 3;
  stopInTheMiddle(other);
  QCOMPARE(waitForEnd(*TrainingSession::resumeRun(other.run)), RunState::Finished);
  compareCheckpoints(config.run, other.run);
}

/// What has happened, gathered until `enough` says so, at most half a minute.
template <class Enough>
Events gather(TrainingSession& session, Enough enough) {
  Events all;
  QElapsedTimer timer;
  for (timer.start(); timer.elapsed() < 30'000 && !enough(all);) {
    Events events = session.events().take();
    const auto append = [](auto& to, auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    append(all.scalars, events.scalars);
    append(all.phases, events.phases);
    append(all.measures, events.measures);
    append(all.states, events.states);
    if (events.picture) all.picture = events.picture;
    if (events.view) all.view = events.view;
    QTest::qSleep(5);
  }
  return all;
}

/// Until it really waits.
inline Events untilPaused(TrainingSession& session) {
  return gather(session, [](const Events& e) { return !e.states.empty() && e.states.back().state == RunState::Paused; });
}

}  // namespace chaesaek
