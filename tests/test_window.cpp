// SPDX-License-Identifier: GPL-3.0-or-later
// The window with real mouse and key events: draw, hint, undo, open, save, export, close.
#include <QAbstractButton>
#include <QAction>
#include <QPalette>
#include <QSlider>
#include <QTemporaryDir>
#include <QtTest>

#include "core/image/codec.h"
#include "ui/pages/draw_actions.h"
#include "ui/pages/draw_page.h"
#include "ui/pages/file_actions.h"
#include "ui/pages/main_window.h"
#include "ui/widgets/colour_wheel.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/swatches.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

using namespace chaesaek;

namespace {

/// A window of its own folder, with flat fill: the colours follow from the hints alone.
struct Studio {
  MainWindow window;
  DrawPage* page = window.drawPage();
  Document* document = page->document();
  CanvasView* canvas = page->stage()->sketch();

  Studio() {
    page->loadModel("flat");
    window.resize(1280, 800);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) qFatal("the window does not become active");
  }
  bool settled() { return QTest::qWaitFor([this] { return page->live()->state() == LiveState::UpToDate; }, 20000); }
  QPoint at(double x, double y) const { return canvas->toWidget({x, y}).toPoint(); }
  void drag(std::initializer_list<QPointF> points) {
    QPointF from = *points.begin();
    QTest::mousePress(canvas, Qt::LeftButton, {}, at(from.x(), from.y()));
    for (const QPointF& to : points) {
      for (int step = 1; step <= 8; ++step) {
        const QPointF between = from + (to - from) * step / 8;
        QTest::mouseMove(canvas, at(between.x(), between.y()));
      }
      from = to;
    }
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(from.x(), from.y()));
  }
  void drawBox() { drag({{100, 100}, {400, 100}, {400, 400}, {100, 400}, {100, 100}}); }
  QAbstractButton* button(const QString& title) const {
    for (auto* each : window.findChildren<QAbstractButton*>()) {
      if (each->text() == title && each->isVisible()) return each;
    }
    return nullptr;
  }
  bool says(const QString& subject) const { return page->findChild<MessageArea*>()->says(subject); }
};

QColor pixel(const QImage& image, int x, int y) { return image.pixelColor(x, y); }

}  // namespace

class TestWindow : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void strokeAndHintColour();
  void undoTakesTheStrokeBack();
  void keysChooseTools();
  void sizeKeysChangeTheBrush();
  void savesAndOpens();
  void exportsFullSize();
  void aFileThatIsNoPictureIsSaid();
  void colouredPictureOffersLines();
  void closingAsks();
  void saveFromTheQuestionSaves();
  void keptVersionComesBack();
  void arrangements();
  void switchStopsTheColours();
  void theme();
  void tabHidesThePanels();
  void deleteOnASwatchSparesThePaper();
  void everyButtonIsNamed();
  void nothingIsClipped_data();
  void nothingIsClipped();
  void wheelPicksTheColour();
  void sampleAtFirstStart();

 private:
  QTemporaryDir folder_;
};

void TestWindow::initTestCase() {
  qputenv("CHAESAEK_HOME", folder_.path().toLocal8Bit());
  Theme::instance().choose(ThemeChoice::Light);
}

void TestWindow::strokeAndHintColour() {
  Studio studio;
  QTest::keyClick(&studio.window, Qt::Key_P);
  studio.drawBox();
  QVERIFY(studio.document->ink().at<uchar>(100, 250) > 200);
  QVERIFY(studio.settled());
  QCOMPARE(pixel(studio.document->colouredPicture(), 250, 250), QColor(Qt::white));

  QTest::keyClick(&studio.window, Qt::Key_H);
  studio.page->settings()->setColour("#d22f27");
  studio.drag({{240, 250}, {260, 250}});
  QCOMPARE(studio.document->hints().size(), size_t(1));
  QVERIFY(studio.settled());
  const QColor inside = pixel(studio.document->colouredPicture(), 150, 350);
  QVERIFY2(inside.red() > 180 && inside.green() < 90 && inside.blue() < 90, qPrintable(inside.name()));
  QCOMPARE(pixel(studio.document->colouredPicture(), 20, 20), QColor(Qt::white));
}

