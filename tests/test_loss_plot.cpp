// SPDX-License-Identifier: GPL-3.0-or-later
// The plot of a run's curves, under real mouse and key events.
// `test_loss_plot bench` prints how long a redraw of 3 x 100,000 steps takes.
#include <QAbstractButton>
#include <QElapsedTimer>
#include <QtTest>
#include <cmath>
#include <ctime>
#include <random>

#include "ui/widgets/loss_plot.h"
#include "ui/widgets/theme.h"

using namespace chaesaek;

namespace {

const double kNan = std::nan("");

/// Three noisy curves that fall, and the plot in a window of its own.
struct Shown {
  LossPlot plot{"Adversarial losses"};
  explicit Shown(QSize size = {600, 300}) {
    plot.addCurve("D", "D", 0);
    plot.addCurve("G", "G adversarial", 1);
    plot.resize(size);
    plot.show();
    if (!QTest::qWaitForWindowExposed(&plot)) qFatal("the plot is not shown");
  }
  QWidget* canvas() const {
    for (auto* each : plot.findChildren<QWidget*>())
      if (each->inherits("QCustomPlot")) return each;
    qFatal("no canvas");
  }
  QAbstractButton* legend(const QString& label) const {
    for (auto* each : plot.findChildren<QAbstractButton*>())
      if (each->text() == label) return each;
    qFatal("no such curve");
  }
  void settle() { QTest::qWait(120); }
  /// D is step / 10, G is 1000 - step.
  void lines(int steps = 1000) {
    for (int step = 1; step <= steps; ++step) {
      plot.append("D", step, step / 10.);
      plot.append("G", step, 1000. - step);
    }
    settle();
  }
  std::optional<LossPlot::Reading> readAt(double share) {
    const QPoint at(int(canvas()->width() * share), canvas()->height() / 2);
    QTest::mouseMove(canvas(), at - QPoint(0, 8));  // a pointer that stays where it is sends nothing
    QTest::mouseMove(canvas(), at);
    return plot.reading();
  }
  void wheel(double share, int turn) {
    const QPointF at(canvas()->width() * share, canvas()->height() / 2.);
    QWheelEvent event(at, canvas()->mapToGlobal(at), {}, QPoint(0, turn), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(canvas(), &event);
    settle();
  }
  bool has(const QColor& colour) {
    const QImage image = canvas()->grab().toImage();
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) {
        const QColor at = image.pixelColor(x, y);
        const int off = std::abs(at.red() - colour.red()) + std::abs(at.green() - colour.green()) + std::abs(at.blue() - colour.blue());
        if (off < 24) return true;
      }
    return false;
  }
};

}  // namespace

class TestLossPlot : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { Theme::instance().choose(ThemeChoice::Light); }
  void emptyPlotSaysSo();
  void hoverReadsTheValues();
  void legendHidesAndShows();
  void gapsAndInfinitiesAreNotFatal();
  void skipLeavesOutTheFirstPeak();
  void mouseLeavesFollowAndDoubleClickReturns();
  void followGoesWithTheNewest();
  void keysReadAndZoom();
  void themeIsFollowed();
  void nothingRunsWhileNothingChanges();
  void bench();
};

void TestLossPlot::emptyPlotSaysSo() {
  Shown shown;
  const QImage before = shown.canvas()->grab().toImage();
  QVERIFY(shown.has(tokens().softText));  // the sentence
  QVERIFY(!shown.readAt(.5));
  shown.lines(10);
  QVERIFY(shown.canvas()->grab().toImage() != before);
  shown.plot.clear();
  shown.settle();
  QVERIFY(!shown.has(tokens().curveD));
  QVERIFY(!shown.readAt(.5));
}

void TestLossPlot::hoverReadsTheValues() {
  Shown shown;
  shown.lines();
  double last = 0;
  for (double share : {.2, .5, .8}) {
    const auto reading = shown.readAt(share);
    QVERIFY(reading);
    QVERIFY(reading->step > last);
    last = double(reading->step);
    QCOMPARE(int(reading->values.size()), 2);
    QCOMPARE(reading->values[0].label, QString("D"));
    QVERIFY(std::abs(reading->values[0].text.toDouble() - last / 10) < .06);
    QVERIFY(std::abs(reading->values[1].text.toDouble() - (1000 - last)) < .6);
  }
  QVERIFY(std::abs(last - 1000 * .8) < 60);
  QVERIFY(shown.plot.accessibleDescription().startsWith("step "));
  QTest::mouseMove(shown.canvas(), QPoint(2, 2));  // outside the axes
  QVERIFY(!shown.plot.reading());
  shown.plot.setSmoothing(50);
  shown.settle();
  QVERIFY(shown.readAt(.5)->values[0].text.contains('('));  // the raw value beside the smoothed
}

