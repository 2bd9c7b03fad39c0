// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QString>
#include <vector>

#include "ui/jobs/handler_times.h"

namespace chaesaek {

/// How long the handlers of the UI thread take: nothing else may run meanwhile, not even a stroke. The application
/// hands every event over (begin before, end after); nested event loops (a menu) are not work and don't count.
/// Beside the time that passes stands the processor time that the thread used of it: where others have the processor, a
/// handler waits, and what it costs by itself is the latter.
class UiWatchdog {
 public:
  struct Worst {
    double ms = 0, cpuMs = 0;
    QString what;  ///< receiver's class, event's type
  };

  UiWatchdog() { clock_.start(); }
  void begin(int loopLevel);
  void end(const QString& what, int loopLevel);
  /// So long as this handler took, a description is worth its price.
  bool wantsName() const;

  const HandlerTimes& wall() const { return wall_; }
  const HandlerTimes& cpu() const { return cpu_; }
  const std::vector<Worst>& worst() const { return worst_; }        ///< the longest first, at most five
  const std::vector<Worst>& worstCpu() const { return worstCpu_; }  ///< those that used the processor longest, likewise
  /// A few lines for a terminal.
  QString report() const;

  /// "DrawPage, MouseMove". Both are taken before the handler runs: the receiver may be gone afterwards.
  static QString describe(const char* className, int eventType);

 private:
  struct Handler {
    qint64 since = 0, cpuSince = 0;  // nanoseconds
    int loopLevel = 0;
    bool waited = false;  // an event loop ran inside
  };
  QElapsedTimer clock_;
  std::vector<Handler> handlers_;
  HandlerTimes wall_, cpu_;
  std::vector<Worst> worst_, worstCpu_;
};

}  // namespace chaesaek