void TestWindow::undoTakesTheStrokeBack() {
  Studio studio;
  studio.drawBox();
  QVERIFY(!studio.document->isEmpty());
  QTest::keyClick(&studio.window, Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(studio.document->isEmpty());
  QTest::keyClick(&studio.window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(!studio.document->isEmpty());
  QTest::keyClick(&studio.window, Qt::Key_Delete);
  QVERIFY(studio.document->isEmpty());
  QVERIFY(studio.document->canUndo());
}

void TestWindow::keysChooseTools() {
  Studio studio;
  const auto chosen = [&](const char* id) { return studio.window.findChild<QAbstractButton*>(QString("tool-") + id)->isChecked(); };
  QVERIFY(chosen("pen"));
  QTest::keyClick(&studio.window, Qt::Key_E);
  QVERIFY(chosen("eraser"));
  QVERIFY(!chosen("pen"));
  QTest::keyClick(&studio.window, Qt::Key_P);
  QVERIFY(chosen("pen"));
}

void TestWindow::sizeKeysChangeTheBrush() {
  Studio studio;
  const int before = studio.page->settings()->penSize;
  QTest::keyClick(&studio.window, Qt::Key_BracketRight);
  QVERIFY(studio.page->settings()->penSize > before);
  QTest::keyClick(&studio.window, Qt::Key_BracketLeft);
  QCOMPARE(studio.page->settings()->penSize, before);
}

void TestWindow::savesAndOpens() {
  const QString path = folder_.filePath("box.ora");
  cv::Mat ink;
  {
    Studio studio;
    studio.drawBox();
    studio.page->settings()->setColour("#5c9e31");
    QTest::keyClick(&studio.window, Qt::Key_H);
    studio.drag({{240, 250}, {260, 250}});
    QVERIFY(studio.settled());
    studio.page->files()->saveTo(path);
    QTRY_VERIFY(!studio.document->isModified());
    QCOMPARE(studio.document->fileName(), path);
    ink = studio.document->ink().clone();
  }
  Studio studio;
  studio.page->files()->openPath(path);
  QTRY_COMPARE(studio.document->fileName(), path);
  QCOMPARE(cv::norm(studio.document->ink(), ink, cv::NORM_INF), 0.);
  QCOMPARE(studio.document->hints().size(), size_t(1));
  QCOMPARE(studio.document->hints()[0].colour, QColor("#5c9e31"));
  QVERIFY(!studio.document->isModified());
}

void TestWindow::exportsFullSize() {
  Studio studio;
  studio.page->files()->startAnew({700, 300});
  studio.drag({{100, 100}, {600, 200}});
  QVERIFY(studio.settled());
  const QString path = folder_.filePath("out.png");
  studio.page->files()->exportTo(path, false);
  QTRY_VERIFY(QFile::exists(path));
  QCOMPARE(readPicture(path.toStdString()).size(), cv::Size(700, 300));
  QTRY_VERIFY(studio.says("saved"));
}

void TestWindow::aFileThatIsNoPictureIsSaid() {
  const QString path = folder_.filePath("text.png");
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("this is no picture");
  file.close();
  Studio studio;
  studio.drawBox();
  studio.document->setModified(false);
  studio.page->files()->openPath(path);
  QTRY_VERIFY(studio.says("error"));
  QVERIFY(!studio.document->isEmpty());
}

void TestWindow::colouredPictureOffersLines() {
  QImage picture(200, 200, QImage::Format_RGB32);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) picture.setPixelColor(x, y, QColor::fromHsv((x * 359) / 200, 200, 255 - y / 2));
  }
  const QString path = folder_.filePath("coloured.png");
  QVERIFY(picture.save(path));
  Studio studio;
  studio.page->files()->openPath(path);
  QTRY_VERIFY(studio.says("lines"));
  const quint64 before = studio.document->revision();
  QTest::mouseClick(studio.button("Extract lines"), Qt::LeftButton);
  QTRY_VERIFY(studio.document->revision() > before);
  QTRY_VERIFY(studio.says("lines"));  // once more, to try another strength
  QTest::mouseClick(studio.button("Use as it is"), Qt::LeftButton);
  QVERIFY(!studio.says("lines"));
}

