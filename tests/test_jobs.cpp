// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest>

#include "core/base/error.h"
#include "ui/jobs/autosave.h"
#include "ui/jobs/job.h"

using namespace chaesaek;
using namespace std::chrono_literals;

namespace {

// Works until it is cancelled.
Done patient(const Progress& progress) {
  for (int i = 0;; ++i) {
    QThread::msleep(1);
    progress(i, 1000, "waiting");
  }
}

}  // namespace

class TestJobs : public QObject {
  Q_OBJECT

  QTemporaryDir home_;

 private Q_SLOTS:
  void initTestCase() { qputenv("CHAESAEK_HOME", home_.path().toUtf8()); }

  void theValueArrivesOnTheUiThread() {
    int value = 0;
    QThread *worker = nullptr, *receiver = nullptr;
    runJob(this, [&](const Progress&) { return worker = QThread::currentThread(), 7; },
           [&](const Outcome<int>& outcome) { value = *outcome.value, receiver = QThread::currentThread(); });
    QCOMPARE(value, 0);
    QTRY_COMPARE(value, 7);
    QVERIFY(worker != QThread::currentThread());
    QCOMPARE(receiver, QThread::currentThread());
  }

  void errorsTravelAsText() {
    QString error;
    bool hasValue = true;
    runJob(this, [](const Progress&) -> int { fail("cannot read a.png: cut off"); },
           [&](const Outcome<int>& outcome) { error = outcome.error, hasValue = outcome.value.has_value(); });
    QTRY_COMPARE(error, QString("cannot read a.png: cut off"));
    QVERIFY(!hasValue);
  }

  void progressAndCancel() {
    double fraction = 0;
    bool ended = false;
    Progress progress = runJob(this, patient, [&](const Outcome<Done>& outcome) { ended = !outcome.value && outcome.error.isEmpty(); },
                               [&](double done, const QString& what) { fraction = what == "waiting" ? done : -1; });
    QTRY_VERIFY(fraction > 0);
    progress.cancel();
    QTRY_VERIFY(ended);
  }

  void aDeadOwnerGetsNothing() {
    bool called = false;
    auto owner = std::make_unique<QObject>();
    runJob(owner.get(), patient, [&](const Outcome<Done>&) { called = true; });
    owner.reset();
    QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));  // it was cancelled as well
    QCoreApplication::processEvents();
    QVERIFY(!called);
  }

  void autosaveKeepsAndForgets() {
    const QDir folder(home_.filePath("recovery"));
    const auto places = [&] {  // each program has a folder of its own
      QStringList found;
      for (const QString& each : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (QFile::exists(folder.filePath(each + "/drawing.ora"))) found << each;
      return found;
    };
    const auto files = [&] { return places().size(); };
    Document document({64, 64});
    {
      Autosave autosave(&document, 10ms);
      QSignalSpy saved(&autosave, &Autosave::saved);
      QTest::qWait(50);
      QCOMPARE(files(), 0);  // nothing is modified
      document.beginStroke(false);
      document.extendStroke({30, 30, 8});
      document.endStroke();
      QVERIFY(saved.wait(5000));
      QCOMPARE(saved.back().at(0).toString(), QString());
      QCOMPARE(files(), 1);
      QVERIFY(Autosave::recoverable().isEmpty());  // its program still runs
      QTest::qWait(50);
      QCOMPARE(saved.size(), 1);  // once a state
      const QString file = folder.filePath(places().front() + "/drawing.ora");
      QCOMPARE(cv::norm(loadOpenRaster(file).ink, document.ink(), cv::NORM_INF), 0.);
      for (const char* gone : {"older", "newer"}) {  // of programs that are not there any more
        QVERIFY(folder.mkdir(gone) && QFile::copy(file, folder.filePath(QString(gone) + "/drawing.ora")));
        QTest::qWait(20);
      }
      QCOMPARE(Autosave::recoverable(), (QStringList{folder.filePath("newer/drawing.ora"), folder.filePath("older/drawing.ora")}));
      Autosave::discard(folder.filePath("newer/drawing.ora"));
      QVERIFY(!folder.exists("newer") && files() == 2);
      document.setModified(false);
      QCOMPARE(places(), QStringList("older"));
      autosave.takeOver(folder.filePath("older/drawing.ora"));  // stays until its drawing is saved
      QVERIFY(Autosave::recoverable().isEmpty() && !folder.exists("older") && files() == 1);
      document.undo();
      QVERIFY(saved.wait(5000));
      QCOMPARE(files(), 1);
    }
    QCOMPARE(files(), 0);
    QVERIFY(folder.isEmpty());
  }
};

QTEST_GUILESS_MAIN(TestJobs)
#include "test_jobs.moc"
