// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's line of health says about curves of known shape.
#include "core/training/health.h"

#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/base/text.h"

namespace chaesaek {
namespace {

using Curve = double (*)(double step);

ExperimentInfo info() {
  ExperimentInfo info;
  info.telling = {"D", "G_adversarial", {"G_l1", "G_l2"}};
  info.merit = {"l1", "L1", true};
  return info;
}

/// Noisy, as losses of single batches are. A curve that is null is not reported.
RunHistory history(int64_t steps, Curve d, Curve g, Curve l1) {
  RunHistory history;
  Random random(5);
  const auto noisy = [&](Curve curve, int64_t step) { return curve(static_cast<double>(step)) * std::exp(0.3 * random.normal()); };
  for (int64_t step = 1; step <= steps; ++step) {
    ScalarEvent event{step, 0, {}, 0, 0};
    if (d) event.values.emplace_back("D", noisy(d, step));
    if (g) event.values.emplace_back("G_adversarial", noisy(g, step));
    if (l1) event.values.emplace_back("G_l1", noisy(l1, step));
    history.scalars.push_back(std::move(event));
  }
  return history;
}

void addMerits(RunHistory& history, Curve merit, int64_t every = 500) {
  for (int64_t step = every; step <= history.scalars.back().step; step += every) {
    history.measures.push_back({step, {{"l1", merit(static_cast<double>(step))}}, false});
    if (!history.best || valueOf(history.measures.back().values, "l1") < merit(static_cast<double>(*history.best))) history.best = step;
  }
}

double balancedD(double) { return 0.55; }
double balancedG(double) { return 1.4; }
double falling(double step) { return 0.03 + 0.4 * std::exp(-step / 1500); }
double flat(double) { return 0.08; }

}  // namespace

class TestHealth : public QObject {
  Q_OBJECT

  void expect(const RunHistory& history, Health::Kind kind, const char* words) {
    const Health health = healthOf(info(), history);
    const QString text = QString::fromStdString(health.text);
    QVERIFY2(text.contains(words) && health.kind == kind, qPrintable(text));
    QVERIFY(!text.contains('\n') && text.endsWith('.'));
  }

 private Q_SLOTS:
  void tooEarly() {
    expect({}, Health::Kind::Early, "Too early");
    expect(history(60, balancedD, balancedG, falling), Health::Kind::Early, "Too early");
  }

  void healthy() {
    expect(history(2000, balancedD, balancedG, falling), Health::Kind::Good, "balanced, and the reconstruction is still improving");
    expect(history(2000, nullptr, nullptr, falling), Health::Kind::Good, "Healthy: the reconstruction is still improving");
    expect(history(2000, balancedD, balancedG, nullptr), Health::Kind::Good, "balanced.");
    expect(history(2000, balancedD, balancedG, flat), Health::Kind::Good, "hardly changes");
  }

  void lopsided() {
    expect(history(1000, [](double) { return 0.02; }, [](double) { return 5.0; }, falling), Health::Kind::Watch, "D sees through everything");
    expect(history(1000, [](double) { return 2.0; }, [](double) { return 0.01; }, falling), Health::Kind::Watch, "G fools D");
    RunHistory blind = history(1000, [](double) { return 0.693; }, [](double) { return 0.693; }, falling);
    expect(blind, Health::Kind::Watch, "D cannot tell");
    blind.scalars.resize(300);  // as every run begins
    expect(blind, Health::Kind::Good, "Healthy");
  }

  void diverging() {
    expect(history(3000, balancedD, balancedG, [](double step) { return step < 2500 ? falling(step) : 0.4; }), Health::Kind::Bad, "twice as bad");
  }

  void standstill() {
    const auto valley = [](double step) { return 0.1 + std::abs(step - 2000) / 1e5; };
    RunHistory done = history(4500, balancedD, balancedG, flat);
    addMerits(done, valley);
    expect(done, Health::Kind::Watch, "Nothing has improved for 2,500 steps");
    RunHistory overfits = history(4500, balancedD, balancedG, falling);
    addMerits(overfits, valley);
    expect(overfits, Health::Kind::Watch, "more data helps");
    RunHistory fresh = history(3500, balancedD, balancedG, falling);
    addMerits(fresh, valley);
    expect(fresh, Health::Kind::Good, "Healthy");
  }

  void isCheapForALongRun() {
    RunHistory longRun = history(100'000, balancedD, balancedG, falling);
    QElapsedTimer timer;
    timer.start();
    (void)healthOf(info(), longRun);
    QVERIFY2(timer.elapsed() < 50, qPrintable(QString::number(timer.elapsed())));
  }

  void numbersAreGrouped() {
    QCOMPARE(grouped(7), std::string("7"));
    QCOMPARE(grouped(1234), std::string("1,234"));
    QCOMPARE(grouped(-100), std::string("-100"));
    QCOMPARE(grouped(1234567), std::string("1,234,567"));
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestHealth)
#include "test_health.moc"
