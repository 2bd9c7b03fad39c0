// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas with its tools in a window. Real events: they enter through the window system interface, as a mouse's and a pen's do.
#pragma once
#include <qpa/qwindowsysteminterface.h>

#include <QApplication>
#include <QPointingDevice>
#include <QtTest>
#include <memory>

#include "ui/canvas/canvas_view.h"
#include "ui/tools/tool.h"

namespace chaesaek {

// Ink in a column of the canvas, in full pixels: how wide a horizontal stroke is there.
inline double widthAt(const Document& document, int x) { return cv::sum(document.ink().col(x))[0] / 255; }

inline int mostDifference(const QImage& a, const QImage& b) {
  return static_cast<int>(cv::norm(toMat(a), toMat(b), cv::NORM_INF));
}

inline QImage filled(QSize size, QColor colour) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(colour);
  return image;
}

class CanvasTest : public QObject {
 protected:
  struct Studio {
    Document document{{200, 200}};
    ToolSettings settings;
    ViewState state;
    CanvasView view{&document, &state, CanvasMode::Sketch};
    std::vector<std::unique_ptr<Tool>> tools = makeTools(&document, &settings);

    Tool* tool(const QString& id) {
      for (const auto& tool : tools) {
        if (tool->id() == id) return tool.get();
      }
      return nullptr;
    }
  };
  QPoint on(QPointF canvas) const { return s_->view.toWidget(canvas).toPoint(); }
  QWindow* window() const { return s_->view.windowHandle(); }

  void drag(QPointF from, QPointF to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(window(), button, modifiers, on(from));
    for (int i = 1; i <= 8; ++i) QTest::mouseMove(window(), on(from + (to - from) * (i / 8.0)));
    QTest::mouseRelease(window(), button, modifiers, on(to));
  }

  void pen(QPointF canvas, double pressure, bool down, const QPointingDevice& device) {
    const QPointF at = s_->view.toWidget(canvas);
    QWindowSystemInterface::handleTabletEvent(window(), &device, at, s_->view.mapToGlobal(at), down ? Qt::LeftButton : Qt::NoButton, pressure, 0, 0, 0, 0, 0);
    QCoreApplication::processEvents();
  }

  void wheel(QPointF at, int notches) {
    QWindowSystemInterface::handleWheelEvent(window(), at, s_->view.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches));
    QCoreApplication::processEvents();
  }

  void open() {
    s_ = std::make_unique<Studio>();
    s_->view.resize(400, 300);
    s_->view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&s_->view));
    s_->view.activateWindow();
    s_->view.setFocus();
    s_->view.setTool(s_->tool("pen"));
    s_->settings.smoothing = 0;
  }
  void close() { s_.reset(); }

  std::unique_ptr<Studio> s_;
};

}  // namespace chaesaek
