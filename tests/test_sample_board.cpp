// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a run, their timeline and the viewer, under real mouse and key events.
#include <QAbstractButton>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QVBoxLayout>
#include <QtTest>

#include "ui/widgets/picture_viewer.h"
#include "ui/widgets/sample_board.h"
#include "ui/widgets/sample_grid.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/viewer_panes.h"

using namespace chaesaek;

namespace {

QImage plain(const QColor& colour, QSize size = {64, 64}) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(colour);
  return image;
}

const QColor kFirst(200, 40, 40), kSecond(40, 160, 40), kThird(40, 40, 200);

struct Shown {
  QWidget window;
  SampleBoard* board = new SampleBoard("Pictures come with the first steps.");
  explicit Shown(int rows = 5, QSize size = {360, 500}) {
    auto* column = new QVBoxLayout(&window);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(board);
    board->setColumns({"Sketch", "Generated", "Real"});
    setRows(rows);
    window.resize(size);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) qFatal("the window is not shown");
  }
  void setRows(int count, const QColor& second = kSecond) {
    board->setRows(std::vector<std::vector<QImage>>(size_t(count), {plain(kFirst), plain(second), plain(kThird)}));
  }
  SampleGrid* grid() const { return board->findChild<SampleGrid*>(); }
  QScrollBar* bar() const { return board->findChild<QScrollArea*>()->verticalScrollBar(); }
  QSlider* slider() const { return board->findChild<QSlider*>(); }
  QAbstractButton* button(const QString& name) const {
    for (auto* each : window.findChildren<QAbstractButton*>())
      if (each->isVisible() && each->accessibleName().startsWith(name)) return each;
    qFatal("no such button");
  }
  bool says(const QString& text) const {
    for (auto* each : board->findChildren<QLabel*>())
      if (each->isVisible() && each->text() == text) return true;
    return false;
  }
  QColor middleOf(int row, int column) const { return grid()->grab().toImage().pixelColor(grid()->cell(row, column).center()); }
  void click(int row, int column) const { QTest::mouseClick(grid(), Qt::LeftButton, {}, grid()->cell(row, column).center()); }
};

}  // namespace

class TestSampleBoard : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { Theme::instance().choose(ThemeChoice::Light); }
  void picturesStandInTheirColumns();
  void fitsEveryWidth_data();
  void fitsEveryWidth();
  void newPicturesMoveNothing();
  void emptyBoardSaysSo();
  void overlayColoursTheVerdict();
  void timelineStaysAtTheNewest();
  void timelineByKeysAndButtons();
  void vanishedMomentGoesToTheNearest();
  void clickEnlargesAndEscapeCloses();
  void viewerZoomsAtThePointer();
  void viewerFollowsNewPictures();
  void keysMarkAndEnlarge();
};

void TestSampleBoard::picturesStandInTheirColumns() {
  Shown shown;
  QCOMPARE(shown.middleOf(0, 0), kFirst);
  QCOMPARE(shown.middleOf(2, 1), kSecond);
  QCOMPARE(shown.middleOf(4, 2), kThird);
  const QImage image = shown.grid()->grab().toImage();
  QCOMPARE(image.pixelColor(shown.grid()->cell(1, 1).left() + 20, shown.grid()->cell(1, 1).top()), tokens().line);
  shown.board->setRows({{plain(kFirst, {20, 60}), QImage()}});  // not square; one missing; a column short
  const QRect cell = shown.grid()->cell(0, 0);
  QCOMPARE(shown.middleOf(0, 0), kFirst);
  QCOMPARE(shown.grid()->grab().toImage().pixelColor(cell.left() + 10, cell.center().y()), QColor(Qt::white));
  QCOMPARE(shown.middleOf(0, 2), QColor(Qt::white));
}

void TestSampleBoard::fitsEveryWidth_data() {
  QTest::addColumn<int>("width");
  QTest::addColumn<int>("columns");
  for (int width : {264, 300, 360, 900})
    for (int columns : {1, 2, 3, 4}) QTest::addRow("%d columns in %d px", columns, width) << width << columns;
}

