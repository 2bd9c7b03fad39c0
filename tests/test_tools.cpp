// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and pen do with each tool.
#include <QSignalSpy>

#include "tests/canvas_fixture.h"

using namespace chaesaek;

class TestTools : public CanvasTest {
  Q_OBJECT

 private Q_SLOTS:
  void init() { open(); }
  void cleanup() { close(); }

  void theMouseDrawsOneUndoableStroke() {
    drag({20, 100}, {180, 100});
    QVERIFY(std::abs(widthAt(s_->document, 100) - 8) < 1.5);
    QVERIFY(s_->document.isModified());
    s_->document.undo();
    QVERIFY(s_->document.isEmpty());
    QVERIFY(!s_->document.canUndo());
  }

  void brushSizes() {
    s_->settings.penSize = 20;
    drag({20, 100}, {180, 100});
    QVERIFY(std::abs(widthAt(s_->document, 100) - 20) < 1.5);
    s_->view.setTool(s_->tool("eraser"));
    s_->settings.eraserSize = 8;
    drag({20, 100}, {180, 100});
    QVERIFY(std::abs(widthAt(s_->document, 100) - 12) < 2);
    int size = 8;
    s_->settings.stepSize(&size, 1);
    QCOMPARE(size, 9);
    for (int i = 0; i < 100; ++i) s_->settings.stepSize(&size, 1);
    QCOMPARE(size, 200);
    for (int i = 0; i < 100; ++i) s_->settings.stepSize(&size, -1);
    QCOMPARE(size, 1);
  }

  void pressureBecomesWidth() {
    const QPointingDevice stylus("pen", 1, QInputDevice::DeviceType::Stylus, QPointingDevice::PointerType::Pen,
                                 QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 3);
    s_->settings.penSize = 20;
    pen({20, 100}, 0.1, true, stylus);
    for (int x = 30; x <= 180; x += 10) pen({static_cast<double>(x), 100}, x / 180.0, true, stylus);
    pen({180, 100}, 0, false, stylus);
    const double thin = widthAt(s_->document, 40), middle = widthAt(s_->document, 100), thick = widthAt(s_->document, 170);
    QVERIFY2(thin > 2 && thin < middle - 3 && middle < thick - 3 && thick < 21, qPrintable(QString("%1 %2 %3").arg(thin).arg(middle).arg(thick)));
    s_->document.undo();
    QVERIFY(s_->document.isEmpty());
  }

  void thePensOtherEndErases() {
    const QPointingDevice eraser("pen", 2, QInputDevice::DeviceType::Stylus, QPointingDevice::PointerType::Eraser,
                                 QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 3);
    drag({20, 100}, {180, 100});
    pen({100, 60}, 1, true, eraser);
    pen({100, 100}, 1, true, eraser);
    pen({100, 140}, 1, true, eraser);
    pen({100, 140}, 0, false, eraser);
    QCOMPARE(widthAt(s_->document, 100), 0.);
    QVERIFY(widthAt(s_->document, 40) > 6);
  }

  void smoothingLagsButArrives() {
    s_->settings.smoothing = 90;
    QTest::mousePress(window(), Qt::LeftButton, {}, on({20, 100}));
    QTest::mouseMove(window(), on({180, 100}));
    QVERIFY(widthAt(s_->document, 150) < 1);
    QTest::mouseRelease(window(), Qt::LeftButton, {}, on({180, 100}));
    QVERIFY(widthAt(s_->document, 150) > 6);
  }

  void hintBrushAndRightClick() {
    s_->view.setTool(s_->tool("hint-brush"));
    s_->settings.setColour(Qt::blue);
    QTest::mouseClick(window(), Qt::LeftButton, {}, on({50, 50}));
    drag({100, 100}, {160, 100});
    QCOMPARE(s_->document.hints().size(), 2u);
    QCOMPARE(s_->document.hints()[0].points.size(), 1u);
    QCOMPARE(s_->document.hints()[0].colour, QColor(Qt::blue));
    QVERIFY(s_->document.hints()[1].points.size() > 3);
    QTest::mouseClick(window(), Qt::RightButton, {}, on({130, 100}));
    QCOMPARE(s_->document.hints().size(), 1u);
    QTest::mouseClick(window(), Qt::RightButton, {}, on({130, 100}));
    QCOMPARE(s_->document.hints().size(), 1u);
    s_->view.setTool(s_->tool("hint-eraser"));
    drag({20, 50}, {90, 50});
    QVERIFY(s_->document.hints().empty());
    s_->document.undo();
    QCOMPARE(s_->document.hints().size(), 1u);
    QVERIFY(cv::countNonZero(s_->document.ink()) == 0);
    s_->document.addHint({Qt::red, 4, {{100, 50}}});
    QTest::mousePress(window(), Qt::LeftButton, {}, on({10, 50}));
    QTest::mouseMove(window(), on({190, 50}));  // a fast hand
    QTest::mouseRelease(window(), Qt::LeftButton, {}, on({190, 50}));
    QVERIFY(s_->document.hints().empty());
  }

