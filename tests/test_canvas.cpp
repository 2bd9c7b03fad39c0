// SPDX-License-Identifier: GPL-3.0-or-later
// Real events: they enter through the window system interface, as a mouse's and a pen's do.
#include <qpa/qwindowsysteminterface.h>

#include <QApplication>
#include <QPainter>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include "ui/canvas/canvas_view.h"
#include "ui/canvas/mip_image.h"
#include "ui/tools/tool.h"

using namespace chaesaek;

namespace {

// Ink in a column of the canvas, in full pixels: how wide a horizontal stroke is there.
double widthAt(const Document& document, int x) { return cv::sum(document.ink().col(x))[0] / 255; }

int mostDifference(const QImage& a, const QImage& b) {
  return static_cast<int>(cv::norm(toMat(a), toMat(b), cv::NORM_INF));
}

QImage filled(QSize size, QColor colour) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(colour);
  return image;
}

}  // namespace

class TestCanvas : public QObject {
  Q_OBJECT

  struct Studio {
    Document document{{200, 200}};
    ToolSettings settings;
    ViewState state;
    CanvasView view{&document, &state, CanvasMode::Sketch};
    std::vector<std::unique_ptr<Tool>> tools = makeTools(&document, &settings);

    Tool* tool(const QString& id) {
      for (const auto& tool : tools) {
        if (tool->id() == id) return tool.get();
      }
      return nullptr;
    }
  };
  std::unique_ptr<Studio> s_;

  QPoint on(QPointF canvas) const { return s_->view.toWidget(canvas).toPoint(); }
  QWindow* window() const { return s_->view.windowHandle(); }

  void drag(QPointF from, QPointF to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(window(), button, modifiers, on(from));
    for (int i = 1; i <= 8; ++i) QTest::mouseMove(window(), on(from + (to - from) * (i / 8.0)));
    QTest::mouseRelease(window(), button, modifiers, on(to));
  }

  void pen(QPointF canvas, double pressure, bool down, const QPointingDevice& device) {
    const QPointF at = s_->view.toWidget(canvas);
    QWindowSystemInterface::handleTabletEvent(window(), &device, at, s_->view.mapToGlobal(at), down ? Qt::LeftButton : Qt::NoButton, pressure, 0, 0, 0, 0, 0);
    QCoreApplication::processEvents();
  }

  void wheel(QPointF at, int notches) {
    QWindowSystemInterface::handleWheelEvent(window(), at, s_->view.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches));
    QCoreApplication::processEvents();
  }

 private Q_SLOTS:
  void init() {
    s_ = std::make_unique<Studio>();
    s_->view.resize(400, 300);
    s_->view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&s_->view));
    s_->view.activateWindow();
    s_->view.setFocus();
    s_->view.setTool(s_->tool("pen"));
    s_->settings.smoothing = 0;
  }
  void cleanup() { s_.reset(); }

  void paperIsFittedWithAMargin() {
    const QRectF paper(s_->view.toWidget({0, 0}), s_->view.toWidget({200, 200}));
    QCOMPARE(paper, QRectF(62, 12, 276, 276));
    s_->view.resize(300, 300);
    QCOMPARE(s_->view.toWidget({0, 0}), QPointF(12, 12));
  }

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
