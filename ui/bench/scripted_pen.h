// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPointF>
#include <QWindow>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace chaesaek {

/// Strokes in a window's pixels, and what is done on the pen's thread.
struct PenScript {
  std::vector<std::vector<QPointF>> strokes;
  QWindow* window = nullptr;
  std::function<ulong()> stamp;      ///< before each event: its timestamp
  std::function<void()> afterStroke, done;
};

/// A hand that draws: mouse events through the window system, 125 a second, from a thread of its own, so that a window that is
/// busy does not slow it down. Between two strokes it rests, for a time by chance.
class ScriptedPen {
 public:
  explicit ScriptedPen(PenScript script);
  /// Lays the pen down.
  ~ScriptedPen();

 private:
  void run();
  void draw(const std::vector<QPointF>& points);
  void post(QPointF at, Qt::MouseButtons held, Qt::MouseButton changed, QEvent::Type type);
  void rest(double ms);

  PenScript script_;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

}  // namespace chaesaek
