// SPDX-License-Identifier: GPL-3.0-or-later
// What the watchdog says of handlers whose length is known, sent through a real application.
#include <time.h>

#include <QEventLoop>
#include <QTimer>
#include <QtTest>
#include <functional>

#include "ui/pages/watched_application.h"

using namespace chaesaek;

namespace {

/// Does what the test says for an event of its own.
class Handler : public QObject {
  Q_OBJECT
 public:
  std::function<void()> work;
  bool event(QEvent* event) override {
    if (event->type() != QEvent::User) return QObject::event(event);
    work();
    return true;
  }
};

qint64 all(const UiWatchdog& watchdog) { return watchdog.wall().count(); }

/// By the time of this thread alone: others of the process may be computing, too.
void compute(int ms) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
  };
  for (const double end = now() + ms; now() < end;) {
  }
}

UiWatchdog& watchdog() { return const_cast<UiWatchdog&>(static_cast<WatchedApplication*>(qApp)->watchdog()); }

}  // namespace

class TestUiWatchdog : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { watchdog() = UiWatchdog(); }

  void aLongHandlerIsNamed() {
    Handler handler;
    handler.work = [] { QTest::qSleep(40); };
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(&handler, &event);
    const auto& counts = watchdog().wall().histogram();
    QCOMPARE(all(watchdog()), qint64(1));
    QCOMPARE(counts[5] + counts[6], qint64(1));  // 33 ms or more
    QCOMPARE(watchdog().worst().size(), size_t(1));
    QVERIFY(watchdog().worst()[0].ms >= 40);
    QCOMPARE(watchdog().worst()[0].what, QString("Handler, User"));
    QVERIFY(watchdog().report().contains("33") && watchdog().report().contains("Handler, User"));
  }

  void waitingIsNoProcessorTime() {
    Handler waits, works;
    waits.work = [] { QTest::qSleep(300); };  // longer than the other takes on a busy machine
    works.work = [] { compute(12); };
    for (Handler* handler : {&waits, &works}) {
      QEvent event(QEvent::User);
      QCoreApplication::sendEvent(handler, &event);
    }
    const UiWatchdog& dog = watchdog();
    QCOMPARE(dog.cpu().count(), qint64(2));
    QCOMPARE(dog.cpu().histogram()[0] + dog.cpu().histogram()[1], qint64(1));  // slept: under 4 ms of processor time
    QVERIFY(dog.worst()[0].ms >= 300 && dog.worst()[0].cpuMs < 4);
    QCOMPARE(dog.worstCpu().size(), size_t(2));
    QVERIFY(dog.worstCpu()[0].cpuMs >= 12);
    QVERIFY(dog.worstCpu()[0].cpuMs <= dog.worstCpu()[0].ms * 1.01);  // the two clocks need not run alike
    QVERIFY(dog.cpu().quantile(0.999) > 8 && dog.wall().quantile(0.999) >= 40);
    QVERIFY(dog.report().contains("99.9 % below"));
  }

  void quantilesAreOfTheLengthsThatCame() {
    HandlerTimes times;
    QCOMPARE(times.quantile(0.999), 0.);
    for (int i = 0; i < 1000; ++i) times.add(0.5);
    times.add(20);
    QVERIFY(times.quantile(0.999) >= 0.5 && times.quantile(0.999) <= 0.5 * 1.05);
    for (int i = 0; i < 4; ++i) times.add(20);
    QVERIFY(times.quantile(0.999) >= 20 && times.quantile(0.999) <= 20 * 1.05);
    QCOMPARE(times.histogram()[4], qint64(5));
  }

  void aShortHandlerIsOnlyCounted() {
    Handler handler;
    handler.work = [] {};
    QEvent event(QEvent::User);
    for (int i = 0; i < 10; ++i) QCoreApplication::sendEvent(&handler, &event);
    QCOMPARE(all(watchdog()), qint64(10));
    QVERIFY(watchdog().worst().empty());
  }

  void aHandlerWithinAnotherIsPartOfIt() {
    Handler inner, outer;
    inner.work = [] { QTest::qSleep(10); };
    outer.work = [&] {
      QEvent event(QEvent::User);
      QCoreApplication::sendEvent(&inner, &event);
    };
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(&outer, &event);
    QCOMPARE(all(watchdog()), qint64(1));
  }

  void anEventLoopInsideIsNoWork() {
    Handler handler, within;
    within.work = [] { QTest::qSleep(20); };
    handler.work = [&] {
      QEventLoop loop;
      QCoreApplication::postEvent(&within, new QEvent(QEvent::User));
      QTimer::singleShot(120, &loop, &QEventLoop::quit);
      loop.exec();
    };
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(&handler, &event);
    for (const auto& worst : watchdog().worst()) QVERIFY2(worst.ms < 100, qPrintable(worst.what));  // the loop's own 120 ms
    QVERIFY(all(watchdog()) >= 1);
    QVERIFY(watchdog().worst()[0].ms >= 20);
  }
};

int main(int argc, char** argv) {
  WatchedApplication app(argc, argv, true);
  TestUiWatchdog test;
  return QTest::qExec(&test, argc, argv);
}
#include "test_ui_watchdog.moc"
