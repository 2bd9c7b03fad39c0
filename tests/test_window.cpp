// SPDX-License-Identifier: GPL-3.0-or-later
// The Draw page in use, with real mouse and key events: draw, hint, undo, open, save, export, close.
#include "tests/studio_fixture.h"
#include "core/image/codec.h"
#include "ui/jobs/autosave.h"
#include "ui/pages/file_actions.h"
#include "ui/pages/looks_like.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/swatches.h"
#include "ui/widgets/ui_settings.h"

using namespace chaesaek;

class TestWindow : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useOwnHome(folder_); }
  void strokeAndHintColour();
  void undoTakesTheStrokeBack();
  void savesAndOpens();
  void exportsFullSize();
  void aFileThatIsNoPictureIsSaid();
  void colouredPictureOffersLines();
  void aModelThatIsMissingIsSaid();
  void closingAsks();
  void saveFromTheQuestionSaves();
  void whatIsDrawnMeanwhileIsAskedAbout();
  void aStrokeUnderWayIsNotClosedOver();
  void aKeptDrawingIsOfferedAndNotLostAgain();
  void keptVersionComesBack();
  void whatItLooksLikeLendsItsColours();
  void switchStopsTheColours();
  void sampleAtFirstStart();

 private:
  QTemporaryDir folder_;
};

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

void TestWindow::aModelThatIsMissingIsSaid() {
  Studio studio;
  studio.page->loadModel(folder_.filePath("missing.safetensors"));
  QTRY_VERIFY(studio.says("model"));
  QVERIFY(studio.button("Flat fill"));  // the card: what stays in use
  studio.drawBox();
  QVERIFY(studio.settled());
}

void TestWindow::closingAsks() {
  Studio studio;
  studio.drawBox();
  studio.window.showPage(MainWindow::Page::Train);
  QVERIFY(!studio.window.close());
  QVERIFY(studio.window.isVisible());
  QVERIFY(studio.button("Cancel")->isVisible());  // the question is asked where it can be seen
  QTest::mouseClick(studio.button("Cancel"), Qt::LeftButton);
  QVERIFY(studio.window.isVisible());
  QVERIFY(studio.document->isModified());
  QVERIFY(!studio.says("unsaved"));

  QVERIFY(!studio.window.close());
  QTest::mouseClick(studio.button("Discard"), Qt::LeftButton);
  QTRY_VERIFY(!studio.window.isVisible());
}

/// Draws, closes, and answers "Save" to the question.
void closeAndSave(Studio& studio, const QString& path) {
  studio.drawBox();
  studio.document->setFileName(path);
  QVERIFY(!studio.window.close());
  QTest::mouseClick(studio.button("Save"), Qt::LeftButton);
}

void TestWindow::saveFromTheQuestionSaves() {
  const QString path = folder_.filePath("asked.ora");
  Studio studio;
  closeAndSave(studio, path);
  QTRY_VERIFY(!studio.window.isVisible());
  QVERIFY(QFile::exists(path));
}

void TestWindow::whatIsDrawnMeanwhileIsAskedAbout() {
  const QString path = folder_.filePath("meanwhile.ora");
  Studio studio;
  closeAndSave(studio, path);
  studio.drag({{20, 20}, {60, 60}});  // while it is saved
  QTRY_VERIFY(QFile::exists(path) && studio.says("unsaved"));
  QVERIFY(studio.window.isVisible());
  QTest::mouseClick(studio.button("Cancel"), Qt::LeftButton);
  const cv::Mat drawn = studio.document->ink().clone();
  studio.document->setModified(false);
  studio.page->files()->openPath(path);
  studio.drag({{20, 60}, {60, 20}});  // while it is opened
  QTRY_VERIFY(studio.says("unsaved"));
  QVERIFY(cv::norm(studio.document->ink(), drawn, cv::NORM_INF) > 0 && cv::countNonZero(studio.document->ink()) > cv::countNonZero(drawn));
  QTest::mouseClick(studio.button("Discard"), Qt::LeftButton);
  QVERIFY(cv::countNonZero(studio.document->ink()) < cv::countNonZero(drawn));

  studio.drag({{20, 20}, {60, 60}});
  studio.page->files()->save();
  studio.page->files()->startAnew({512, 512});  // while it is saved
  studio.drag({{20, 20}, {60, 60}});
  QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
  QTest::qWait(50);
  QVERIFY(studio.document->isModified() && studio.document->fileName().isEmpty());
}