void TestWindow::closingAsks() {
  Studio studio;
  studio.drawBox();
  QVERIFY(!studio.window.close());
  QVERIFY(studio.window.isVisible());
  QTest::mouseClick(studio.button("Cancel"), Qt::LeftButton);
  QVERIFY(studio.window.isVisible());
  QVERIFY(studio.document->isModified());
  QVERIFY(!studio.says("unsaved"));

  QVERIFY(!studio.window.close());
  QTest::mouseClick(studio.button("Discard"), Qt::LeftButton);
  QTRY_VERIFY(!studio.window.isVisible());
}

void TestWindow::saveFromTheQuestionSaves() {
  const QString path = folder_.filePath("asked.ora");
  Studio studio;
  studio.drawBox();
  studio.document->setFileName(path);
  QVERIFY(!studio.window.close());
  QTest::mouseClick(studio.button("Save"), Qt::LeftButton);
  QTRY_VERIFY(!studio.window.isVisible());
  QVERIFY(QFile::exists(path));
}

void TestWindow::keptVersionComesBack() {
  Studio studio;
  studio.drawBox();
  QTest::keyClick(&studio.window, Qt::Key_H);
  studio.page->settings()->setColour("#d22f27");
  studio.drag({{240, 250}, {260, 250}});
  QVERIFY(studio.settled());
  const QColor kept = pixel(studio.document->colouredPicture(), 150, 350);
  QTest::keyClick(&studio.window, Qt::Key_K);
  QCOMPARE(studio.document->versions().size(), size_t(1));

  QTest::keyClick(&studio.window, Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(studio.settled());
  QVERIFY(pixel(studio.document->colouredPicture(), 150, 350) != kept);
  QAbstractButton* thumbnail = nullptr;
  for (auto* each : studio.window.findChildren<QAbstractButton*>()) {
    if (each->accessibleName().startsWith("Kept version")) thumbnail = each;
  }
  QVERIFY(thumbnail);
  QTest::mouseClick(thumbnail, Qt::LeftButton);
  QCOMPARE(pixel(studio.document->colouredPicture(), 150, 350), kept);
}

void TestWindow::arrangements() {
  Studio studio;
  const int half = studio.canvas->width();
  QTest::mouseClick(studio.button("Under ink"), Qt::LeftButton);
  QVERIFY(!studio.page->stage()->coloured()->isVisible());
  QCOMPARE(studio.canvas->mode(), CanvasMode::UnderInk);
  QVERIFY(studio.canvas->width() > 2 * half - 2);
  QTest::mouseClick(studio.button("Slider"), Qt::LeftButton);
  QCOMPARE(studio.canvas->mode(), CanvasMode::Slider);
  QTest::mouseClick(studio.button("Side by side"), Qt::LeftButton);
  QVERIFY(studio.page->stage()->coloured()->isVisible());
}

void TestWindow::switchStopsTheColours() {
  Studio studio;
  QVERIFY(studio.settled());
  QTest::mouseClick(studio.button("Live colours"), Qt::LeftButton);
  QCOMPARE(studio.page->live()->state(), LiveState::Off);
  QCOMPARE(studio.page->stage()->badge()->text(), QString("off"));
  studio.drawBox();
  QTest::qWait(100);
  QVERIFY(studio.document->colouredRevision() < studio.document->revision());
  QTest::mouseClick(studio.button("Live colours"), Qt::LeftButton);
  QTRY_COMPARE(studio.document->colouredRevision(), studio.document->revision());
  studio.window.hide();
  QCOMPARE(studio.page->live()->state(), LiveState::PausedHidden);
}

void TestWindow::theme() {
  Studio studio;
  const auto corner = [&] { return pixel(studio.window.grab().toImage(), 3, 300); };
  QCOMPARE(corner(), QColor("#f2f2f2"));
  Theme::instance().choose(ThemeChoice::Dark);
  QCOMPARE(corner(), QColor("#272727"));
  QCOMPARE(studio.window.palette().color(QPalette::Highlight), QColor("#5fbd9f"));
  Theme::instance().choose(ThemeChoice::Light);
  QCOMPARE(corner(), QColor("#f2f2f2"));
}

void TestWindow::tabHidesThePanels() {
  Studio studio;
  QAbstractButton* live = studio.button("Live colours");
  const int before = studio.canvas->width();
  studio.canvas->setFocus();
  QTest::keyClick(studio.canvas, Qt::Key_Tab);
  QVERIFY(!live->isVisible());
  QTRY_VERIFY(studio.canvas->width() > before);
  QTest::keyClick(studio.canvas, Qt::Key_Tab);
  QVERIFY(live->isVisible());
  QTest::keyClick(studio.canvas, Qt::Key_Backtab, Qt::ShiftModifier);  // leaves the canvas instead
  QVERIFY(!studio.canvas->hasFocus());
}

void TestWindow::deleteOnASwatchSparesThePaper() {
  Studio studio;
  studio.drawBox();
  auto* palette = studio.window.findChild<Swatches*>();
  const auto count = palette->colours().size();
  auto* swatch = palette->findChild<QAbstractButton*>();
  swatch->setFocus();
  QTest::keyClick(swatch, Qt::Key_Delete);
  QCOMPARE(palette->colours().size(), count - 1);
  QVERIFY(!studio.document->isEmpty());
}

void TestWindow::everyButtonIsNamed() {
  Studio studio;
  QVERIFY(studio.settled());
  for (const auto* button : studio.window.findChildren<QAbstractButton*>()) {
    const QString what = button->objectName() + " " + button->text() + " " + button->metaObject()->className();
    if (QString(button->metaObject()->className()).startsWith("Q")) continue;  // inside Qt's own widgets
    QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(what));
    QVERIFY2(!button->toolTip().isEmpty(), qPrintable(what));
  }
  for (const char* id : {"pen", "eraser", "hint_brush", "hint_eraser", "fill_hint", "picker", "hand", "zoom"}) {
    const auto* button = studio.window.findChild<QAbstractButton*>(QString("tool-") + id);
    if (button) QVERIFY2(button->toolTip().contains('('), qPrintable(button->toolTip()));  // its key
  }
  QVERIFY(studio.window.findChildren<QAbstractButton*>(QRegularExpression("^tool-")).size() >= 8);
}

