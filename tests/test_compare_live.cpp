// SPDX-License-Identifier: GPL-3.0-or-later
// Columns that follow the canvas: newest wins, the last sketch always comes, whoever is looked at comes first.
#include "core/inference/colourer.h"
#include "core/inference/model_shelf.h"
#include "tests/comparing.h"

using namespace chaesaek;

namespace {

cv::Mat boxSketch(int inset) {
  cv::Mat sketch(72, 72, CV_8U, cv::Scalar(255));
  cv::rectangle(sketch, {inset, inset}, {72 - inset, 72 - inset}, 0, 2);
  return sketch;
}

}  // namespace

class TestCompareLive : public QObject {
  Q_OBJECT
  std::unique_ptr<CompareHome> home_;

 private Q_SLOTS:
  void init() { home_ = std::make_unique<CompareHome>(); }

  void everyColumnFollowsThePenAndNoneStaysBehind() {
    Comparing studio({"one", "two", "flat"});
    studio.compare->sketch()->canvas()->setFocus();
    for (int i = 0; i < 5; ++i) studio.draw({{100. + 20 * i, 100}, {400, 120. + 30 * i}, {380, 400}, {100, 380}, {100. + 20 * i, 100}});
    studio.document->addHint({Qt::red, 12, {{250, 250}}});
    QVERIFY(studio.current());
    const cv::Mat sketch = studio.document->sketchSnapshot(), hints = studio.document->hintsSnapshot();
    const QStringList models{"one", "two", "flat"};
    for (int i = 0; i < 3; ++i) {  // a fresh network makes the same picture, whatever was drawn on the way
      const auto fresh = openColourer(models[i].toStdString());
      QCOMPARE(studio.column(i)->picture(), toImage(colourPicture(*fresh, sketch, hints).picture));
    }
    QTest::keyClick(&studio.window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(studio.current());
    const auto fresh = openColourer("one");
    QCOMPARE(studio.column(0)->picture(), toImage(colourPicture(*fresh, studio.document->sketchSnapshot(), {}).picture));
  }

  void aHiddenPageColoursNothing() {
    Comparing studio({"one"});
    QVERIFY(studio.current());
    const quint64 before = studio.column(0)->revision();
    studio.window.showPage(MainWindow::Page::Draw);
    studio.document->addHint({Qt::red, 12, {{250, 250}}});
    QTest::qWait(150);
    QCOMPARE(studio.column(0)->revision(), before);
    QCOMPARE(studio.compare->live()->revision(), before);
    studio.window.showPage(MainWindow::Page::Compare);
    QVERIFY(studio.current());
    QVERIFY(studio.column(0)->revision() > before);
  }

  void aNetworkThatIsWrittenAnewIsLoadedAnew() {
    Comparing studio({"one"}, home_->data());
    QVERIFY(studio.current());
    const QImage before = studio.column(0)->picture();
    saveTinyColouring(home_->model("one"), {.seed = 9, .steps = 4000});
    QTRY_VERIFY_WITH_TIMEOUT(studio.column(0)->picture() != before, 20000);
    QCOMPARE(studio.column(0)->caption(), QString("step 4,000"));
    const QImage after = studio.column(0)->picture();
    QFile::remove(QString::fromStdString(home_->model("one").string()));  // what is loaded goes on
    studio.compare->live()->colourer()->checkFiles();
    studio.click("next-drawing");
    QTRY_VERIFY(studio.column(0)->picture() != after);
    QVERIFY(studio.column(0)->problem().isEmpty());
  }

  void newestWinsAndTheOneLookedAtComesFirst() {
    ColumnColourer colourer;
    std::vector<ColumnResult> results;
    connect(&colourer, &ColumnColourer::coloured, this, [&](const ColumnResult& result) { results.push_back(result); });
    colourer.setEnabled(false);
    colourer.setColumns({{1, "one"}, {2, "two"}, {3, "flat"}});
    colourer.lookAt(3);
    for (quint64 revision = 1; revision <= 4; ++revision) {
      ColumnRequest request;
      request.sketch = boxSketch(int(10 + revision));
      request.revision = revision;
      colourer.submit(std::move(request));
    }
    QVERIFY(!colourer.hasBegun());
    colourer.setEnabled(true);
    QTRY_VERIFY(!colourer.isBusy() && results.size() >= 3);
    QCOMPARE(results.size(), size_t(3));  // none of the sketches between
    QCOMPARE(results.front().column, 3);
    for (const ColumnResult& each : results) QCOMPARE(each.revision, quint64(4));
  }

  void othersGoOnWhileOneIsLookedAt() {
    ColumnColourer colourer;
    std::map<int, int> times;
    quint64 revision = 1;
    const auto submit = [&] {
      ColumnRequest request;
      request.sketch = boxSketch(int(8 + revision % 20));
      request.revision = revision++;
      colourer.submit(std::move(request));
    };
    connect(&colourer, &ColumnColourer::coloured, this, [&](const ColumnResult& result) {
      ++times[result.column];
      if (revision <= 24) submit();  // it never comes to rest
    });
    colourer.setColumns({{1, "one"}, {2, "two"}, {3, "flat"}});
    colourer.lookAt(2);
    submit();
    QTRY_VERIFY(revision > 24 && !colourer.isBusy());
    QVERIFY2(times[2] >= 9, qPrintable(QString::number(times[2])));
    QVERIFY(times[1] >= 4 && times[3] >= 4);
  }

  void aNetworkIsLoadedOnceForTwoColumns() {
    ColumnColourer colourer;
    QSignalSpy settled(&colourer, &ColumnColourer::settled);
    colourer.setColumns({{1, "one"}, {2, QString::fromStdString(home_->model("one").string())}});
    ColumnRequest request;
    request.sketch = boxSketch(12);
    request.revision = 1;
    colourer.submit(std::move(request));
    QVERIFY(settled.wait(20000));
    std::atomic<size_t> loaded = 0;
    colourer.borrow([&](ModelShelf& shelf) { loaded = shelf.size(); }, Progress());
    QTRY_COMPARE(size_t(loaded), size_t(1));
  }
};

QTEST_MAIN(TestCompareLive)
#include "test_compare_live.moc"
