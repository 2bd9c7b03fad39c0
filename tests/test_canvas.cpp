// SPDX-License-Identifier: GPL-3.0-or-later
// Where the paper lies and what is shown of it: zoom, pan, mirror, modes, linked views.
#include <QPainter>
#include <QSignalSpy>
#include <QWheelEvent>

#include "tests/canvas_fixture.h"
#include "ui/canvas/mip_image.h"

using namespace chaesaek;

class TestCanvas : public CanvasTest {
  Q_OBJECT

 private Q_SLOTS:
  void init() { open(); }
  void cleanup() { close(); }

  void paperIsFittedWithAMargin() {
    const QRectF paper(s_->view.toWidget({0, 0}), s_->view.toWidget({200, 200}));
    QCOMPARE(paper, QRectF(62, 12, 276, 276));
    s_->view.resize(300, 300);
    QCOMPARE(s_->view.toWidget({0, 0}), QPointF(12, 12));
  }

  void theWheelZoomsAtThePointer() {
    const QPointF at(250, 90);
    const QPointF under = s_->view.toCanvas(at);
    const double before = s_->state.zoom();
    QSignalSpy zoomed(&s_->view, &CanvasView::zoomChanged);
    wheel(at, 3);
    QVERIFY(s_->state.zoom() > 1.6 * before && !zoomed.isEmpty());
    for (int i = 0; i < 5; ++i) {
      const QPointF drift = s_->view.toWidget(under) - at;
      QVERIFY2(std::hypot(drift.x(), drift.y()) <= 0.75, qPrintable(QString("%1 %2").arg(drift.x()).arg(drift.y())));
      wheel(at, i % 2 ? 1 : -2);
    }
    QVERIFY(s_->document.isEmpty());
  }

  void pinching() {
    const double before = s_->state.zoom();
    const QPointF at(150, 200);
    const QPointingDevice* touchpad = QPointingDevice::primaryPointingDevice();
    QWindowSystemInterface::handleGestureEventWithRealValue(window(), 0, touchpad, Qt::ZoomNativeGesture, 0.25, at, s_->view.mapToGlobal(at));
    QCoreApplication::processEvents();
    QCOMPARE(s_->state.zoom(), 1.25 * before);

    QPointingDevice* screen = QTest::createTouchDevice();
    QTest::touchEvent(window(), screen).press(0, {150, 150}).press(1, {250, 150});
    for (int i = 1; i <= 10; ++i) QTest::touchEvent(window(), screen).move(0, {150 - 5 * i, 150}).move(1, {250 + 5 * i, 150});
    QTest::touchEvent(window(), screen).release(0, {100, 150}).release(1, {300, 150});
    QVERIFY2(s_->state.zoom() > 1.7 * before, qPrintable(QString::number(s_->state.zoom() / before)));
    QVERIFY(s_->document.isEmpty() && !s_->document.canUndo());
  }