void TestWindow::nothingIsClipped_data() {
  QTest::addColumn<QSize>("size");
  QTest::newRow("least") << QSize(1024, 640);
  QTest::newRow("usual") << QSize(1280, 800);
  QTest::newRow("full hd") << QSize(1920, 1080);
}

void TestWindow::nothingIsClipped() {
  QFETCH(QSize, size);
  Studio studio;
  studio.window.resize(size);
  QVERIFY(studio.settled());
  QCOMPARE(studio.window.size(), size);
  for (const auto* widget : studio.window.findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->isWindow()) continue;
    const QRect inParent = widget->geometry();
    const QRect inWindow(widget->mapTo(&studio.window, QPoint()), widget->size());
    const QString what = QString("%1 '%2'").arg(widget->metaObject()->className(), widget->accessibleName());
    QVERIFY2(inWindow.left() >= 0 && inWindow.right() < size.width(), qPrintable(what));
    if (!qobject_cast<const QAbstractButton*>(widget)) continue;
    QVERIFY2(widget->width() >= widget->minimumSizeHint().width(), qPrintable(what));
    QVERIFY2(inParent.right() < widget->parentWidget()->width(), qPrintable(what));
  }
}

void TestWindow::wheelPicksTheColour() {
  Studio studio;
  auto* wheel = studio.window.findChild<ColourWheel*>();
  QTest::mouseClick(wheel, Qt::LeftButton, {}, QPoint(wheel->width() / 2, 10));  // the top of the ring: 90 degrees
  QVERIFY(std::abs(studio.page->settings()->colour.hsvHue() - 90) <= 3);
  QTest::keyClick(wheel, Qt::Key_Right);
  QVERIFY(studio.page->settings()->colour.hsvHue() > 90);
}

void TestWindow::sampleAtFirstStart() {
  uiSettings().remove("drawn");
  Studio studio;
  studio.page->welcome();
  QTRY_VERIFY(!studio.document->isEmpty());
  QVERIFY(studio.says("welcome"));
  QVERIFY(!studio.document->hints().empty());
  QVERIFY(!studio.document->isModified());
  QVERIFY(studio.settled());
  QTest::keyClick(&studio.window, Qt::Key_P);
  studio.drag({{10, 10}, {60, 60}});
  QVERIFY(!studio.says("welcome"));
  QVERIFY(uiSettings().value("drawn").toBool());
}

QTEST_MAIN(TestWindow)
#include "test_window.moc"
