// SPDX-License-Identifier: GPL-3.0-or-later
// A studio window for tests, driven by real mouse and key events.
#pragma once
#include <QAbstractButton>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/pages/draw_page.h"
#include "ui/pages/main_window.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

/// Data, settings and recovery files go to a folder of the test's own.
inline void useOwnHome(const QTemporaryDir& folder) {
  qputenv("CHAESAEK_HOME", folder.path().toLocal8Bit());
  Theme::instance().choose(ThemeChoice::Light);
}

/// With flat fill: the colours follow from the hints alone.
struct Studio {
  MainWindow window;
  DrawPage* page = window.drawPage();
  Document* document = page->document();
  CanvasView* canvas = page->stage()->sketch();

  Studio() {
    page->loadModel("flat");
    window.resize(1280, 800);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) qFatal("the window does not become active");
  }
  bool settled() { return QTest::qWaitFor([this] { return page->live()->state() == LiveState::UpToDate; }, 20000); }
  QPoint at(double x, double y) const { return canvas->toWidget({x, y}).toPoint(); }
  void drag(std::initializer_list<QPointF> points) {
    QPointF from = *points.begin();
    QTest::mousePress(canvas, Qt::LeftButton, {}, at(from.x(), from.y()));
    for (const QPointF& to : points) {
      for (int step = 1; step <= 8; ++step) {
        const QPointF between = from + (to - from) * step / 8;
        QTest::mouseMove(canvas, at(between.x(), between.y()));
      }
      from = to;
    }
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(from.x(), from.y()));
  }
  void drawBox() { drag({{100, 100}, {400, 100}, {400, 400}, {100, 400}, {100, 100}}); }
  QAbstractButton* button(const QString& title) const {
    for (auto* each : window.findChildren<QAbstractButton*>()) {
      if (each->text() == title && each->isVisible()) return each;
    }
    return nullptr;
  }
  bool says(const QString& subject) const { return page->findChild<MessageArea*>()->says(subject); }
};

inline QColor pixel(const QImage& image, int x, int y) { return image.pixelColor(x, y); }

}  // namespace chaesaek