  void aPenTakesTheKeysAsAMouseDoes() {
    const QPointingDevice stylus("pen", 3, QInputDevice::DeviceType::Stylus, QPointingDevice::PointerType::Pen,
                                 QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 3);
    s_->view.clearFocus();
    pen({100, 100}, .5, true, stylus);
    QVERIFY(s_->view.hasFocus());
    pen({100, 100}, 0, false, stylus);
  }

  void aHintThatComesLateLeavesTheStrokeAlone() {
    s_->view.setTool(s_->tool("fill-hint"));
    QTest::mouseClick(window(), Qt::LeftButton, {}, on({50, 50}));
    s_->document.beginStroke(false);
    s_->document.extendStroke({20, 150, 4});
    QTRY_COMPARE(s_->document.hints().size(), 1u);
    s_->document.extendStroke({180, 150, 4});
    s_->document.endStroke();
    QVERIFY(widthAt(s_->document, 100) > 2);
    QTest::mouseClick(window(), Qt::LeftButton, {}, on({50, 50}));
    s_->document.reset({200, 200});  // another drawing of the same size
    QTest::qWait(200);
    QVERIFY(s_->document.hints().empty());
  }

  void fillHintLandsInsideItsRegion() {
    cv::Mat sketch(200, 200, CV_8U, cv::Scalar(255));
    sketch(cv::Rect(20, 20, 100, 60)).setTo(0);
    sketch(cv::Rect(24, 24, 92, 52)).setTo(255);
    s_->document.replaceSketch(sketch);
    s_->view.setTool(s_->tool("fill-hint"));
    QTest::mouseClick(window(), Qt::LeftButton, {}, on({28, 28}));  // in a corner
    QTRY_COMPARE(s_->document.hints().size(), 1u);
    const Hint first = s_->document.hints()[0];
    QVERIFY(QRectF(24 + 14, 24 + 14, 92 - 28, 52 - 28).contains(first.points.front()));
    s_->settings.setColour(Qt::green);
    QTest::mouseClick(window(), Qt::LeftButton, {}, on({110, 70}));  // the same region: it changes its colour
    QTRY_VERIFY(s_->document.hints().front().colour == QColor(Qt::green));
    QCOMPARE(s_->document.hints().size(), 1u);
    QTest::mouseClick(window(), Qt::LeftButton, {}, on({150, 150}));  // outside
    QTRY_COMPARE(s_->document.hints().size(), 2u);
    s_->document.undo();
    s_->document.undo();
    QVERIFY(s_->document.hints() == std::vector<Hint>{first});
  }

  void pickerTakesTheColour() {
    s_->document.setColoured(filled({200, 200}, QColor(10, 120, 200)), filled({200, 200}, Qt::black), 1, "m", "h");
    s_->document.addHint({QColor(250, 3, 4), 8, {{50, 50}}});
    s_->view.setAltTool(s_->tool("picker"));
    QTest::mouseClick(window(), Qt::LeftButton, Qt::AltModifier, on({120, 120}));
    QCOMPARE(s_->settings.colour, QColor(10, 120, 200));
    s_->view.setTool(s_->tool("picker"));
    QTest::mouseClick(window(), Qt::LeftButton, {}, on({52, 51}));
    QCOMPARE(s_->settings.colour, QColor(250, 3, 4));
    QCOMPARE(cv::countNonZero(s_->document.ink()), 0);
  }

  void aStrokeRepaintsOnlyItself() {
    // What partial repaints leave on screen is what a full one paints.
    s_->state.setZoom(0.7, {200, 150}, s_->view.size(), s_->document.size());
    s_->document.setColoured(filled({200, 200}, Qt::yellow), filled({200, 200}, Qt::cyan), 1, "m", "h");
    s_->view.setMode(CanvasMode::UnderInk);
    drag({20, 20}, {180, 170});
    s_->document.addHint({Qt::red, 6, {{100, 40}}});
    QTest::mouseMove(window(), {1, 1});
    QCoreApplication::processEvents();
    const QImage partial = window()->screen()->grabWindow(s_->view.winId()).toImage().convertToFormat(QImage::Format_RGB32);
    if (partial.isNull()) QSKIP("this platform cannot read its screen");
    QCOMPARE(partial.size(), s_->view.size());
    QVERIFY(mostDifference(partial, s_->view.grab().toImage()) <= 2);  // sampling rounds by where a repaint begins
  }

  void theInvitationGoesWithTheFirstStroke() {
    s_->view.setInvitation("draw here");
    QSignalSpy gone(&s_->view, &CanvasView::invitationGone);
    const QImage invited = s_->view.grab().toImage();
    drag({20, 100}, {30, 100});
    QVERIFY(s_->view.invitation().isEmpty());
    QCOMPARE(gone.size(), 1);
    s_->document.undo();
    QVERIFY(s_->view.grab().toImage() != invited);
  }
};

QTEST_MAIN(TestTools)
#include "test_tools.moc"