void TestWindow::aStrokeUnderWayIsNotClosedOver() {
  Studio studio;
  studio.document->beginStroke(false);
  studio.document->extendStroke({30, 30, 8});
  QVERIFY(!studio.document->isModified());
  bool went = false;
  studio.page->files()->whenSafe([&] { went = true; });
  QVERIFY(!went && studio.says("unsaved") && studio.document->isModified());
}

void TestWindow::aKeptDrawingIsOfferedAndNotLostAgain() {
  const QDir folder(QDir(qEnvironmentVariable("CHAESAEK_HOME")).filePath("recovery"));
  QVERIFY(folder.mkpath("gone"));
  Studio studio;
  studio.drawBox();
  const int box = cv::countNonZero(studio.document->ink());
  saveOpenRaster(snapshotOf(*studio.document), folder.filePath("gone/drawing.ora"));
  studio.page->files()->startAnew({512, 512});
  studio.page->files()->offerRecovery();
  studio.drag({{20, 20}, {60, 60}});
  QTest::mouseClick(studio.button("Open it"), Qt::LeftButton);
  QVERIFY(studio.says("unsaved"));
  QTest::mouseClick(studio.button("Discard"), Qt::LeftButton);
  QTRY_COMPARE(cv::countNonZero(studio.document->ink()), box);
  QVERIFY(studio.document->isModified());
  QVERIFY(!folder.exists("gone"));
  QCOMPARE(folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);  // it is this program's now
  QVERIFY(Autosave::recoverable().isEmpty());
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

void TestWindow::whatItLooksLikeLendsItsColours() {
  Studio studio;
  auto* panel = studio.window.findChild<LooksLike*>();
  QVERIFY(studio.settled() && !panel->isVisible());  // flat fill recognises nothing
  studio.page->live()->setOn(false);                 // and would say so again
  const Palette orange{{cv::Vec3b(0, 128, 255), 1}}, green{{cv::Vec3b(0, 160, 0), .5}, {cv::Vec3b(0, 0, 200), .5}};
  const QImage picture = QImage(48, 48, QImage::Format_RGB32);
  panel->setDrawings({{"carrot", "noto", true, picture, orange}, {"radish", "fluent", false, picture, green}});
  QVERIFY(panel->isVisible());
  QVERIFY(!studio.button("Automatic"));
  QTest::mouseClick(studio.button("Other colours"), Qt::LeftButton);
  QVERIFY(studio.document->palette() == orange);
  QTest::mouseClick(studio.button("Other colours"), Qt::LeftButton);
  QVERIFY(studio.document->palette() == green);
  QTest::keySequence(&studio.window, QKeySequence::Undo);
  QVERIFY(studio.document->palette() == orange);
  QTest::mouseClick(studio.button("My palette"), Qt::LeftButton);
  QCOMPARE(studio.document->palette().size(), size_t(Swatches::defaults().size()));
  QTest::mouseClick(studio.button("Automatic"), Qt::LeftButton);
  QVERIFY(studio.document->palette().empty() && !studio.button("Automatic"));
  for (auto* each : panel->findChildren<QAbstractButton*>())
    if (each->accessibleName().startsWith("radish")) QTest::mouseClick(each, Qt::LeftButton);
  QVERIFY(studio.document->palette() == green);
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
  const QPointF before = studio.canvas->toWidget({0, 0});
  studio.drag({{10, 10}, {60, 60}});
  QVERIFY(!studio.says("welcome"));
  QTest::qWait(50);
  QCOMPARE(studio.canvas->toWidget({0, 0}), before);  // the paper stays under the pen when the line goes
  QVERIFY(uiSettings().value("drawn").toBool());
}

QTEST_MAIN(TestWindow)
#include "test_window.moc"
