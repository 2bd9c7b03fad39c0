// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's line of health says about curves of known shape.
#include "core/training/health.h"

#include <QRegularExpression>
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

/// A GAN that makes pictures of vectors: D's answers, and the diversity at every 500th step.
RunHistory answered(int64_t steps, Curve real, Curve fake, Curve d = [](double) { return 0.5; }, Curve g = [](double) { return 1.5; }) {
  RunHistory answers = history(steps, d, g, nullptr);
  for (ScalarEvent& event : answers.scalars) {
    event.values.emplace_back("D_real", real(static_cast<double>(event.step)));
    event.values.emplace_back("D_fake", fake(static_cast<double>(event.step)));
  }
  return answers;
}

RunHistory diverse(const std::vector<double>& values) {
  RunHistory history = answered(500 * static_cast<int64_t>(values.size()), [](double) { return 0.7; }, [](double) { return 0.3; });
  for (size_t i = 0; i < values.size(); ++i) history.measures.push_back({500 * static_cast<int64_t>(i + 1), {{"diversity", values[i]}}, false});
  return history;
}

double balancedD(double) { return 0.55; }
double balancedG(double) { return 1.4; }
double falling(double step) { return 0.03 + 0.4 * std::exp(-step / 1500); }
double flat(double) { return 0.08; }

}  // namespace

class TestHealth : public QObject {
  Q_OBJECT

  void expect(const RunHistory& history, Health::Kind kind, const char* words) { expect(info(), history, kind, words); }
  void expect(const ExperimentInfo& info, const RunHistory& history, Health::Kind kind, const char* words) {
    const Health health = healthOf(info, history);
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

  void sinceWhen() {
    const Curve strong = [](double step) { return step < 2000 ? 0.5 : 0.02; };
    const Health health = healthOf(info(), history(4000, strong, balancedG, falling));
    const QRegularExpressionMatch since = QRegularExpression("since step (\\d),(\\d+) \\(its loss is below 0\\.05\\)").match(QString::fromStdString(health.text));
    QVERIFY2(since.hasMatch(), health.text.c_str());
    QVERIFY2(std::abs((since.captured(1) + since.captured(2)).toInt() - 2000) <= 200, health.text.c_str());
    expect(history(2300, strong, balancedG, falling), Health::Kind::Good, "Healthy");  // not for long

    RunHistory newest = history(4000, strong, balancedG, falling);
    newest.scalars.erase(newest.scalars.begin(), newest.scalars.begin() + 2300);  // as a long live run
    expect(newest, Health::Kind::Watch, "for 1,699 steps or longer");
  }

  void lossesOfOtherScales() {
    ExperimentInfo squares = info();
    squares.telling.won = 0.015;
    const auto low = history(1000, [](double) { return 0.03; }, [](double) { return 0.4; }, nullptr);
    expect(squares, low, Health::Kind::Good, "balanced");
    expect(low, Health::Kind::Watch, "D sees through everything since step 1 (its loss is below 0.05)");
    expect(squares, history(1000, [](double) { return 0.008; }, [](double) { return 0.4; }, nullptr), Health::Kind::Watch, "below 0.015");
  }

  void answersOfD() {
    ExperimentInfo gan = info();
    gan.telling.real = "D_real";
    gan.telling.fake = "D_fake";
    expect(gan, answered(1000, [](double) { return 0.7; }, [](double) { return 0.3; }), Health::Kind::Good, "balanced");
    expect(gan, answered(1000, [](double) { return 0.98; }, [](double) { return 0.02; }), Health::Kind::Watch, "D sees through everything since step 1 (it is sure");
    expect(gan, answered(1000, [](double) { return 0.99; }, [](double) { return 0.97; }), Health::Kind::Watch, "G fools D every time since step 1");
    expect(gan, answered(1000, [](double) { return 0.5; }, [](double) { return 0.49; }), Health::Kind::Watch, "it says the same of both");
    // Minimax: a loss of G below zero says nothing of who has won.
    expect(gan, answered(1000, [](double) { return 0.7; }, [](double) { return 0.3; }, balancedD, [](double) { return -0.4; }), Health::Kind::Good, "balanced");
  }

  void collapse() {
    ExperimentInfo gan = info();
    gan.telling.diversity = "diversity";
    expect(gan, diverse({0.6, 0.8, 0.9, 0.85}), Health::Kind::Good, "balanced");
    expect(gan, diverse({0.6, 0.8, 0.9, 0.35, 0.2}), Health::Kind::Bad, "Collapse since step 2,000: made pictures are 20 %");
    expect(gan, diverse({0.6, 0.2, 0.8, 0.7}), Health::Kind::Good, "balanced");  // it got better
    expect(gan, diverse({0.1, 0.12, 0.11}), Health::Kind::Bad, "Collapse since step 500");
    expect(gan, diverse({1.9, 0.8, 0.7}), Health::Kind::Good, "balanced");  // noise is more diverse than pictures
    expect(gan, diverse({std::nan(""), std::nan("")}), Health::Kind::Good, "balanced");
  }

  void namesOfLosses() {
    ExperimentInfo judge = info();
    judge.telling.likenessName = "loss";
    expect(judge, history(2000, nullptr, nullptr, falling), Health::Kind::Good, "the loss is still improving");
    // Twice next to nothing is next to nothing.
    expect(judge, history(3000, nullptr, nullptr, [](double step) { return step < 300 ? 1.0 : step < 2500 ? 0.01 : 0.04; }), Health::Kind::Good, "the loss");
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
