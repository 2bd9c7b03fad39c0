// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QApplication>
#include <QThread>
#include <QThreadPool>

#include "ui/jobs/ui_watchdog.h"

namespace chaesaek {

/// An application with room for many jobs at once, whose handlers are timed where that is asked for (`--ui-watchdog`).
class WatchedApplication : public QApplication {
 public:
  WatchedApplication(int& argc, char** argv, bool watch) : QApplication(argc, argv), watch_(watch) {
    QThreadPool::globalInstance()->setMaxThreadCount(kJobs);
  }
  const UiWatchdog& watchdog() const { return watchdog_; }

  bool notify(QObject* receiver, QEvent* event) override {
    if (!watch_ || QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
    const char* className = receiver->metaObject()->className();
    const int type = event->type(), level = thread()->loopLevel();
    watchdog_.begin(level);
    const bool handled = QApplication::notify(receiver, event);
    watchdog_.end(watchdog_.wantsName() ? UiWatchdog::describe(className, type) : QString(), level);
    return handled;
  }

 private:
  static constexpr int kJobs = 16;  // most of them wait for a disk or a download; saving must not wait for those
  bool watch_;
  UiWatchdog watchdog_;
};

}  // namespace chaesaek
