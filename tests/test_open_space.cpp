// SPDX-License-Identifier: GPL-3.0-or-later
// What is paper in open space, which regions are one, and what hints change.
#include <QtTest>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/image/compose.h"
#include "core/image/regions.h"
#include "core/inference/open_space.h"
#include "core/inference/passages.h"
#include "core/inference/show_hints.h"

using namespace chaesaek;

namespace {

constexpr int kSide = 128;
const cv::Vec3b kWhite(255, 255, 255), kRed(0, 0, 255), kBlue(255, 0, 0), kGreen(0, 255, 0);

cv::Mat sheet() { return cv::Mat(kSide, kSide, CV_8U, cv::Scalar(255)); }
cv::Mat white() { return cv::Mat(kSide, kSide, CV_8UC3, cv::Scalar::all(255)); }

/// A box of 61 x 61 inside, its line 3 pixels wide.
cv::Mat box() {
  cv::Mat sketch = sheet();
  sketch(cv::Rect(30, 30, 67, 67)).setTo(0);
  sketch(cv::Rect(33, 33, 61, 61)).setTo(255);
  return sketch;
}

/// The same without its lower side, what it holds ends nowhere; and a line beside it.
cv::Mat openBox() {
  cv::Mat sketch = box();
  sketch(cv::Rect(30, 94, 67, 3)).setTo(255);
  sketch(cv::Rect(110, 30, 3, 20)).setTo(0);
  return sketch;
}

/// At half the side: sure of paper but in `paint` (at the whole side), sure of paint there.
cv::Mat likelyOutside(const cv::Rect& paint, float sure = 4) {
  cv::Mat likely(kSide / 2, kSide / 2, CV_32F, cv::Scalar(4));
  likely(cv::Rect(paint.x / 2, paint.y / 2, paint.width / 2, paint.height / 2)).setTo(-sure);
  return likely;
}

cv::Mat regionsOf(const cv::Mat& sketch) { return gapClosedRegions(sketch, kClosedGap); }
/// `likely`: log-odds of paper; `sure`: how likely the likeliest colour is.
Shapes shapesOf(const cv::Mat& sketch, const cv::Mat& likely, double sure = .8) {
  const cv::Mat colour(likely.size(), CV_32F, cv::Scalar(std::log(sure)));
  return divideOpenSpace(spacesOf(sketch), {likely + colour, colour});
}

void dot(cv::Mat& hints, cv::Point at, const cv::Vec3b& colour) {
  if (hints.empty()) hints = cv::Mat::zeros(kSide, kSide, CV_8UC4);
  cv::circle(hints, at, 2, cv::Scalar(colour[0], colour[1], colour[2], 255), cv::FILLED);
}

/// The box in two, with a door between them.
cv::Mat rooms(int door) {
  cv::Mat sketch = box();
  sketch(cv::Rect(62, 33, 3, 61)).setTo(0);
  sketch(cv::Rect(62, 60, 3, door)).setTo(255);
  return sketch;
}

}  // namespace

