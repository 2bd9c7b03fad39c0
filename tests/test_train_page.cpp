// SPDX-License-Identifier: GPL-3.0-or-later
// The Train page in use, with real mouse and key events, on real (tiny) runs.
#include <signal.h>

#include <QElapsedTimer>
#include <QLabel>
#include <QProcess>
#include <QTableWidget>

#include "tests/studio_fixture.h"
#include "core/training/run_record.h"
#include "tests/toy_pairs.h"
#include "ui/pages/data_chooser.h"
#include "ui/pages/model_menu.h"
#include "ui/pages/run_list.h"
#include "ui/pages/train_page.h"
#include "ui/pages/train_setup.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/sample_board.h"
#include "ui/widgets/settings_form.h"

using namespace chaesaek;

namespace {

constexpr int kPatience = 60000;

/// The window on its Train page, with a set and a network small enough for a test.
struct TrainingStudio : Studio {
  TrainPage* page = window.trainPage();
  TrainingRunner* runner = page->runner();

  explicit TrainingStudio(const ToyHome& home, int epochs = 4) {
    window.showPage(MainWindow::Page::Train);
    page->setup()->data()->choose(QString::fromStdString(home.data()));
    page->setup()->form()->setValues({{"size", 64}, {"base_width", 8}, {"discriminator_width", 8}, {"batch", 2}, {"epochs", epochs}});
  }
  void click(const QString& name) {
    auto* button = page->findChild<QAbstractButton*>(name);
    QVERIFY2(button && button->isVisible() && button->isEnabled(), qPrintable(name));
    QTest::mouseClick(button, Qt::LeftButton);
  }
  QTableWidget* runs() const { return page->findChild<QTableWidget*>("runs"); }
  QString cell(int row, int column) const { return runs()->item(row, column) ? runs()->item(row, column)->text() : QString(); }
  QString health() const { return page->findChild<QLabel*>("health")->text(); }
  bool waitFor(RunState state) {
    return QTest::qWaitFor([&] { return runner->state() == state; }, kPatience);
  }
  bool ended() {
    return QTest::qWaitFor([&] { return !runner->isActive(); }, kPatience);
  }
  qint64 step() const { return runner->latest() ? runner->latest()->step : 0; }
};

}  // namespace

class TestTrainPage : public QObject {
  Q_OBJECT
  std::unique_ptr<ToyHome> home_;

 private Q_SLOTS:
  void init() {
    home_ = std::make_unique<ToyHome>();
    Theme::instance().choose(ThemeChoice::Light);
  }

  void oneClickTrainsToTheEnd() {
    TrainingStudio studio(*home_);
    studio.click("start");
    QVERIFY(studio.ended());
    QCOMPARE(studio.runner->state(), RunState::Finished);
    QCOMPARE(studio.step(), qint64(20));
    QTRY_COMPARE(studio.cell(0, 3), QString("finished"));
    QVERIFY(studio.cell(0, 4).startsWith("0.") && studio.cell(0, 4).endsWith(" L1"));
  }

  void pauseAndStepsOneByOne() {
    TrainingStudio studio(*home_, 200);
    studio.click("start");
    QVERIFY(studio.waitFor(RunState::Running));
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > 1, kPatience);
    studio.click("start");  // now it pauses
    QVERIFY(studio.waitFor(RunState::Paused));
    studio.click("step-");  // the pause may have come between D and G: to the end of the step
    QTRY_VERIFY_WITH_TIMEOUT(studio.health().contains(" alone"), kPatience);
    QTest::qWait(300);
    QVERIFY(studio.waitFor(RunState::Paused));
    const qint64 before = studio.step();
    QTest::qWait(200);
    QCOMPARE(studio.step(), before);

    studio.click("step-D");
    QTRY_VERIFY_WITH_TIMEOUT(studio.health().contains("D alone"), kPatience);
    QCOMPARE(studio.step(), before);  // half a step is none yet
    studio.click("step-G");
    QTRY_VERIFY_WITH_TIMEOUT(studio.health().contains("G alone"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(studio.step(), before + 1, kPatience);
    studio.click("step-");
    QTRY_COMPARE_WITH_TIMEOUT(studio.step(), before + 2, kPatience);

    studio.click("start");  // resume
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > before + 4, kPatience);
    studio.click("stop");
    QVERIFY(studio.ended());
    QCOMPARE(studio.runner->state(), RunState::Stopped);
    QTRY_VERIFY(studio.cell(0, 3).startsWith("stopped at"));
  }