  void zoomKeys() {
    const double fitted = s_->state.zoom();
    QTest::keyClick(window(), Qt::Key_Plus);
    QVERIFY(s_->state.zoom() > fitted);
    QTest::keyClick(window(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(s_->state.zoom(), 1.);
    QTest::keyClick(window(), Qt::Key_Minus);
    QVERIFY(s_->state.zoom() < 1);
    QTest::keyClick(window(), Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(s_->state.zoom(), fitted);
    s_->view.setTool(s_->tool("zoom"));
    QTest::mouseClick(window(), Qt::LeftButton, {}, {200, 150});
    QCOMPARE(s_->state.zoom(), fitted * 1.5);
    QTest::mouseClick(window(), Qt::LeftButton, Qt::ControlModifier, {200, 150});
    QCOMPARE(s_->state.zoom(), fitted);
  }

  void spaceAndMiddleButtonPan() {
    const QPointF before = s_->view.toWidget({0, 0});
    QTest::keyPress(window(), Qt::Key_Space);
    QCOMPARE(s_->view.cursor().shape(), Qt::OpenHandCursor);
    QTest::mousePress(window(), Qt::LeftButton, {}, {200, 150});
    QTest::mouseMove(window(), {230, 140});
    QTest::mouseRelease(window(), Qt::LeftButton, {}, {230, 140});
    QTest::keyRelease(window(), Qt::Key_Space);
    QCOMPARE(s_->view.toWidget({0, 0}) - before, QPointF(30, -10));
    QTest::mousePress(window(), Qt::MiddleButton, {}, {200, 150});
    QTest::mouseMove(window(), {190, 170});
    QTest::mouseRelease(window(), Qt::MiddleButton, {}, {190, 170});
    QCOMPARE(s_->view.toWidget({0, 0}) - before, QPointF(20, 10));
    QVERIFY(s_->document.isEmpty());
    drag({20, 100}, {180, 100});
    QVERIFY(!s_->document.isEmpty());
  }

  void mirrorAndRotationTurnTheViewOnly() {
    const QPointF corner = s_->view.toWidget({0, 0});
    s_->state.mirror();
    QVERIFY(QLineF(s_->view.toWidget({200, 0}), corner).length() < 1);
    s_->state.mirror();
    s_->state.rotateBy(90);
    QVERIFY(QLineF(s_->view.toWidget({0, 200}), corner).length() < 1);
    drag({20, 100}, {180, 100});
    QVERIFY(std::abs(widthAt(s_->document, 100) - 8) < 1.5);
  }

  void modesShowTheirPictures() {
    drag({20, 100}, {180, 100});
    s_->document.setColoured(filled({200, 200}, Qt::yellow), filled({200, 200}, Qt::cyan), 1, "m", "h");
    s_->document.addHint({Qt::red, 6, {{100, 40}}});
    QCoreApplication::processEvents();
    const auto pixel = [&](QPointF canvas) { return s_->view.grab().toImage().pixelColor(on(canvas)); };
    QTest::mouseMove(window(), {1, 1});
    QCOMPARE(pixel({100, 150}), QColor(Qt::white));
    QCOMPARE(pixel({100, 100}), QColor(Qt::black));
    QCOMPARE(pixel({100, 40}), QColor(Qt::red));
    s_->view.setMode(CanvasMode::Coloured);
    QCOMPARE(pixel({100, 100}), QColor(Qt::cyan));
    QCOMPARE(pixel({100, 40}), QColor(Qt::cyan));
    s_->view.setMode(CanvasMode::UnderInk);
    QCOMPARE(pixel({100, 150}), QColor(Qt::yellow));
    QCOMPARE(pixel({100, 100}), QColor(Qt::black));
    s_->view.setMode(CanvasMode::Slider);
    QCOMPARE(pixel({50, 150}), QColor(Qt::white));
    QCOMPARE(pixel({150, 150}), QColor(Qt::cyan));
    QTest::mousePress(window(), Qt::LeftButton, {}, {200, 20});
    QTest::mouseMove(window(), {90, 20});
    QTest::mouseRelease(window(), Qt::LeftButton, {}, {90, 20});
    QCOMPARE(pixel({50, 150}), QColor(Qt::cyan));
    QCOMPARE(s_->view.grab().toImage().pixel(3, 3), s_->view.palette().color(QPalette::Dark).rgb());
  }

  void linkedViewsMoveTogether() {
    CanvasView other(&s_->document, &s_->state, CanvasMode::Coloured);
    other.resize(s_->view.size());
    wheel({120, 80}, 2);
    QCOMPARE(other.toWidget({33, 44}), s_->view.toWidget({33, 44}));
  }

  void mipLevelsFollowPartialChanges() {
    QImage picture = filled({203, 131}, Qt::white);
    MipImage partial;
    partial.at(picture, 0.2);
    for (const QRect& rect : {QRect(0, 0, 3, 5), QRect(101, 60, 31, 17), QRect(190, 120, 13, 11)}) {
      QPainter(&picture).fillRect(rect, QColor(rect.x() % 255, 90, 10));
      partial.invalidate(rect);
    }
    for (const double scale : {0.5, 0.25, 0.13, 0.2}) {
      MipImage whole;
      const QImage& expected = whole.at(picture, scale);
      const QImage& level = partial.at(picture, scale);
      QVERIFY(level.width() >= static_cast<int>(203 * scale));
      QCOMPARE(level, expected);
    }
    QCOMPARE(&partial.at(picture, 0.7), &picture);
  }
};

QTEST_MAIN(TestCanvas)
#include "test_canvas.moc"
