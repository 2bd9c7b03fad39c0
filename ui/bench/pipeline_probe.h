// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QEvent>
#include <QWidget>
#include <mutex>
#include <vector>

#include "core/base/usage.h"
#include "ui/document/document.h"
#include "ui/pages/watched_application.h"

namespace chaesaek {

/// What becomes of a pen's events: when the ink of each is on the screen, and when the colours that know of it are. Its events
/// carry their numbers as timestamps.
class PipelineProbe {
 public:
  PipelineProbe(const Document* document, const QWidget* sketch, const QWidget* coloured) : document_(document), sketch_(sketch), coloured_(coloured) {}

  /// On the pen's thread, before it hands an event to the window system: the event's timestamp.
  ulong post();

  /// What a handler is about to see; handed back when it is done.
  struct Seen {
    enum class Kind { Other, Pen, SketchPaint, ColouredPaint, Update } kind = Kind::Other;
    size_t number = 0;  ///< of a pen's event
    quint64 revision = 0;
  };
  Seen before(const QObject* receiver, QEvent* event) const;
  void after(const Seen& seen);

  // Milliseconds from the event to the screen, of those events that changed the drawing.
  const std::vector<double>& ink() const { return ink_; }
  const std::vector<double>& colours() const { return colours_; }
  /// The revision whose colours are on the screen.
  quint64 shownRevision() const { return shownRevision_; }

 private:
  struct Waiting {
    double posted = 0;
    quint64 revision = 0;
  };
  void shown();

  const Document* document_;
  const QWidget *sketch_, *coloured_;
  Stopwatch watch_;
  mutable std::mutex mutex_;    // of what the pen's thread writes
  std::vector<double> posted_;  // by number
  size_t handled_ = 0;
  std::vector<Waiting> inkWaits_, colourWaits_;
  size_t inkPainted_ = 0;       // of those that wait: painted, and on the screen with the next update
  quint64 paintedRevision_ = 0, shownRevision_ = 0;
  std::vector<double> ink_, colours_;
};

/// Lets a probe see every handler of the UI thread.
class TimedApplication : public WatchedApplication {
 public:
  TimedApplication(int& argc, char** argv) : WatchedApplication(argc, argv, true) {}
  void setProbe(PipelineProbe* probe) { probe_ = probe; }

  bool notify(QObject* receiver, QEvent* event) override {
    if (!probe_ || QThread::currentThread() != thread()) return WatchedApplication::notify(receiver, event);
    const PipelineProbe::Seen seen = probe_->before(receiver, event);
    const bool handled = WatchedApplication::notify(receiver, event);
    if (probe_) probe_->after(seen);
    return handled;
  }

 private:
  PipelineProbe* probe_ = nullptr;
};

}  // namespace chaesaek