void TestSampleBoard::fitsEveryWidth() {
  QFETCH(int, width);
  QFETCH(int, columns);
  Shown shown(8, {width, 400});
  shown.board->setColumns(QStringList({"Sketch", "Generated", "Real", "D's verdict"}).mid(0, columns));
  QVERIFY(shown.window.width() == width);
  const int room = shown.board->findChild<QScrollArea*>()->viewport()->width();
  QVERIFY2(shown.grid()->width() <= room, qPrintable(QString("%1 in %2").arg(shown.grid()->width()).arg(room)));
  QCOMPARE(shown.grid()->cell(0, columns - 1).right(), shown.grid()->width() - 1);
  QVERIFY(shown.grid()->cell(0, 0).width() >= 50 && shown.grid()->cell(0, 0).width() <= (columns == 1 ? 512 : 256));
  QVERIFY(shown.bar()->maximum() > 0 || shown.grid()->height() <= 400);
}

void TestSampleBoard::newPicturesMoveNothing() {
  Shown shown(12);
  shown.bar()->setValue(300);
  QCOMPARE(shown.bar()->value(), 300);
  const QRect before = shown.grid()->cell(5, 1);
  shown.setRows(12, Qt::black);
  QCOMPARE(shown.bar()->value(), 300);
  QCOMPARE(shown.grid()->cell(5, 1), before);
  QCOMPARE(shown.middleOf(5, 1), QColor(Qt::black));
  const int side = before.width();
  shown.setRows(2);  // no scroll bar any more: the same size
  QCOMPARE(shown.grid()->cell(0, 0).width(), side);
}

void TestSampleBoard::emptyBoardSaysSo() {
  Shown shown(0);
  QVERIFY(shown.says("Pictures come with the first steps."));
  QVERIFY(!shown.grid()->isVisible());
  QVERIFY(!shown.slider()->isVisible());
  shown.board->setEmptyText("None was kept.");
  QVERIFY(shown.says("None was kept."));
  shown.setRows(1);
  QVERIFY(!shown.says("None was kept."));
  QVERIFY(shown.grid()->isVisible());
}

void TestSampleBoard::overlayColoursTheVerdict() {
  Shown shown(1);
  shown.setRows(1, Qt::white);
  QImage map(2, 1, QImage::Format_Grayscale8);
  map.setPixelColor(0, 0, Qt::black);
  map.setPixelColor(1, 0, Qt::white);
  shown.board->setOverlay(1, {map});
  QCOMPARE(shown.middleOf(0, 1), QColor(Qt::white));
  auto* legend = shown.board->findChild<VerdictLegend*>();
  QVERIFY(!legend->isVisible());
  shown.board->setOverlayVisible(true);
  QVERIFY(legend->isVisible());
  const auto at = [&](int dx) {
    const QRect cell = shown.grid()->cell(0, 1);
    return shown.grid()->grab().toImage().pixelColor(cell.center() + QPoint(dx * cell.width() / 4, 0));
  };
  const auto near = [](QColor a, QColor b) { return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 12; };
  QVERIFY(near(at(-1), mixed(tokens().curveG, Qt::white, .5)));
  QVERIFY(near(at(1), mixed(tokens().curveD, Qt::white, .5)));
  Theme::instance().choose(ThemeChoice::Dark);
  QVERIFY(near(at(-1), mixed(tokens().curveG, Qt::white, .5)));
  Theme::instance().choose(ThemeChoice::Light);
  QCOMPARE(shown.middleOf(0, 0), kFirst);  // the others stay as they are
  shown.board->setOverlay(1, {});
  QCOMPARE(at(-1), QColor(Qt::white));
  QVERIFY(!legend->isVisible());
}

