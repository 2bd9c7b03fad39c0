// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of the window: keys, names, sizes, theme, focus.
#include "tests/studio_fixture.h"
#include "ui/widgets/colour_wheel.h"
#include "ui/widgets/swatches.h"

using namespace chaesaek;

class TestControls : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useOwnHome(folder_); }
  void keysChooseTools();
  void sizeKeysChangeTheBrush();
  void arrangements();
  void theme();
  void tabHidesThePanels();
  void deleteOnASwatchSparesThePaper();
  void everyButtonIsNamed();
  void nothingIsClipped_data();
  void nothingIsClipped();
  void wheelPicksTheColour();

 private:
  QTemporaryDir folder_;
};

void TestControls::keysChooseTools() {
  Studio studio;
  const auto chosen = [&](const char* id) { return studio.window.findChild<QAbstractButton*>(QString("tool-") + id)->isChecked(); };
  QVERIFY(chosen("pen"));
  QTest::keyClick(&studio.window, Qt::Key_E);
  QVERIFY(chosen("eraser"));
  QVERIFY(!chosen("pen"));
  QTest::keyClick(&studio.window, Qt::Key_P);
  QVERIFY(chosen("pen"));
}

void TestControls::sizeKeysChangeTheBrush() {
  Studio studio;
  const int before = studio.page->settings()->penSize;
  QTest::keyClick(&studio.window, Qt::Key_BracketRight);
  QVERIFY(studio.page->settings()->penSize > before);
  QTest::keyClick(&studio.window, Qt::Key_BracketLeft);
  QCOMPARE(studio.page->settings()->penSize, before);
}

void TestControls::arrangements() {
  Studio studio;
  const int half = studio.canvas->width();
  const double zoom = studio.canvas->viewState()->zoom();
  QTest::mouseClick(studio.button("Under ink"), Qt::LeftButton);
  QVERIFY(!studio.page->stage()->coloured()->isVisible());
  QCOMPARE(studio.canvas->mode(), CanvasMode::UnderInk);
  QVERIFY(studio.canvas->width() > 2 * half - 2);
  QVERIFY(studio.canvas->viewState()->zoom() > zoom);  // fitted to the room that it has now
  QTest::mouseClick(studio.button("Slider"), Qt::LeftButton);
  QCOMPARE(studio.canvas->mode(), CanvasMode::Slider);
  QTest::mouseClick(studio.button("Side by side"), Qt::LeftButton);
  QVERIFY(studio.page->stage()->coloured()->isVisible());
}

void TestControls::theme() {
  Studio studio;
  const auto corner = [&] { return pixel(studio.window.grab().toImage(), 3, 300); };
  QCOMPARE(corner(), QColor("#f2f2f2"));
  Theme::instance().choose(ThemeChoice::Dark);
  QCOMPARE(corner(), QColor("#272727"));
  QCOMPARE(studio.window.palette().color(QPalette::Highlight), QColor("#5fbd9f"));
  Theme::instance().choose(ThemeChoice::Light);
  QCOMPARE(corner(), QColor("#f2f2f2"));
}

void TestControls::tabHidesThePanels() {
  Studio studio;
  QAbstractButton* live = studio.button("Live colours");
  const int before = studio.canvas->width();
  studio.canvas->setFocus();
  QTest::keyClick(studio.canvas, Qt::Key_Tab);
  QVERIFY(!live->isVisible());
  QTRY_VERIFY(studio.canvas->width() > before);
  const auto* eraser = studio.window.findChild<QAbstractButton*>("tool-eraser");
  QVERIFY(!eraser->isChecked());
  QTest::keyClick(studio.canvas, Qt::Key_E);
  QVERIFY(eraser->isChecked());  // there the keys are the only way to the tools
  QTest::keyClick(studio.canvas, Qt::Key_Tab);
  QVERIFY(live->isVisible());
  QTest::keyClick(studio.canvas, Qt::Key_Backtab, Qt::ShiftModifier);  // leaves the canvas instead
  QVERIFY(!studio.canvas->hasFocus());
}

void TestControls::deleteOnASwatchSparesThePaper() {
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

void TestControls::everyButtonIsNamed() {
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

void TestControls::nothingIsClipped_data() {
  QTest::addColumn<QSize>("size");
  QTest::newRow("least") << QSize(1024, 640);
  QTest::newRow("usual") << QSize(1280, 800);
  QTest::newRow("full hd") << QSize(1920, 1080);
}

void TestControls::nothingIsClipped() {
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

void TestControls::wheelPicksTheColour() {
  Studio studio;
  auto* wheel = studio.window.findChild<ColourWheel*>();
  QTest::mouseClick(wheel, Qt::LeftButton, {}, QPoint(wheel->width() / 2, 10));  // the top of the ring: 90 degrees
  QVERIFY(std::abs(studio.page->settings()->colour.hsvHue() - 90) <= 3);
  QTest::keyClick(wheel, Qt::Key_Right);
  QVERIFY(studio.page->settings()->colour.hsvHue() > 90);
}

QTEST_MAIN(TestControls)
#include "test_controls.moc"
