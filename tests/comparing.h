// SPDX-License-Identifier: GPL-3.0-or-later
// The window on its Compare page, with small networks that nobody trained and drawings of its own.
#pragma once
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QWheelEvent>

#include "core/data/packed.h"
#include "tests/studio_fixture.h"
#include "tests/tiny_generators.h"
#include "tests/toy_pairs.h"
#include "ui/canvas/picture_pane.h"
#include "ui/pages/column_actions.h"
#include "ui/pages/column_sets.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/compare_columns.h"
#include "ui/pages/compare_look.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/compare_source.h"
#include "ui/pages/sketch_cell.h"
#include "ui/widgets/button.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

/// Toy drawings that are all there to test with.
class TestPairs : public ToyPairs {
 public:
  explicit TestPairs(int count) : ToyPairs(count) {
    for (int i = 0; i < count; ++i) {
      infos_.push_back(ToyPairs::info(i));
      infos_.back().split = Split::Test;
    }
  }
  const PairInfo& info(int index) const override { return infos_.at(size_t(index)); }

 private:
  std::vector<PairInfo> infos_;
};

/// A home with two networks ("one", "two") and twenty test drawings.
struct CompareHome {
  QTemporaryDir folder;
  CompareHome() {
    useOwnHome(folder);
    saveTinyColouring(model("one"), {.seed = 1, .steps = 1000});
    saveTinyColouring(model("two"), {.seed = 2, .steps = 2000});
    packPairs(TestPairs(20), {}, data().toStdString(), {});
    uiSettings().remove("compare");
    column_sets::setLast({"flat"});
  }
  std::filesystem::path model(const QString& name) const { return folder.filePath("models/" + name + ".safetensors").toStdString(); }
  QString data() const { return folder.filePath("toys.chsk"); }
};

struct Comparing : Studio {
  ComparePage* compare = window.comparePage();

  /// Test drawings where `data` names some, else the canvas.
  explicit Comparing(const QStringList& keys, const QString& data = {}) {
    compare->actions()->openSet(keys);
    if (!data.isEmpty()) {
      compare->source()->setData(data);
      compare->source()->setKind(CompareSource::Kind::Drawings);
    }
    QTest::keyClick(&window, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    if (!QTest::qWaitFor([this] { return compare->isVisible(); })) qFatal("the page is not shown");
    if (!data.isEmpty() && !QTest::qWaitFor([this] { return compare->source()->count() > 0; }, 20000)) qFatal("no drawings");
  }
  CompareColumn* column(int place) const { return compare->columns()->columns().at(size_t(place)); }
  int count() const { return int(compare->columns()->columns().size()); }
  PicturePane* pane(int place) const { return column(place)->pane(); }
  /// Every column shows the present sketch, or says why it cannot.
  bool current() const {
    return QTest::qWaitFor([this] {
      if (!compare->live()->isCurrent()) return false;
      for (const CompareColumn* each : compare->columns()->columns())
        if (each->picture().isNull() && each->problem().isEmpty()) return false;
      return true;
    }, 30000);
  }
  template <class Widget = QAbstractButton>
  Widget* find(const QString& name) const {
    auto* found = compare->findChild<Widget*>(name);
    if (!found) qFatal("there is no %s", qPrintable(name));
    return found;
  }
  void click(const QString& name) const {
    QVERIFY2(find(name)->isVisible() && find(name)->isEnabled(), qPrintable(name));
    QTest::mouseClick(find(name), Qt::LeftButton);
  }
  /// A part of one of the bar's segmented controls.
  void clickPart(const QString& control, int part) const {
    QTest::mouseClick(find<QWidget>(control)->findChildren<QAbstractButton*>().at(part), Qt::LeftButton);
  }
  /// By a click in the menu that is open.
  void choose(const QString& menu, const QString& action) const {
    QMenu* open = nullptr;
    QVERIFY(QTest::qWaitFor([&] { return (open = compare->findChild<QMenu*>(menu)) && open->isVisible(); }, 20000));
    for (QAction* each : open->actions())
      if (each->objectName() == action || each->text() == action) {
        QVERIFY2(each->isEnabled(), qPrintable(action));
        return QTest::mouseClick(open, Qt::LeftButton, {}, open->actionGeometry(each).center());
      }
    QFAIL(qPrintable("not in the menu: " + action));
  }
  void drop(const QString& file) const {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(compare->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(compare, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(compare->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(compare, &drop);
  }
  static void turnWheel(QWidget* over, QPointF at, int by) {
    QWheelEvent event(at, over->mapToGlobal(at), {}, QPoint(0, by), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(over, &event);
  }
  /// Draws on the page's canvas, with the mouse.
  void draw(std::initializer_list<QPointF> points) const {
    CanvasView* canvas = compare->sketch()->canvas();
    QPointF from = *points.begin();
    QTest::mousePress(canvas, Qt::LeftButton, {}, canvas->toWidget(from).toPoint());
    for (const QPointF& to : points)
      for (int step = 1; step <= 8; ++step) QTest::mouseMove(canvas, canvas->toWidget(from + (to - from) * step / 8).toPoint()), from = step == 8 ? to : from;
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, canvas->toWidget(from).toPoint());
  }
};

}  // namespace chaesaek
