// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/scripted_pen.h"

#include <qpa/qwindowsysteminterface.h>

#include <chrono>

#include "core/base/random.h"

namespace chaesaek {
namespace {

constexpr double kEventMs = 8;
constexpr double kShortestRest = 100, kLongestRest = 900;  // a trainer goes on after 300
constexpr double kLift = 60;  // from the end of a stroke to what comes after it

}  // namespace

ScriptedPen::ScriptedPen(PenScript script) : script_(std::move(script)), thread_([this] { run(); }) {}

ScriptedPen::~ScriptedPen() {
  ends_ = true;
  thread_.join();
}

void ScriptedPen::run() {
  Random random(3);
  for (const auto& stroke : script_.strokes) {
    rest(random.uniform(kShortestRest, kLongestRest));
    if (ends_) return;
    draw(stroke);
    rest(kLift);
    script_.afterStroke();
  }
  script_.done();
}

void ScriptedPen::draw(const std::vector<QPointF>& points) {
  post(points.front(), Qt::NoButton, Qt::NoButton, QEvent::MouseMove);
  post(points.front(), Qt::LeftButton, Qt::LeftButton, QEvent::MouseButtonPress);
  for (const QPointF& point : points) {
    rest(kEventMs);
    post(point, Qt::LeftButton, Qt::NoButton, QEvent::MouseMove);
  }
  rest(kEventMs);
  post(points.back(), Qt::NoButton, Qt::LeftButton, QEvent::MouseButtonRelease);
}

void ScriptedPen::post(QPointF at, Qt::MouseButtons held, Qt::MouseButton changed, QEvent::Type type) {
  using Window = QWindowSystemInterface;
  const QPointF global = at + QPointF(script_.window->position());
  Window::handleMouseEvent<Window::AsynchronousDelivery>(script_.window, script_.stamp(), at, global, held, changed, type);
}

void ScriptedPen::rest(double ms) {
  if (!ends_) std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(ms));
}

}  // namespace chaesaek
