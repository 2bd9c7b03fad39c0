// SPDX-License-Identifier: GPL-3.0-or-later
// Curves of a run as numbers: decimation and smoothing.
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "ui/widgets/curve.h"

using namespace chaesaek;

namespace {

const double kNan = std::nan("");

std::vector<CurvePoint> noise(int count) {
  std::vector<CurvePoint> points;
  uint32_t state = 1;
  for (int i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    points.push_back({double(i), (state >> 8) / double(1 << 24)});
  }
  return points;
}

}  // namespace

class TestCurve : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void decimationKeepsEveryExtreme();
  void decimationOfFewPointsChangesNothing();
  void gapsStayGaps();
  void aLogAxisLeavesOutWhatItCannotShow();
  void smoothingFollowsTheFormula();
  void repeatedStepsReplaceTheOld();
};

void TestCurve::decimationKeepsEveryExtreme() {
  auto points = noise(100000);
  points[54321].value = 7;
  points[77777].value = -7;
  const CurveWindow window{0, 99999, 500, false};
  const auto few = decimated(points, window);
  QVERIFY(few.size() <= 4 * 501);
  const double width = (window.to - window.from) / window.columns;
  for (int column = 0; column < window.columns; ++column) {
    const CurveWindow part{column * width, std::nextafter((column + 1) * width, 0), 1, false};
    const auto all = boundsOf(points, part), kept = boundsOf(few, part);
    QVERIFY(all && kept);
    QCOMPARE(kept->least, all->least);
    QCOMPARE(kept->most, all->most);
  }
  QCOMPARE(few.front().step, 0.);
  QCOMPARE(few.back().step, 99999.);
  QVERIFY(std::is_sorted(few.begin(), few.end(), [](auto& a, auto& b) { return a.step < b.step; }));
}

void TestCurve::decimationOfFewPointsChangesNothing() {
  const auto points = noise(300);
  const auto few = decimated(points, {100, 200, 800, false});
  QCOMPARE(few.size(), size_t(103));  // and a neighbour at either side, so that the lines reach the edges
  QCOMPARE(few.front().step, 99.);
  QCOMPARE(few.back().step, 201.);
  QVERIFY(decimated({}, {0, 1, 10, false}).empty());
}

void TestCurve::gapsStayGaps() {
  const auto few = decimated({{0, 1}, {1, 2}, {2, kNan}, {3, INFINITY}, {4, 3}, {5, kNan}, {6, 4}, {7, 5}}, {0, 7, 700, false});
  std::vector<bool> gaps;
  for (const auto& point : few) gaps.push_back(std::isnan(point.value));
  QCOMPARE(gaps, (std::vector<bool>{false, false, true, false, false, true, false, false}));
  QCOMPARE(few[3].value, 3.);  // the value alone has become a dash
  QCOMPARE(few[4].value, 3.);
  QVERIFY(few[3].step < 4 && few[4].step > 4);
  auto points = noise(10000);
  points[5000].value = kNan;
  const auto thin = decimated(points, {0, 9999, 100, false});
  QCOMPARE(std::count_if(thin.begin(), thin.end(), [](auto& p) { return std::isnan(p.value); }), 1);
}

void TestCurve::aLogAxisLeavesOutWhatItCannotShow() {
  const std::vector<CurvePoint> points = {{0, 1}, {1, .1}, {2, 0}, {3, -5}, {4, 10}, {5, 100}};
  const auto bounds = boundsOf(points, {0, 5, 100, true});
  QVERIFY(bounds);
  QCOMPARE(bounds->least, .1);
  QCOMPARE(bounds->most, 100.);
  for (const auto& point : decimated(points, {0, 5, 100, true})) QVERIFY(std::isnan(point.value) || point.value > 0);
}

void TestCurve::smoothingFollowsTheFormula() {
  Curve curve;
  curve.setSmoothing(.5);
  for (const auto& [step, value] : std::vector<std::pair<int, double>>{{1, 4}, {2, 8}, {3, kNan}, {4, 2}}) curve.append(step, value);
  // By hand: 2 / .5; (1 + 4) / .75; a gap; (2.5 + 1) / .875.
  const auto& smooth = curve.smoothed();
  QCOMPARE(smooth.size(), size_t(4));
  QCOMPARE(smooth[0].value, 4.);
  QCOMPARE(smooth[1].value, 5 / .75);
  QVERIFY(std::isnan(smooth[2].value));
  QCOMPARE(smooth[3].value, 3.5 / .875);
  curve.append(5, 2);  // goes on from where it was
  QCOMPARE(curve.smoothed()[4].value, (3.5 * .5 + 1) / .9375);
  curve.setSmoothing(0);
  QCOMPARE(curve.smoothed()[3].value, 2.);
}

void TestCurve::repeatedStepsReplaceTheOld() {
  Curve curve;
  curve.setSmoothing(.9);
  for (int step = 0; step < 10; ++step) curve.append(step, step);
  QCOMPARE(curve.smoothed().size(), size_t(10));
  curve.append(4, 40);  // resumed from step 3
  QCOMPARE(curve.points().size(), size_t(5));
  QCOMPARE(curve.points().back().value, 40.);
  QCOMPARE(curve.smoothed().size(), size_t(5));
  QCOMPARE(indexAt(curve.points(), 3.5), 3);
  QCOMPARE(indexAt(curve.points(), -1), -1);
}

QTEST_GUILESS_MAIN(TestCurve)
#include "test_curve.moc"