void TestSampleBoard::timelineStaysAtTheNewest() {
  Shown shown;
  QSignalSpy chosen(shown.board, &SampleBoard::momentChosen), newest(shown.board, &SampleBoard::newestChosen);
  shown.board->setMoments({0, 400}, {});
  QVERIFY(shown.says("step 400 · newest"));
  shown.board->setMoments({0, 400, 800, 1200, 1600}, 800);
  QVERIFY(shown.says("step 1,600 · newest"));
  QVERIFY(!shown.board->moment());
  QTest::mouseClick(shown.slider(), Qt::LeftButton, {}, QPoint(shown.slider()->width() / 4, 20));
  QCOMPARE(chosen.takeLast().at(0).toLongLong(), 400);
  QVERIFY(shown.says("step 400"));
  shown.board->setMoments({0, 400, 800, 1200, 1600, 2000}, 800);
  QCOMPARE(shown.board->moment(), std::optional<qint64>(400));
  QVERIFY(shown.says("step 400"));
  QVERIFY(chosen.isEmpty() && newest.isEmpty());
  QTest::mouseClick(shown.slider(), Qt::LeftButton, {}, QPoint(shown.slider()->width() - 3, 20));
  QCOMPARE(newest.size(), 1);
  QVERIFY(!shown.board->moment());
}

void TestSampleBoard::timelineByKeysAndButtons() {
  Shown shown;
  shown.board->setMoments({0, 400, 800, 1200}, 800);
  QSignalSpy chosen(shown.board, &SampleBoard::momentChosen), newest(shown.board, &SampleBoard::newestChosen);
  shown.slider()->setFocus();
  QTest::keyClick(shown.slider(), Qt::Key_Left);
  QCOMPARE(chosen.takeLast().at(0).toLongLong(), 800);
  QVERIFY(shown.says("step 800 · best so far"));
  QTest::keyClick(shown.slider(), Qt::Key_Home);
  QCOMPARE(chosen.takeLast().at(0).toLongLong(), 0);
  QTest::keyClick(shown.slider(), Qt::Key_Right);
  QCOMPARE(chosen.takeLast().at(0).toLongLong(), 400);
  QTest::mouseClick(shown.button("Best so far"), Qt::LeftButton);
  QCOMPARE(chosen.takeLast().at(0).toLongLong(), 800);
  QTest::mouseClick(shown.button("Newest"), Qt::LeftButton);
  QCOMPARE(newest.size(), 1);
  QTest::keyClick(shown.slider(), Qt::Key_Home);
  QTest::keyClick(shown.slider(), Qt::Key_End);
  QCOMPARE(newest.size(), 2);
  shown.board->showNewest();
  QCOMPARE(newest.size(), 2);
}

void TestSampleBoard::vanishedMomentGoesToTheNearest() {
  Shown shown;
  shown.board->setMoments({0, 100, 200, 300, 400}, {});
  QTest::keyClick(shown.slider(), Qt::Key_Home);
  QTest::keyClick(shown.slider(), Qt::Key_Right);
  QSignalSpy chosen(shown.board, &SampleBoard::momentChosen);
  shown.board->setMoments({0, 200, 400}, 100);  // thinned out; the best is not kept
  QCOMPARE(chosen.size(), 1);
  QVERIFY(!shown.button("Best so far")->isEnabled());
  shown.board->setMoments({}, {});
  QVERIFY(!shown.slider()->isVisible());
}

void TestSampleBoard::clickEnlargesAndEscapeCloses() {
  Shown shown;
  QVERIFY(!shown.board->viewer());
  shown.click(1, 2);
  auto* viewer = shown.board->viewer();
  QVERIFY(viewer && viewer->isVisible());
  QCOMPARE(viewer->row(), 1);
  QCOMPARE(viewer->geometry(), shown.window.rect());
  shown.window.resize(700, 600);
  QCOMPARE(viewer->geometry(), shown.window.rect());
  QTest::keyClick(viewer, Qt::Key_Down);
  QCOMPARE(viewer->row(), 2);
  for (int i = 0; i < 9; ++i) QTest::keyClick(viewer, Qt::Key_Right);
  QCOMPARE(viewer->row(), 4);
  QVERIFY(!shown.button("Next row")->isEnabled());
  QTest::mouseClick(shown.button("Previous row"), Qt::LeftButton);
  QCOMPARE(viewer->row(), 3);
  QTest::keyClick(viewer, Qt::Key_Tab);
  QVERIFY(viewer->isAncestorOf(shown.window.focusWidget()));
  QTest::keyClick(viewer, Qt::Key_Escape);
  QVERIFY(!shown.board->viewer());
  QVERIFY(shown.grid()->hasFocus());
  shown.click(0, 0);
  QTest::mouseClick(shown.button("Close"), Qt::LeftButton);
  QVERIFY(!shown.board->viewer());
}

