// SPDX-License-Identifier: GPL-3.0-or-later
// Columns that follow the canvas: newest wins, the last sketch always comes, whoever is looked at comes first.
// `test_compare_live bench` prints how fast ink and columns are; COLUMNS=a,b,c chooses these.
#include "core/evaluation/statistics.h"
#include "core/inference/colourer.h"
#include "core/inference/model_shelf.h"
#include "tests/comparing.h"
#include "ui/jobs/training_runner.h"
#include "ui/pages/train_page.h"

using namespace chaesaek;

namespace {

cv::Mat boxSketch(int inset, int side = 72) {
  cv::Mat sketch(side, side, CV_8U, cv::Scalar(255));
  cv::rectangle(sketch, {inset, inset}, {side - inset, side - inset}, 0, 2);
  return sketch;
}

/// How long each move of a stroke takes to be painted, milliseconds; `canvas` is drawn on.
class InkWatch : public QObject {
 public:
  explicit InkWatch(QWidget* canvas) : canvas_(canvas) { canvas->installEventFilter(this); }
  void stroke(QPoint from, QPoint to) {
    QTest::mousePress(canvas_, Qt::LeftButton, {}, from);
    for (int i = 1; i <= kMoves; ++i) move(from + (to - from) * i / kMoves);
    QTest::mouseRelease(canvas_, Qt::LeftButton, {}, to);
  }
  double quantile(double share) {
    std::sort(times_.begin(), times_.end());
    return times_[size_t(share * double(times_.size() - 1))];
  }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    painted_ |= event->type() == QEvent::Paint;
    return false;
  }

 private:
  static constexpr int kMoves = 40, kPaceMs = 8;
  void move(QPoint to) {
    QElapsedTimer clock;
    clock.start();
    painted_ = false;
    QTest::mouseMove(canvas_, to);
    while (!painted_ && clock.elapsed() < 500) QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    times_.push_back(double(clock.nsecsElapsed()) / 1e6);
    while (clock.elapsed() < kPaceMs) QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
  }
  QWidget* canvas_;
  std::vector<double> times_;
  bool painted_ = false;
};

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
    studio.compare->live()->colourer()->checkFiles();  // as it does every three seconds (see the next test)
    QTRY_VERIFY_WITH_TIMEOUT(studio.column(0)->picture() != before, 20000);
    QCOMPARE(studio.column(0)->caption(), QString("step 4,000"));
    const QImage after = studio.column(0)->picture();
    QFile::remove(QString::fromStdString(home_->model("one").string()));  // what is loaded goes on
    studio.compare->live()->colourer()->checkFiles();
    studio.click("next-drawing");
    QTRY_VERIFY(studio.column(0)->picture() != after);
    QVERIFY(studio.column(0)->problem().isEmpty());
  }

  void theRunInTrainingIsShownAsItIsNow() {
    const QString data = home_->folder.filePath("train.chsk");
    packPairs(ToyPairs(), {}, data.toStdString(), {});
    Comparing studio({":training", "flat"}, home_->data());
    QVERIFY(studio.current());
    QVERIFY2(studio.column(0)->problem().contains("Train page"), qPrintable(studio.column(0)->problem()));
    TrainingOrder order;
    order.config.experiment = "pix2pix";
    order.config.data = data.toStdString();
    order.config.run = "toys";
    order.config.settings = {{"size", 64}, {"base_width", 8}, {"discriminator_width", 8}, {"batch", 2}};
    order.config.steps = 8;
    order.config.device = "cpu";
    studio.window.trainPage()->runner()->enqueue(order);
    QTRY_VERIFY_WITH_TIMEOUT(!studio.column(0)->picture().isNull(), 60000);
    QCOMPARE(studio.column(0)->title(), QString("toys"));
    QTRY_COMPARE_WITH_TIMEOUT(studio.column(0)->caption(), QString("step 8"), 60000);
    studio.compare->actions()->add("toys@best");
    QVERIFY(studio.current());
    QVERIFY(studio.column(2)->caption().startsWith("best"));
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
      request.sketch = boxSketch(int(8 + revision % 20), 300);  // it takes longer to colour than to change it
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
    QTRY_VERIFY_WITH_TIMEOUT(revision > 24 && !colourer.isBusy(), 60000);
    // Every second turn is the second column's where requests follow at once; where they come late, all have theirs.
    QVERIFY2(times[2] >= times[1] && times[2] >= times[3], qPrintable(QString("%1 %2 %3").arg(times[1]).arg(times[2]).arg(times[3])));
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

  void bench() {
    if (!QCoreApplication::arguments().contains("bench")) QSKIP("only on request: test_compare_live bench");
    const QStringList keys = qEnvironmentVariable("COLUMNS", "colouring,one,two,flat").split(',');
    Comparing studio(keys);
    QVERIFY(studio.current());
    InkWatch beside(studio.compare->sketch()->canvas());
    std::map<int, std::vector<double>> forwards;
    connect(studio.compare->live()->colourer(), &ColumnColourer::coloured, this, [&](const ColumnResult& result) { forwards[result.column].push_back(result.forwardMs); });
    double slowest = 0;
    for (int i = 0; i < 12; ++i) {
      QElapsedTimer clock;
      beside.stroke({60 + 8 * i, 300}, {200, 330 + 8 * i});
      clock.start();
      QVERIFY(studio.current());
      slowest = std::max(slowest, double(clock.nsecsElapsed()) / 1e6);
    }
    double sum = 0;
    for (auto& [column, times] : forwards) sum += percentile(times, .5);
    for (int i = 0; i < keys.size(); ++i)
      QCOMPARE(studio.column(i)->picture(), toImage(colourPicture(*openColourer(keys[i].toStdString()), studio.document->sketchSnapshot(), {}).picture));
    studio.page->loadModel(keys.front());
    studio.window.showPage(MainWindow::Page::Draw);
    QVERIFY(studio.settled());
    InkWatch alone(studio.canvas);
    for (int i = 0; i < 12; ++i) alone.stroke({60 + 8 * i, 300}, {200, 330 + 8 * i});
    qInfo("ink: p50 %.1f ms, p95 %.1f ms beside %d columns; p50 %.1f ms, p95 %.1f ms on the Draw page", beside.quantile(.5), beside.quantile(.95),
          int(keys.size()), alone.quantile(.5), alone.quantile(.95));
    qInfo("all columns current %.0f ms after a stroke at most; the sum of their forwards' medians is %.0f ms", slowest, sum);
    QVERIFY(slowest <= 4 * sum);
  }
};

QTEST_MAIN(TestCompareLive)
#include "test_compare_live.moc"