void TestLossPlot::legendHidesAndShows() {
  Shown shown;
  shown.lines();
  QVERIFY(shown.has(tokens().curveD) && shown.has(tokens().curveG));
  QSignalSpy spy(&shown.plot, &LossPlot::curveShown);
  QTest::mouseClick(shown.legend("D"), Qt::LeftButton);
  shown.settle();
  QVERIFY(!shown.has(tokens().curveD));
  QCOMPARE(spy.size(), 1);
  QCOMPARE(int(shown.readAt(.5)->values.size()), 1);
  shown.legend("D")->setFocus();
  QTest::keyClick(shown.legend("D"), Qt::Key_Space);
  shown.settle();
  QVERIFY(shown.has(tokens().curveD));
}

void TestLossPlot::gapsAndInfinitiesAreNotFatal() {
  Shown shown;
  shown.plot.append("D", {{1, kNan}, {2, INFINITY}, {3, -INFINITY}, {4, kNan}});
  shown.plot.append("G", {{1, 0}, {2, -1}});
  shown.plot.append("unknown", 1, 1);
  for (bool log : {false, true}) {
    shown.plot.setLogAxis(log);
    shown.plot.setSmoothing(log ? 90 : 0);
    shown.settle();
    QVERIFY(!shown.canvas()->grab().isNull());
  }
  shown.plot.append("D", 5, 1e300);
  shown.plot.append("D", 6, 1e-300);
  shown.settle();
  QVERIFY(!shown.canvas()->grab().isNull());
  QVERIFY(shown.readAt(.3));
}

void TestLossPlot::skipLeavesOutTheFirstPeak() {
  Shown shown;
  for (int step = 1; step <= 1000; ++step) shown.plot.append("D", step, step <= 20 ? 1000 : 1);
  shown.settle();
  shown.plot.setSkip(100);
  shown.settle();
  QVERIFY(shown.readAt(.13)->step >= 100);
  QCOMPARE(shown.readAt(.13)->values[0].text, QString("1.000"));
  shown.plot.setSkip(5000);  // all of it: says so instead
  shown.settle();
  QVERIFY(!shown.has(tokens().curveD));
  QVERIFY(!shown.readAt(.5));
}

void TestLossPlot::mouseLeavesFollowAndDoubleClickReturns() {
  Shown shown;
  shown.lines();
  QSignalSpy spy(&shown.plot, &LossPlot::followChanged);
  const qint64 before = shown.readAt(.5)->step;
  for (int i = 0; i < 6; ++i) shown.wheel(.5, 120);
  QVERIFY(!shown.plot.follows());
  QCOMPARE(spy.size(), 1);
  QVERIFY(std::abs(shown.readAt(.5)->step - before) < 40);  // zoomed at the pointer
  QVERIFY(shown.readAt(.9)->step - shown.readAt(.2)->step < 400);

  const qint64 left = shown.readAt(.3)->step;
  const QPoint from(shown.canvas()->width() / 2, shown.canvas()->height() / 2);
  QTest::mousePress(shown.canvas(), Qt::LeftButton, {}, from);
  QTest::mouseMove(shown.canvas(), from + QPoint(40, 0));
  QTest::mouseMove(shown.canvas(), from + QPoint(120, 0));
  QTest::mouseRelease(shown.canvas(), Qt::LeftButton, {}, from + QPoint(120, 0));
  shown.settle();
  QVERIFY(shown.readAt(.3)->step < left);

  QTest::mouseDClick(shown.canvas(), Qt::LeftButton, {}, from);
  QTest::mouseRelease(shown.canvas(), Qt::LeftButton, {}, from);
  shown.settle();
  QVERIFY(shown.plot.follows());
  QVERIFY(shown.readAt(.9)->step - shown.readAt(.2)->step > 600);
  for (int i = 0; i < 5; ++i) shown.wheel(.5, -120);  // there is nothing outside the run
  QVERIFY(shown.plot.follows());
}

