// SPDX-License-Identifier: GPL-3.0-or-later
// The Compare page in use: its columns, what goes through them, what leaves it. With real mouse and key events.
#include <QFileDialog>
#include <QTableWidget>

#include "core/evaluation/evaluate.h"
#include "core/image/codec.h"
#include "tests/comparing.h"
#include "ui/pages/compare_out.h"

using namespace chaesaek;

class TestComparePage : public QObject {
  Q_OBJECT
  std::unique_ptr<CompareHome> home_;

  QStringList keys(const Comparing& studio) const { return studio.compare->actions()->keys(); }

 private Q_SLOTS:
  void init() { home_ = std::make_unique<CompareHome>(); }

  void fourColumnsOfATestDrawing() {
    Comparing studio({"one", "two", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    QCOMPARE(studio.column(0)->title(), QString("One"));
    QCOMPARE(studio.column(1)->caption(), QString("step 2,000"));
    QCOMPARE(studio.column(2)->title(), QString("Flat fill"));
    QVERIFY(studio.column(0)->picture() != studio.column(1)->picture());
    const Pair pair = TestPairs(20).load(0, 0);
    QCOMPARE(studio.column(3)->picture(), toImage(pair.picture));
    QTRY_VERIFY(studio.column(0)->facts().contains(QString::fromUtf8("ΔE")) && studio.column(0)->facts().contains("hints"));
    QVERIFY(studio.column(0)->details().contains("ms"));
    QCOMPARE(studio.pane(0)->size(), studio.pane(3)->size());
  }

  void anotherCanvasMeanwhileLeavesTestDrawingsFitted() {
    Comparing studio({"flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    studio.document->reset({900, 600});
    const QRectF shown(studio.pane(1)->toWidget({0, 0}), studio.pane(1)->toWidget({72, 72}));
    QVERIFY(shown.width() > .8 * std::min(studio.pane(1)->width(), studio.pane(1)->height()));
    studio.clickPart("compare-source", 0);
    QTRY_COMPARE(studio.column(0)->picture().size(), QSize(900, 600));
  }

  void nextPreviousAndRandomWithASeed() {
    Comparing studio({"flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    const QImage first = studio.column(1)->picture();
    studio.click("next-drawing");
    QTRY_VERIFY(studio.column(1)->picture() != first);
    QCOMPARE(studio.compare->source()->position(), 1);
    QTest::keyClick(&studio.window, Qt::Key_PageUp);
    QTRY_COMPARE(studio.column(1)->picture(), first);
    studio.click("random-drawing");
    const int there = studio.compare->source()->position();
    auto* seed = studio.find<QLineEdit>("compare-seed");
    QCOMPARE(seed->text(), QString("2"));
    studio.click("random-drawing");
    QTest::mouseDClick(seed, Qt::LeftButton);
    QTest::keyClicks(seed, "2\r");
    QTRY_COMPARE(studio.compare->source()->position(), there);
  }

  void columnsComeAndGoByMenu() {
    Comparing studio({"flat"});
    studio.click("add-column");
    studio.choose("add-column-menu", "column-one");
    QTRY_COMPARE(keys(studio), QStringList({"flat", "one"}));
    QTest::mouseClick(studio.column(1)->menuButton(), Qt::LeftButton);
    studio.choose("column-actions", "Move left");
    QTRY_COMPARE(keys(studio), QStringList({"one", "flat"}));
    QCOMPARE(column_sets::last(), QStringList({"one", "flat"}));
    QTest::mouseClick(studio.column(1)->menuButton(), Qt::LeftButton);
    studio.choose("column-actions", "Remove");
    QTRY_COMPARE(keys(studio), QStringList({"one"}));
  }

  void aDroppedModelFileIsAColumnAndSixAreTheMost() {
    Comparing studio({"flat"});
    saveTinyColouring(home_->folder.filePath("mine.safetensors").toStdString(), {.seed = 5});
    for (int i = 2; i <= CompareColumns::kMost; ++i) {
      studio.drop(home_->folder.filePath("mine.safetensors"));
      QCOMPARE(studio.count(), i);
    }
    QVERIFY(studio.current());
    QCOMPARE(studio.column(3)->title(), QString("Mine"));
    QVERIFY(!studio.find("add-column")->isEnabled());
    studio.drop(home_->folder.filePath("mine.safetensors"));
    QCOMPARE(studio.count(), CompareColumns::kMost);
    QVERIFY(studio.compare->messages()->says("columns"));
  }

  void aColumnIsDraggedToAnotherPlace() {
    Comparing studio({"one", "flat", ":real"});
    CompareColumn* moved = studio.column(0);
    const QPoint grip(20, 10), target = moved->mapFromGlobal(studio.column(2)->mapToGlobal(QPoint(40, 10)));
    QTest::mousePress(moved, Qt::LeftButton, {}, grip);
    for (int i = 1; i <= 4; ++i) QTest::mouseMove(moved, grip + (target - grip) * i / 4);
    QTest::mouseRelease(moved, Qt::LeftButton, {}, grip);
    QCOMPARE(keys(studio), QStringList({"flat", ":real", "one"}));
    QCOMPARE(column_sets::last(), keys(studio));
  }

  void aSetIsSavedAndOpenedByName() {
    Comparing studio({"one", "flat"});
    studio.click("column-sets");
    QTest::keyClicks(studio.find<QLineEdit>("set-name"), "Old / new");
    studio.click("save-set");
    QTRY_VERIFY(!studio.compare->findChild<QWidget*>("column-sets-popover"));
    studio.compare->actions()->openSet({"two"});
    studio.click("column-sets");
    studio.click("set-Old / new");
    QTRY_COMPARE(keys(studio), QStringList({"one", "flat"}));
    Comparing next(column_sets::last());  // and it is remembered
    QCOMPARE(keys(next), QStringList({"one", "flat"}));
  }

  void aColouredFileGivesItsLinesAndIsTheRealPicture() {
    const QString path = home_->folder.filePath("toy.png");
    const Pair pair = TestPairs(20).load(3, 0);
    writePicture(path.toStdString(), pair.picture);
    Comparing studio({"one", ":real"});
    QVERIFY(studio.current());
    QVERIFY(!studio.column(1)->problem().isEmpty());  // of the canvas nobody knows it
    studio.drop(path);
    QTRY_COMPARE(studio.compare->source()->kind(), CompareSource::Kind::File);
    QVERIFY(studio.current());
    QCOMPARE(studio.column(1)->picture(), toImage(pair.picture));
    QVERIFY(!studio.compare->sketch()->showsCanvas());
  }

  void badColumnsSayWhyAndTheOthersGoOn() {
    saveTinyImageToImage(home_->model("wide"), 2);
    QVERIFY(QFile(home_->folder.filePath("junk.safetensors")).open(QIODevice::WriteOnly));
    Comparing studio({"one", "wide", "gone@500", home_->folder.filePath("junk.safetensors"), ":training"});
    QVERIFY(studio.current());
    QVERIFY(studio.column(0)->problem().isEmpty() && !studio.column(0)->picture().isNull());
    for (int i = 1; i < 5; ++i) {
      QVERIFY2(!studio.column(i)->problem().isEmpty() && !studio.column(i)->problem().contains('\n'), qPrintable(QString::number(i)));
      QVERIFY(studio.column(i)->picture().isNull());
    }
  }

  void aModelLargerThanTheLimitSaysSo() {
    column_sets::setMemoryLimit(32 << 20);
    saveTinyColouring(home_->model("large"), {.width = 32});
    Comparing studio({"large", "one"});
    QVERIFY(studio.current());
    QVERIFY2(studio.column(0)->problem().contains("limit"), qPrintable(studio.column(0)->problem()));
    QVERIFY(!studio.column(1)->picture().isNull());
    column_sets::setMemoryLimit(qint64(256) << 20);
    studio.compare->live()->colourer()->setLimit(column_sets::memoryLimit());
    QTRY_VERIFY(!studio.column(0)->picture().isNull());
  }

  void theSheetHasEveryPictureInFullSize() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    studio.click("compare-sheet");
    auto* dialog = studio.compare->findChild<QFileDialog*>();
    QVERIFY(dialog);
    const QString path = home_->folder.filePath("sheet.png");
    dialog->findChild<QLineEdit*>()->setText(path);
    QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
    QTRY_VERIFY(studio.compare->messages()->says("saved"));
    const QImage sheet(path), picture = studio.column(0)->picture();
    QVERIFY(sheet.width() > 4 * picture.width());
    bool found = false;  // pixel by pixel, wherever the labels put it
    for (int y = 0; y + picture.height() <= sheet.height() && !found; ++y)
      for (int x = picture.width(); x < 2 * picture.width() + 60 && !found; ++x)
        found = sheet.pixel(x, y) == picture.pixel(0, 0) && sheet.copy(x, y, picture.width(), picture.height()) == picture;
    QVERIFY(found);
    studio.compare->out()->savePicture(studio.column(0), home_->folder.filePath("one"));
    QTRY_COMPARE(QImage(home_->folder.filePath("one.png")).convertToFormat(picture.format()), picture);
    studio.compare->out()->saveSheet("/proc/none/sheet.png");
    QTRY_VERIFY(studio.compare->messages()->says("error"));
  }

  void allIsMeasuredOverADataSet() {
    Comparing studio({"one", "two", ":real"}, home_->data());
    QVERIFY(studio.current());
    studio.click("measure");
    QTest::keyClicks(studio.find<QLineEdit>("measure-limit"), "6");
    studio.click("measure-start");
    auto* table = studio.find<QTableWidget>("measure-table");
    QVERIFY(QTest::qWaitFor([&] { return table->isVisible(); }, 60000));
    QCOMPARE(table->columnCount(), 2);
    EvaluateOptions options;
    options.limit = 6;
    const auto fresh = openColourer("two");
    const ColourMeasures measures = evaluateColourer(*fresh, *openPairs(home_->data().toStdString()), options, {});
    QVERIFY(table->item(0, 1)->text().startsWith(QLocale().toString(*measures.hintObedience, 'f', 3)));
    QVERIFY2(table->item(6, 1)->text().contains(" to "), qPrintable(table->item(6, 1)->text()));  // an interval
    const QDir kept(home_->folder.filePath("comparisons"));
    QCOMPARE(kept.entryList({"*.json", "*.png"}).size(), 2);
    QFile file(kept.filePath(kept.entryList({"*.json"}).front()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains(studio.column(1)->info().sha256.c_str()));
    auto* thumbnail = studio.find<QWidget>("measure-most")->findChildren<QAbstractButton*>().at(1);
    QTest::mouseClick(thumbnail, Qt::LeftButton);
    QTRY_VERIFY(studio.column(0)->isVisible());  // back to the columns, with that drawing
    QVERIFY(studio.current());
  }

  void measuringCanBeCancelled() {
    Comparing studio({"one", "two"}, home_->data());
    QVERIFY(studio.current());
    studio.click("measure");
    studio.click("measure-start");
    QTRY_VERIFY(studio.find("measure-cancel")->isVisible());
    studio.click("measure-cancel");
    QTRY_VERIFY(studio.find("measure-start")->isVisible());
    QVERIFY(!studio.find<QWidget>("measure-table")->isVisible());
    QTest::keyClick(&studio.window, Qt::Key_Escape);
    QTRY_VERIFY(studio.column(0)->isVisible());
  }

  void aColumnsNetworkGoesToTheCanvas() {
    Comparing studio({"two", "flat"});
    QVERIFY(studio.current());
    QTest::mouseClick(studio.column(0)->menuButton(), Qt::LeftButton);
    studio.choose("column-actions", "Use this on the canvas");
    QTRY_COMPARE(studio.window.page(), MainWindow::Page::Draw);
    QTRY_COMPARE(studio.page->live()->model().name, std::string("two"));
  }
};

QTEST_MAIN(TestComparePage)
#include "test_compare_page.moc"
