// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "ui/jobs/live_bridge.h"

using namespace chaesaek;

namespace {

// A closed box, so that flat fill has a region to paint.
cv::Mat box(int left, int top, int side) {
  cv::Mat sketch(256, 256, CV_8U, cv::Scalar(255));
  sketch(cv::Rect(left, top, side, side)).setTo(0);
  sketch(cv::Rect(left + 5, top + 5, side - 10, side - 10)).setTo(255);
  return sketch;
}

Hint dot(QColor colour, QPointF at) { return {colour, 5, {at}}; }

}  // namespace

class TestLiveBridge : public QObject {
  Q_OBJECT

  struct Live {
    Document document{{256, 256}};
    LiveBridge bridge{&document};
    QSignalSpy results{&document, &Document::colouredChanged};

    Live() { bridge.setModel("flat", "cpu"); }
    bool settled() { return bridge.state() == LiveState::UpToDate && document.colouredRevision() == document.revision(); }
    QColor colourAt(int x, int y) { return document.colours().pixelColor(x, y); }
  };

 private Q_SLOTS:
  void theModelIsLoadedAndNamed() {
    Live live;
    QSignalSpy loaded(&live.bridge, &LiveBridge::modelLoaded);
    QCOMPARE(live.bridge.state(), LiveState::Working);
    QTRY_COMPARE(loaded.size(), 1);
    QCOMPARE(live.bridge.model().name, std::string("flat"));
    QVERIFY(live.bridge.device().contains("cpu", Qt::CaseInsensitive));
    QTRY_VERIFY(live.settled());
    QCOMPARE(live.document.modelName(), QString("flat"));
  }

  void theLastChangeIsAlwaysColoured() {
    Live live;
    live.document.replaceSketch(box(40, 40, 150));
    live.document.addHint(dot(Qt::red, {100, 100}));
    QTRY_VERIFY(live.settled());
    QCOMPARE(live.colourAt(120, 120), QColor(Qt::red));
    QCOMPARE(live.document.colouredPicture().pixelColor(41, 100), QColor(Qt::black));
    for (int burst = 0; burst < 20; ++burst) {
      const int before = live.results.size();
      live.document.beginStroke(false);
      for (int i = 0; i < 50; ++i) live.document.extendStroke({static_cast<float>(60 + 2 * i), static_cast<float>(60 + burst), 3});
      live.document.endStroke();
      live.document.setHints({dot(burst % 2 ? Qt::blue : Qt::green, {100, 150})});
      if (burst % 3 == 0) QTest::qWait(burst);
      QVERIFY(live.results.size() - before <= 52);
    }
    QTRY_VERIFY(live.settled());
    QCOMPARE(live.colourAt(100, 170), QColor(Qt::blue));
  }

  void aBurstCostsFewRequests() {
    Live live;
    QTRY_VERIFY(live.settled());
    const int before = live.results.size();
    live.document.beginStroke(false);
    for (int i = 0; i < 200; ++i) live.document.extendStroke({static_cast<float>(20 + i), 100, 4});
    live.document.endStroke();
    QTRY_VERIFY(live.settled());
    QCOMPARE(live.results.size() - before, 1);  // all in one turn of the event loop
    const int settled = live.results.size();
    QTest::qWait(100);
    QCOMPARE(live.results.size(), settled);  // nothing changed, nothing runs
  }

  void sizesMayChangeMeanwhile() {
    Live live;
    live.document.replaceSketch(box(40, 40, 150));
    live.document.reset({90, 70});
    live.document.undo();
    live.document.reset({300, 200});
    live.document.addHint(dot(Qt::red, {100, 100}));
    QTRY_VERIFY(live.settled());
    QCOMPARE(live.document.colours().size(), QSize(300, 200));
    QCOMPARE(live.colourAt(100, 100), QColor(Qt::red));
  }