void TestLossPlot::followGoesWithTheNewest() {
  Shown shown;
  shown.lines(100);
  const qint64 early = shown.readAt(.9)->step;
  for (int step = 101; step <= 1000; ++step) shown.plot.append("D", step, 1);
  shown.settle();
  QVERIFY(shown.readAt(.9)->step > 5 * early);
  for (int i = 0; i < 6; ++i) shown.wheel(.5, 120);
  const qint64 still = shown.readAt(.5)->step;
  for (int step = 1001; step <= 3000; ++step) shown.plot.append("D", step, 1);
  shown.settle();
  QCOMPARE(shown.readAt(.5)->step, still);
  shown.plot.setFollow(true);
  shown.settle();
  QVERIFY(shown.readAt(.95)->step > 2500);
}

void TestLossPlot::keysReadAndZoom() {
  Shown shown;
  shown.lines();
  shown.plot.activateWindow();
  shown.plot.setFocus();
  QTest::keyClick(&shown.plot, Qt::Key_Left);
  QVERIFY(shown.plot.reading());
  QCOMPARE(shown.plot.reading()->step, 1000);
  QTest::keyClick(&shown.plot, Qt::Key_Left);
  QCOMPARE(shown.plot.reading()->step, 990);
  QTest::keyClick(&shown.plot, Qt::Key_Plus);
  QVERIFY(!shown.plot.follows());
  QTest::keyClick(&shown.plot, Qt::Key_0);
  QVERIFY(shown.plot.follows());
}

void TestLossPlot::themeIsFollowed() {
  Shown shown;
  shown.lines();
  Theme::instance().choose(ThemeChoice::Dark);
  shown.settle();
  QVERIFY(shown.has(tokens().curveG));
  QCOMPARE(shown.canvas()->grab().toImage().pixelColor(2, 2), tokens().window);
  Theme::instance().choose(ThemeChoice::Light);
  shown.settle();
  QCOMPARE(shown.canvas()->grab().toImage().pixelColor(2, 2), tokens().window);
}

void TestLossPlot::nothingRunsWhileNothingChanges() {
  Shown shown;
  QSignalSpy replots(shown.canvas(), SIGNAL(afterReplot()));
  shown.lines();
  replots.clear();
  QTest::qWait(200);
  QCOMPARE(replots.size(), 0);
  QElapsedTimer clock;
  clock.start();
  for (int step = 2000; clock.elapsed() < 500; ++step) {
    shown.plot.append("D", step, 1);
    QTest::qWait(1);
  }
  QVERIFY2(replots.size() >= 3 && replots.size() <= 11, qPrintable(QString::number(replots.size())));
  shown.plot.hide();
  replots.clear();
  shown.plot.append("D", 5000000, 1);
  QTest::qWait(150);
  QCOMPARE(replots.size(), 0);
}

namespace {

double residentMegabytes() {
  QFile file("/proc/self/statm");
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6;
}

double threadMilliseconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

/// Milliseconds that the UI thread works for one redraw with a new step on each curve: other programs do not count.
std::vector<double> redrawTimes(LossPlot& plot, QWidget* canvas, int from, int count) {
  std::vector<double> times;
  for (int step = from; step < from + count; ++step) {
    const double start = threadMilliseconds();
    for (const char* key : {"D", "G", "L1"}) plot.append(key, step, std::sin(step * .7) + 2);
    QMetaObject::invokeMethod(canvas, "replot", Qt::DirectConnection);
    canvas->repaint();
    times.push_back(threadMilliseconds() - start);
  }
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace

void TestLossPlot::bench() {
  if (!QCoreApplication::arguments().contains("bench")) QSKIP("only on request: test_loss_plot bench");
  Shown shown({900, 420});
  shown.plot.addCurve("L1", "L1", 2);
  const double before = residentMegabytes();
  const int steps = 100000;
  QElapsedTimer clock;
  clock.start();
  std::mt19937 random(1);
  for (int step = 0; step < steps; ++step)
    for (const char* key : {"D", "G", "L1"}) shown.plot.append(key, step, random() / double(random.max()) + std::cos(step / 9000.));
  qInfo("appending 3 x %d: %.0f ms", steps, double(clock.nsecsElapsed()) / 1e6);
  shown.settle();
  int next = steps;
  for (int smoothing : {0, 90}) {
    shown.plot.setSmoothing(smoothing);
    shown.settle();
    const auto times = redrawTimes(shown.plot, shown.canvas(), next, 200);
    next += 200;
    qInfo("smoothing %2d %%: redraw p50 %.2f ms, p95 %.2f ms, most %.2f ms", smoothing, times[100], times[190], times.back());
  }
  qInfo("memory: %.1f MB more", residentMegabytes() - before);
}

QTEST_MAIN(TestLossPlot)
#include "test_loss_plot.moc"