  void stoppedRunIsResumedFromTheList() {
    TrainingStudio studio(*home_, 3);
    studio.click("start");
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > 2, kPatience);
    studio.click("stop");
    QVERIFY(studio.ended());
    const qint64 stopped = studio.step();
    QTRY_VERIFY(studio.cell(0, 3).startsWith("stopped at"));
    studio.runs()->selectRow(0);
    studio.click("resume-run");
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > stopped, kPatience);
    QVERIFY(studio.ended());
    QCOMPARE(studio.step(), qint64(15));
    QCOMPARE(studio.runner->state(), RunState::Finished);
  }

  void closingInTheMiddleAsksSavesAndEndsSoon() {
    QString run;
    {
      TrainingStudio studio(*home_, 2000);
      studio.click("start");
      QTRY_VERIFY_WITH_TIMEOUT(studio.step() > 2, kPatience);
      run = studio.runner->run();
      studio.window.close();
      QVERIFY(studio.window.isVisible());
      QVERIFY(studio.page->messages()->says("close-training"));
      QElapsedTimer clock;
      clock.start();
      QTest::mouseClick(studio.button("Save it and close"), Qt::LeftButton);
      QTRY_VERIFY_WITH_TIMEOUT(!studio.window.isVisible(), 10000);
      QVERIFY2(clock.elapsed() < 2000, qPrintable(QString("%1 ms").arg(clock.elapsed())));
    }
    QCOMPARE(readRun(run.toStdString()).standing, RunStanding::Stopped);
    QVERIFY(readRun(run.toStdString()).steps > 2);
  }

  void closingWhileARunIsPreparedEndsItAndWhatWaits() {
    TrainingStudio studio(*home_, 2000);
    studio.click("start");
    studio.click("queue");
    QVERIFY(studio.runner->isBeginning());
    studio.window.close();
    QTest::mouseClick(studio.button("Save it and close"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!studio.window.isVisible(), 10000);
    QVERIFY(!studio.runner->isActive());
  }

  void aWaitingRunBeginsWhenTheFirstHasEnded() {
    TrainingStudio studio(*home_, 3);
    studio.click("start");
    QVERIFY(studio.waitFor(RunState::Running));
    studio.click("queue");
    QVERIFY(studio.page->messages()->says("queue"));
    QVERIFY(studio.ended());
    QTRY_COMPARE(studio.runs()->rowCount(), 2);
    QTRY_COMPARE(studio.cell(0, 3), QString("finished"));
    QTRY_COMPARE(studio.cell(1, 3), QString("finished"));
    QVERIFY(!studio.page->messages()->says("queue"));

    studio.runs()->selectAll();
    const auto* compare = studio.page->findChild<QAbstractButton*>("compare-runs");
    QVERIFY(compare->isEnabled());
    const QTableWidgetItem* before = studio.runs()->item(0, 0);
    studio.page->findChild<RunList*>()->refresh();
    QTRY_VERIFY(studio.runs()->item(0, 0) != before);
    QVERIFY(compare->isEnabled());  // both are chosen still
  }

  void whatIsAskedForBeginsBeforeWhatWaits() {
    TrainingStudio studio(*home_, 2000);
    studio.click("start");
    QVERIFY(studio.waitFor(RunState::Running));
    const QString first = studio.runner->run();
    studio.click("queue");
    studio.window.close();
    QVERIFY(studio.page->messages()->says("close-training"));
    studio.click("stop");
    QVERIFY(studio.ended());
    QTRY_VERIFY(!studio.page->messages()->says("close-training"));  // there is nothing to ask any more
    QTRY_VERIFY(studio.cell(0, 3).startsWith("stopped at"));
    studio.runs()->selectRow(0);
    studio.click("resume-run");
    QVERIFY(studio.waitFor(RunState::Running));
    QCOMPARE(studio.runner->run(), first);
    QCOMPARE(studio.runner->waiting().size(), size_t(1));
    studio.click("stop");
    QVERIFY(studio.ended());
  }

  void theCanvasTakesTheNetworkAndFollowsIt() {
    TrainingStudio studio(*home_, 2000);
    studio.click("start");
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > 2, kPatience);
    QSignalSpy loaded(studio.window.drawPage()->live(), &LiveBridge::modelLoaded);
    studio.click("use-on-canvas");
    QTRY_VERIFY_WITH_TIMEOUT(loaded.count() >= 1, kPatience);
    QVERIFY(QString::fromStdString(studio.window.drawPage()->live()->model().path.string()).contains(studio.runner->run()));
    QTRY_VERIFY_WITH_TIMEOUT(loaded.count() >= 3, kPatience);  // newer samples, newer network
    studio.window.showPage(MainWindow::Page::Draw);
    studio.window.findChild<QAbstractButton*>("model")->click();
    QTRY_VERIFY(studio.window.findChild<QAbstractButton*>("model-" + studio.runner->run()));  // and the canvas's own menu offers it
    studio.window.findChild<ModelMenu*>()->close();
    studio.window.showPage(MainWindow::Page::Train);
    studio.click("stop");
    QVERIFY(studio.ended());
  }

  void aNetworkThatColoursNothingStaysOffTheCanvas() {
    TrainingStudio studio(*home_);
    studio.click("experiment-recogniser");
    studio.page->setup()->data()->choose(QString::fromStdString(home_->data()));
    studio.page->setup()->form()->setValues({{"size", 64}, {"batch", 2}, {"epochs", 1}});
    studio.click("start");
    QVERIFY(studio.ended());
    QCOMPARE(studio.runner->state(), RunState::Finished);
    QTRY_VERIFY(studio.cell(0, 4).endsWith("Colours expected"));
    QVERIFY(!studio.page->findChild<QAbstractButton*>("use-on-canvas")->isEnabled());
  }

  void drawingMakesTheTrainerWait() {
    TrainingStudio studio(*home_, 2000);
    studio.click("start");
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > 2, kPatience);
    studio.window.showPage(MainWindow::Page::Draw);
    QTest::mousePress(studio.canvas, Qt::LeftButton, {}, studio.at(100, 100));
    QTest::mouseMove(studio.canvas, studio.at(120, 120));
    QTest::qWait(150);  // the step under way ends
    const qint64 before = studio.step();
    for (int i = 0; i < 8; ++i) {
      QTest::mouseMove(studio.canvas, studio.at(120 + 10 * i, 120));
      QTest::qWait(50);
    }
    QVERIFY2(studio.step() <= before + 1, qPrintable(QString::number(studio.step() - before)));
    QTest::mouseRelease(studio.canvas, Qt::LeftButton, {}, studio.at(200, 120));
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > before + 3, kPatience);
    studio.runner->stop();
    QVERIFY(studio.ended());
    studio.document->setModified(false);
  }

  void aRunOfTheCommandLineIsShownAsRunningAndGoesOnHere() {
    QProcess other;
    other.start(CHAESAEK_PROGRAM, {"train", "pix2pix", "--data", QString::fromStdString(home_->data()), "--run", "other", "--steps", "100000", "--set",
                                   "size=64", "--set", "base_width=8", "--set", "discriminator_width=8", "--set", "batch=2", "--json"});
    QVERIFY(other.waitForReadyRead(kPatience));  // its first step
    TrainingStudio studio(*home_);
    QTRY_COMPARE(studio.cell(0, 3), QString("training elsewhere"));
    studio.runs()->selectRow(0);
    QVERIFY(!studio.page->findChild<QAbstractButton*>("resume-run")->isEnabled());
    QTest::mouseClick(studio.runs()->viewport(), Qt::LeftButton, {}, studio.runs()->visualItemRect(studio.runs()->item(0, 0)).center());
    QTRY_VERIFY(!studio.health().isEmpty());

    kill(pid_t(other.processId()), SIGINT);  // saves and ends
    QVERIFY(other.waitForFinished(kPatience));
    QTRY_VERIFY_WITH_TIMEOUT(studio.cell(0, 3).startsWith("stopped at"), kPatience);
    const int64_t stopped = readRun("other").steps;
    studio.click("resume-run");
    QTRY_VERIFY_WITH_TIMEOUT(studio.step() > stopped, kPatience);
    studio.click("stop");
    QVERIFY(studio.ended());
  }

  void dataThatIsNotThereIsSaid() {
    TrainingStudio studio(*home_);
    studio.page->setup()->data()->choose("no-such-set");
    studio.click("start");
    QTRY_VERIFY(studio.page->messages()->says("training"));
    QVERIFY(!studio.runner->isActive());
    QCOMPARE(studio.runs()->rowCount(), 0);
  }

  void dataOfAnotherKindGivesWay() {
    DataChooser chooser;
    QCOMPARE(chooser.chosen(), QString("openmoji"));
    chooser.setKind(DataKind::LabelledImages);
    QTRY_COMPARE(chooser.chosen(), QString("mnist"));  // once it is known what each set holds
    chooser.setKind(DataKind::Images);  // mnist serves, too
    QCOMPARE(chooser.chosen(), QString("mnist"));
    chooser.setKind(DataKind::Pairs);
    QCOMPARE(chooser.chosen(), QString("openmoji"));
  }
};

QTEST_MAIN(TestTrainPage)
#include "test_train_page.moc"