  void offAndHiddenColourNothing() {
    Live live;
    live.document.replaceSketch(box(40, 40, 150));
    QTRY_VERIFY(live.settled());
    for (const LiveState state : {LiveState::Off, LiveState::PausedHidden}) {
      const auto pause = [&](bool on) { state == LiveState::Off ? live.bridge.setOn(!on) : live.bridge.setHidden(on); };
      pause(true);
      QCOMPARE(live.bridge.state(), state);
      const int before = live.results.size();
      live.document.addHint(dot(state == LiveState::Off ? Qt::red : Qt::blue, {100, 100}));
      QTest::qWait(60);
      QCOMPARE(live.results.size(), before);
      pause(false);
      QTRY_VERIFY(live.settled());
      QCOMPARE(live.colourAt(120, 120), state == LiveState::Off ? QColor(Qt::red) : QColor(Qt::blue));
      live.document.undo();
      QTRY_VERIFY(live.settled());
    }
  }

  void switchingOffAndOnInMidRequestLosesNothing() {
    Live live;
    live.document.replaceSketch(box(40, 40, 150));
    for (int i = 0; i < 10; ++i) {
      live.document.setHints({dot(QColor(10 * i, 200, 0), {100, 100})});
      QTest::qWait(1);
      live.bridge.setOn(false);
      if (i % 2) QTest::qWait(3);
      live.bridge.setOn(true);
    }
    QTRY_VERIFY(live.settled());
    QCOMPARE(live.colourAt(120, 120), QColor(90, 200, 0));
  }

  void aBadModelChangesNothing() {
    Live live;
    QTRY_VERIFY(live.settled());
    QSignalSpy failed(&live.bridge, &LiveBridge::modelFailed);
    live.bridge.setModel("/no/such/model.safetensors", "cpu");
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed[0][0].toString().contains("/no/such/model.safetensors"));
    QCOMPARE(live.bridge.model().name, std::string("flat"));
    live.document.addHint(dot(Qt::red, {100, 100}));
    QTRY_VERIFY(live.settled());
  }

  void savedColoursStayUntilTheDrawingChanges() {
    Live live;
    QTRY_VERIFY(live.settled());
    live.document.replaceSketch(box(40, 40, 150));
    QTRY_VERIFY(live.settled());
    DocumentSnapshot saved = snapshotOf(live.document);
    saved.colours.fill(Qt::red);
    QSignalSpy recognised(&live.bridge, &LiveBridge::recognised);
    restore(live.document, saved, "saved.ora");
    QTRY_VERIFY(recognised.size() > 0 && live.settled());  // looked at, but not painted over
    QCOMPARE(live.colourAt(120, 120), QColor(Qt::red));
    live.document.addHint(dot(Qt::blue, {100, 100}));
    QTRY_VERIFY(live.settled());
    QCOMPARE(live.colourAt(120, 120), QColor(Qt::blue));
    restore(live.document, saved, "saved.ora");
    QTRY_VERIFY(live.settled());
    live.bridge.setModel("flat", "cpu");  // chosen now
    QTRY_VERIFY(live.settled() && live.colourAt(120, 120) == QColor(Qt::white));
  }

  void latencyIsMeasured() {
    Live live;
    QTRY_VERIFY(live.settled());
    for (int i = 0; i < 12; ++i) {
      live.document.addHint(dot(Qt::red, {10.0 + 15 * i, 100}));
      QTRY_VERIFY(live.settled());
    }
    const Latency latency = live.bridge.latency();
    QVERIFY(latency.results >= 12);
    QVERIFY(latency.p50 > 0 && latency.p50 <= latency.p95 && latency.p95 < 5000);
  }

  void closingInMidRequest() {
    for (int i = 0; i < 5; ++i) {
      Live live;
      live.document.replaceSketch(box(40, 40, 100 + i));
      QTest::qWait(2 * i);
    }
  }
};

QTEST_GUILESS_MAIN(TestLiveBridge)
#include "test_live_bridge.moc"
