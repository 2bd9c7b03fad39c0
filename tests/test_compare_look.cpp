// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at the columns: linked zoom and pan, slider, blink, difference, loupe. With real mouse, wheel and key events.
#include "core/image/codec.h"
#include "core/image/colour.h"
#include "core/image/difference.h"
#include "tests/comparing.h"

using namespace chaesaek;

namespace {

/// What a pane shows around a point of the picture: one pixel of it.
QColor shown(PicturePane* pane, QPointF picture) { return pane->grab().toImage().pixelColor(pane->toWidget(picture).toPoint()); }

}  // namespace

class TestCompareLook : public QObject {
  Q_OBJECT
  std::unique_ptr<CompareHome> home_;

 private Q_SLOTS:
  void init() { home_ = std::make_unique<CompareHome>(); }

  void zoomAndPanMoveAllColumns() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    const QPointF at(30, 40), place = studio.pane(0)->toPicture(at);
    Comparing::turnWheel(studio.pane(0), at, 240);
    const auto near = [](QPointF a, QPointF b) { return QLineF(a, b).length() < 1.1; };
    for (int i = 0; i < 3; ++i) QVERIFY(near(studio.pane(i)->toWidget(place), at));  // what is under the pointer stays there
    const QPointF origin = studio.pane(2)->toWidget({0, 0});
    QTest::mousePress(studio.pane(1), Qt::LeftButton, {}, {100, 100});
    for (int i = 1; i <= 4; ++i) QTest::mouseMove(studio.pane(1), QPoint(100 + 10 * i, 100 + 5 * i));
    QTest::mouseRelease(studio.pane(1), Qt::LeftButton, {}, {140, 120});
    for (int i = 0; i < 3; ++i) QVERIFY(near(studio.pane(i)->toWidget({0, 0}), origin + QPointF(40, 20)));
    QVERIFY(near(studio.compare->sketch()->pane()->toWidget({0, 0}), origin + QPointF(40, 20)));
    studio.pane(0)->setFocus();
    QTest::keyClick(studio.pane(0), Qt::Key_0, Qt::ControlModifier);
    QVERIFY(near(studio.pane(2)->toWidget({36, 36}), QRectF(studio.pane(2)->rect()).center()));
  }

  void theSliderShowsTwoPicturesInOne() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    studio.clickPart("compare-mode", 1);
    PicturePane* pane = studio.pane(2);
    const QPointF left(20, 36), right(52, 36);
    const QColor one = shown(studio.pane(0), left), real = shown(studio.pane(2), right);
    QCOMPARE(shown(pane, left), one);
    QCOMPARE(shown(pane, right), real);
    const QPoint line(pane->width() / 2, 12);
    QTest::mousePress(pane, Qt::LeftButton, {}, line);
    QTest::mouseMove(pane, {pane->width() - 10, 12});
    QTest::mouseRelease(pane, Qt::LeftButton, {}, {pane->width() - 10, 12});
    QCOMPARE(shown(pane, right), shown(studio.pane(0), right));
    QVERIFY(studio.pane(1)->divider() > .9);  // the line is the same in every column
  }

  void holdingBShowsTheReference() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    const QImage real = studio.pane(2)->picture();
    QTest::keyPress(studio.pane(1), Qt::Key_B);
    QCOMPARE(studio.pane(2)->picture(), studio.column(0)->picture());
    QTest::keyRelease(studio.pane(1), Qt::Key_B);
    QCOMPARE(studio.pane(2)->picture(), real);
    studio.clickPart("compare-mode", 2);  // and by a press, for those without a keyboard
    QTest::mousePress(studio.pane(2), Qt::LeftButton, {}, {50, 50});
    QCOMPARE(studio.pane(2)->picture(), studio.column(0)->picture());
    QTest::mouseRelease(studio.pane(2), Qt::LeftButton, {}, {50, 50});
    QCOMPARE(studio.pane(2)->picture(), real);
  }

  void differenceIsThatOfAnIndependentComputation() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    studio.clickPart("compare-mode", 3);
    QSignalSpy spy(studio.compare->look(), &CompareLook::differencesShown);
    QVERIFY(spy.count() > 0 || spy.wait(20000));
    const QImage a = studio.column(0)->picture(), b = studio.column(2)->picture(), heat = studio.pane(2)->picture();
    QVERIFY(heat != b);
    double sum = 0;
    int light = 0;
    const cv::Mat sketch = studio.compare->source()->subject().sketch;
    for (int y = 0; y < a.height(); ++y)
      for (int x = 0; x < a.width(); ++x) {
        const auto lab = [x, y](const QImage& from) {
          const QColor c = from.pixelColor(x, y);
          return toLab(cv::Vec3b(uchar(c.blue()), uchar(c.green()), uchar(c.red())));
        };
        const float difference = deltaE2000(lab(a), lab(b));  // pixel by pixel
        const cv::Vec3b colour = heatMap(cv::Mat(1, 1, CV_32F, cv::Scalar(difference))).at<cv::Vec3b>(0);
        const QColor there = heat.pixelColor(x, y);
        for (const int off : {there.blue() - colour[0], there.green() - colour[1], there.red() - colour[2]}) QVERIFY(std::abs(off) <= 2);
        if (sketch.at<uchar>(y, x) > 200) sum += difference, ++light;
      }
    QCOMPARE(studio.column(2)->facts(), QString::fromUtf8("ΔE %1 apart").arg(QLocale().toString(sum / light, 'f', 1)));
    studio.clickPart("compare-mode", 0);
    QCOMPARE(studio.pane(2)->picture(), b);
  }

  void theReferenceCanBeAnyColumn() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    QTest::mouseClick(studio.column(2)->menuButton(), Qt::LeftButton);
    studio.choose("column-actions", "Compare the others with this");
    QTRY_COMPARE(studio.compare->look()->reference(), studio.column(2));
    QTest::keyPress(studio.pane(0), Qt::Key_B);
    QCOMPARE(studio.pane(0)->picture(), studio.column(2)->picture());
    QTest::keyRelease(studio.pane(0), Qt::Key_B);
  }

  void theLoupeIsAtTheSamePlaceInEveryColumn() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    QTest::keyClick(&studio.window, Qt::Key_L);
    QTRY_VERIFY(studio.compare->look()->hasLoupe());
    const QPointF middle(36.5, 36.5), beside(39.5, 34.5);  // middles of pixels
    QTest::mouseMove(studio.pane(2), studio.pane(2)->toWidget(middle).toPoint());
    for (int i = 0; i < 3; ++i) QVERIFY(studio.pane(i)->hasLoupe());
    QVERIFY(studio.compare->sketch()->pane()->hasLoupe());
    const QPointF in = studio.pane(0)->toWidget(middle), step = 4 * (studio.pane(0)->toWidget(beside) - in);
    const QImage grabbed = studio.pane(0)->grab().toImage(), picture = studio.column(0)->picture();
    QCOMPARE(grabbed.pixelColor(in.toPoint()), picture.pixelColor(36, 36));
    QCOMPARE(grabbed.pixelColor((in + step).toPoint()), picture.pixelColor(39, 34));  // what is beside it lies four times as far away
    QTest::keyClick(&studio.window, Qt::Key_L);
    QTRY_VERIFY(!studio.pane(2)->hasLoupe());
  }

  void oneColumnFillsThePageAndComesBack() {
    Comparing studio({"one", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    const QSize small = studio.pane(1)->size();
    QTest::mouseDClick(studio.pane(1), Qt::LeftButton, {}, {60, 60});
    QVERIFY(studio.pane(1)->width() > 2 * small.width() && !studio.pane(0)->isVisible());
    QTest::keyClick(studio.pane(1), Qt::Key_Escape);
    QVERIFY(studio.pane(0)->isVisible());
    QCOMPARE(studio.pane(1)->size(), small);
  }
};

QTEST_MAIN(TestCompareLook)
#include "test_compare_look.moc"