class TestOpenSpace : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void paintInAnOpenOutlineEndsInAStraightBorder() {
    cv::Mat likely = likelyOutside({33, 33, 61, 61});
    for (int x = 16; x < 46; x += 4) likely(cv::Rect(x, 45, 2, 4)).setTo(x % 8 == 0 ? -4 : 4);  // by eight pixels below
    const Shapes shapes = shapesOf(openBox(), likely);
    QCOMPARE(int(shapes.paper.at<uchar>(60, 60)), 0);
    QCOMPARE(int(shapes.paper.at<uchar>(110, 60)), 255);
    QVERIFY(shapes.labels.at<int>(60, 60) != shapes.labels.at<int>(110, 60));
    int least = kSide, most = 0;
    for (int x = 36; x < 90; ++x) {
      int y = 60;
      while (shapes.paper.at<uchar>(y, x) == 0) ++y;
      least = std::min(least, y), most = std::max(most, y);
    }
    QVERIFY2(most - least <= 4, qPrintable(QStringLiteral("%1 to %2").arg(least).arg(most)));
  }

  void paintThatNoLineHoldsIsPaper() {
    cv::Mat sketch = sheet();
    sketch(cv::Rect(40, 20, 3, 60)).setTo(0);  // a stalk with a blot at its side
    const Shapes shapes = shapesOf(sketch, likelyOutside({44, 40, 12, 12}, 1.5F));
    QCOMPARE(cv::countNonZero(shapes.paper), cv::countNonZero(sketch > kWall));
  }

  void aSmallPatchBetweenOpenLinesIsLeftOut() {
    cv::Mat sketch = sheet();
    sketch(cv::Rect(40, 30, 3, 60)).setTo(0);  // whiskers at a cheek
    sketch(cv::Rect(43, 40, 24, 3)).setTo(0);
    sketch(cv::Rect(43, 52, 24, 3)).setTo(0);
    const cv::Mat likely = likelyOutside({42, 42, 8, 10});
    QCOMPARE(int(shapesOf(sketch, likely).paper.at<uchar>(46, 46)), 255);
    sketch(cv::Rect(50, 43, 3, 5)).setTo(0);  // a small window, nearly closed
    QCOMPARE(int(shapesOf(sketch, likely).paper.at<uchar>(46, 46)), 0);
  }

  void aNarrowOpeningTakesTheDoubtAway() {
    cv::Mat sketch = box();
    sketch(cv::Rect(61, 94, 5, 3)).setTo(255);
    const cv::Mat doubtful = likelyOutside({32, 32, 64, 64}, .5F);
    QCOMPARE(int(shapesOf(sketch, doubtful).paper.at<uchar>(60, 60)), 0);
    QCOMPARE(int(shapesOf(openBox(), doubtful).paper.at<uchar>(60, 60)), 255);
  }

  void wideOpenPaintNeedsALikelyColour() {
    const cv::Mat likely = likelyOutside({32, 32, 64, 60});
    QCOMPARE(int(shapesOf(openBox(), likely).paper.at<uchar>(60, 60)), 0);
    QCOMPARE(int(shapesOf(openBox(), likely, .25).paper.at<uchar>(60, 60)), 255);  // some colour, but which?
  }

  void aSingleOpenLinePaintsNothing() {
    cv::Mat alone = openBox();
    alone(cv::Rect(110, 30, 3, 20)).setTo(255);
    const cv::Mat likely = likelyOutside({32, 32, 64, 60});
    QVERIFY(cv::countNonZero(shapesOf(openBox(), likely).paper == 0) > cv::countNonZero(openBox() <= kWall));
    QCOMPARE(cv::countNonZero(shapesOf(alone, likely).paper == 0), cv::countNonZero(alone <= kWall));
  }

  void closedRegionsAreLeftAlone() {
    const Shapes shapes = shapesOf(box(), likelyOutside({}));
    QCOMPARE(cv::norm(shapes.labels, regionsOf(box()), cv::NORM_INF), 0.);
    QCOMPARE(int(shapes.paper.at<uchar>(60, 60)), 0);
  }

  void aSinglePixelOfPaintIsNoFault() {
    cv::Mat sketch(kSide, kSide, CV_8U, cv::Scalar(0)), cost(kSide, kSide, CV_32F, cv::Scalar(-1));
    cv::Mat space = cv::Mat::zeros(kSide, kSide, CV_8U);
    space.at<uchar>(60, 60) = 255;
    cost.at<float>(60, 60) = 1;
    QCOMPARE(cv::countNonZero(cutFromPaper(space, cost, 6)), 1);
  }

  void aTipBehindANarrowPassageIsPartOfItsThing() {
    cv::Mat ear = box();
    ear(cv::Rect(33, 40, 61, 3)).setTo(0);
    ear(cv::Rect(60, 40, 4, 3)).setTo(255);  // a passage of 4 into a strip of 7
    const cv::Mat labels = regionsOf(ear), apart = openSpace(labels);
    QVERIFY(labels.at<int>(36, 36) != labels.at<int>(60, 60));
    const cv::Mat joined = withPassages(labels, apart);
    QCOMPARE(joined.at<int>(36, 36), joined.at<int>(60, 60));
    QVERIFY(joined.at<int>(5, 5) != joined.at<int>(60, 60));
  }

  void aDoorBetweenLargeRoomsJoinsThemNot() {
    const cv::Mat labels = regionsOf(rooms(4)), apart = openSpace(labels), joined = withPassages(labels, apart);
    QVERIFY(joined.at<int>(60, 40) != joined.at<int>(60, 80));
  }

  void aHintChangesItsRegionAlone() {
    cv::Mat hints;
    dot(hints, {45, 60}, kRed);
    const cv::Mat sketch = rooms(4);
    cv::Mat before(kSide, kSide, CV_8UC3, cv::Scalar(0, 255, 0));
    before(cv::Rect(64, 0, 64, kSide)).setTo(cv::Scalar(255, 0, 0));
    cv::Mat after = before.clone();
    showHints(after, sketch, shapesOf(sketch, likelyOutside({})), hints);
    QCOMPARE(after.at<cv::Vec3b>(60, 35), kRed);
    QCOMPARE(after.at<cv::Vec3b>(60, 80), kBlue);
    QCOMPARE(after.at<cv::Vec3b>(5, 5), kGreen);
    QCOMPARE(after.at<cv::Vec3b>(31, 45), kGreen);  // under the ink
  }

  void hintsPartARegionAtItsNarrowPlace() {
    cv::Mat sketch = rooms(20), hints;
    dot(hints, {40, 70}, kRed);
    dot(hints, {70, 70}, kBlue);  // just behind the door: half way would be in front of it
    cv::Mat colours = white();
    showHints(colours, sketch, shapesOf(sketch, likelyOutside({})), hints);
    QCOMPARE(colours.at<cv::Vec3b>(85, 55), kRed);
    QCOMPARE(colours.at<cv::Vec3b>(40, 55), kRed);
    QCOMPARE(colours.at<cv::Vec3b>(40, 90), kBlue);
  }

  void hintsThatTouchKeepTheirColours() {
    cv::Mat sketch = box(), hints, colours = white();
    sketch(cv::Rect(62, 33, 3, 61)).setTo(0);  // two rooms
    dot(hints, {60, 60}, kRed);
    dot(hints, {66, 60}, kBlue);  // the marks meet over the wall
    showHints(colours, sketch, shapesOf(sketch, likelyOutside({})), hints);
    QCOMPARE(colours.at<cv::Vec3b>(80, 40), kRed);
    QCOMPARE(colours.at<cv::Vec3b>(80, 85), kBlue);
  }

  void aHintInOpenPaperDoesNotFloodThePage() {
    cv::Mat hints, colours = white();
    dot(hints, {64, 64}, kRed);
    showHints(colours, sheet(), shapesOf(sheet(), likelyOutside({})), hints);
    QCOMPARE(colours.at<cv::Vec3b>(64, 64), kRed);
    QCOMPARE(colours.at<cv::Vec3b>(10, 10), kWhite);
  }

  void aHintInAnOutlineThatIsTakenForPaperFillsItUpToItsOpening() {
    cv::Mat sketch = box(), hints, colours = white();
    sketch(cv::Rect(60, 94, 7, 3)).setTo(255);
    dot(hints, {64, 50}, kRed);
    showHints(colours, sketch, shapesOf(sketch, likelyOutside({})), hints);
    QCOMPARE(colours.at<cv::Vec3b>(90, 36), kRed);
    QCOMPARE(colours.at<cv::Vec3b>(110, 64), kWhite);
  }

  void aHintTakesTheDoubtAway() {
    cv::Mat hints, colours = white();
    const Shapes shapes = shapesOf(openBox(), likelyOutside({32, 32, 64, 60}, .5F));
    QCOMPARE(int(shapes.paper.at<uchar>(60, 60)), 255);
    dot(hints, {45, 45}, kRed);
    showHints(colours, openBox(), shapes, hints);
    QCOMPARE(colours.at<cv::Vec3b>(85, 90), kRed);
    QCOMPARE(colours.at<cv::Vec3b>(115, 64), kWhite);
  }

  void noHaloAtAnySize() {
    for (const int inside : {3, 4, 5, 9}) {  // narrow regions at the model's size
      const int scale = 8;
      cv::Mat full(kSide * scale, kSide * scale, CV_8U, cv::Scalar(255));
      cv::rectangle(full, cv::Rect(320, 320, (inside + 6) * scale, 400), cv::Scalar(0), cv::FILLED);
      const cv::Rect strip(320 + 3 * scale, 320 + 3 * scale, inside * scale, 400 - 6 * scale);
      full(strip).setTo(255);
      const Fit fit = fitInto(full.size(), kSide);
      const cv::Mat sketch = fitSketch(full, fit);
      cv::Mat hints, colours(kSide, kSide, CV_8UC3, cv::Scalar(0, 255, 0));
      dot(hints, {(strip.x + strip.width / 2) / scale, 60}, kRed);
      showHints(colours, sketch, shapesOf(sketch, likelyOutside({})), hints);
      const cv::Mat large = unfitColours(colours, fit, full);
      cv::Mat differs;
      cv::inRange(large(strip), cv::Scalar(0, 0, 255), cv::Scalar(0, 0, 255), differs);
      QCOMPARE(cv::countNonZero(differs), strip.area());
    }
  }
};

QTEST_GUILESS_MAIN(TestOpenSpace)
#include "test_open_space.moc"
