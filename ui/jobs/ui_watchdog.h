// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QString>
#include <array>
#include <vector>

namespace chaesaek {

/// How long the handlers of the UI thread take: nothing else may run meanwhile, not even a stroke. The application
/// hands every event over (begin before, end after); nested event loops (a menu) are not work and don't count.
class UiWatchdog {
 public:
  static constexpr std::array kBounds{1., 4., 8., 16., 33., 100.};  ///< milliseconds; the last bin has no upper bound
  struct Worst {
    double ms = 0;
    QString what;  ///< receiver's class, event's type
  };

  UiWatchdog() { clock_.start(); }
  void begin(int loopLevel);
  void end(const QString& what, int loopLevel);
  /// So long as this handler took, a description is worth its price.
  bool wantsName() const;

  const std::array<qint64, kBounds.size() + 1>& histogram() const { return counts_; }
  const std::vector<Worst>& worst() const { return worst_; }  ///< the longest first, at most five
  /// A few lines for a terminal.
  QString report() const;

  /// "DrawPage, MouseMove". Both are taken before the handler runs: the receiver may be gone afterwards.
  static QString describe(const char* className, int eventType);

 private:
  struct Handler {
    qint64 since = 0;
    int loopLevel = 0;
    bool waited = false;  // an event loop ran inside
  };
  QElapsedTimer clock_;
  std::vector<Handler> handlers_;
  std::array<qint64, kBounds.size() + 1> counts_{};
  std::vector<Worst> worst_;
};

}  // namespace chaesaek