void TestSampleBoard::viewerZoomsAtThePointer() {
  Shown shown(2, {900, 500});
  QImage halves = plain(kFirst);
  for (int y = 0; y < 64; ++y)
    for (int x = 32; x < 64; ++x) halves.setPixelColor(x, y, kThird);
  shown.board->setRows({{halves, halves, halves}});
  shown.click(0, 0);
  auto* viewer = shown.board->viewer();
  QVERIFY(viewer);
  auto* panes = viewer->findChild<ViewerPanes*>();
  const QPointF left(panes->width() / 12., panes->height() / 2.);  // in the first picture, a quarter from its left
  const auto at = [&](int column) { return panes->grab().toImage().pixelColor(panes->width() * (2 * column + 1) / 6 + 8, panes->height() / 2); };
  QCOMPARE(at(0), kThird);  // just right of the middle
  for (int i = 0; i < 6; ++i) {
    QWheelEvent event(left, panes->mapToGlobal(left), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(panes, &event);
  }
  QVERIFY(viewer->zoom() > 2.5);
  for (int column = 0; column < 3; ++column) QCOMPARE(at(column), kFirst);  // the left half fills all three panes

  const QPoint from(panes->width() / 6, panes->height() / 2);
  QTest::mousePress(panes, Qt::LeftButton, {}, from);
  QTest::mouseMove(panes, from - QPoint(60, 0));
  QTest::mouseMove(panes, from - QPoint(280, 0));
  QTest::mouseRelease(panes, Qt::LeftButton, {}, from - QPoint(280, 0));
  for (int column = 0; column < 3; ++column) QCOMPARE(at(column), kThird);
  QTest::keyClick(viewer, Qt::Key_0);
  QCOMPARE(viewer->zoom(), 1.);
  QTest::keyClick(viewer, Qt::Key_Plus);
  QVERIFY(viewer->zoom() > 1);
  QTest::keyClick(viewer, Qt::Key_Minus);
  QCOMPARE(viewer->zoom(), 1.);
}

void TestSampleBoard::viewerFollowsNewPictures() {
  Shown shown;
  QWidget page(&shown.window);
  page.setGeometry(60, 20, 280, 400);
  page.show();
  shown.board->setViewerArea(&page);
  shown.click(3, 1);
  auto* viewer = shown.board->viewer();
  QCOMPARE(viewer->parentWidget(), &page);
  QCOMPARE(viewer->size(), page.size());
  QTest::keyClick(viewer, Qt::Key_Plus);
  const double zoom = viewer->zoom();
  shown.setRows(5, Qt::black);
  QCOMPARE(viewer->zoom(), zoom);
  QCOMPARE(viewer->row(), 3);
  QCOMPARE(viewer->grab().toImage().pixelColor(viewer->width() / 2, viewer->height() / 2 + 20), QColor(Qt::black));
  shown.setRows(2);
  QCOMPARE(viewer->row(), 1);
  shown.setRows(0);
  QVERIFY(!shown.board->viewer());
}

void TestSampleBoard::keysMarkAndEnlarge() {
  Shown shown(20);
  shown.grid()->setFocus();
  QCOMPARE(shown.grid()->accessibleName(), QString("row 1, Sketch"));
  QTest::keyClick(shown.grid(), Qt::Key_Right);
  for (int i = 0; i < 12; ++i) QTest::keyClick(shown.grid(), Qt::Key_Down);
  QCOMPARE(shown.grid()->accessibleName(), QString("row 13, Generated"));
  QVERIFY(shown.bar()->value() > 0);
  QTest::keyClick(shown.grid(), Qt::Key_Return);
  QVERIFY(shown.board->viewer());
  QCOMPARE(shown.board->viewer()->row(), 12);
}

QTEST_MAIN(TestSampleBoard)
#include "test_sample_board.moc"
