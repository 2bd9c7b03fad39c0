// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <opencv2/imgproc.hpp>
#include <set>

#include "core/image/codec.h"
#include "core/image/colour.h"
#include "core/image/regions.h"
#include "tests/pictures.h"

using namespace chaesaek;

namespace {

constexpr int kSide = 128;
const cv::Vec3b kWhite(255, 255, 255), kRed(40, 40, 220), kBlue(220, 90, 30);

// Two rooms side by side, with a door of `door` pixels between them, in an open yard.
cv::Mat rooms(int door) {
  cv::Mat sketch(kSide, kSide, CV_8U, cv::Scalar(255));
  cv::rectangle(sketch, {16, 24}, {112, 104}, cv::Scalar(0), 3);
  cv::line(sketch, {64, 24}, {64, 104}, cv::Scalar(0), 3);
  if (door > 0) sketch(cv::Rect(60, 64 - door / 2, 9, door)).setTo(255);
  return sketch;
}

const cv::Point kLeft(40, 64), kRight(88, 40), kYard(5, 5);

// The yard white, the left room red, the right room blue.
cv::Mat flatColours() {
  cv::Mat colours(kSide, kSide, CV_8UC3, cv::Scalar(kWhite));
  colours(cv::Rect(16, 24, 48, 81)).setTo(cv::Scalar(kRed));
  colours(cv::Rect(64, 24, 49, 81)).setTo(cv::Scalar(kBlue));
  return colours;
}

// What a network makes of flat colours: soft edges, soft blotches.
cv::Mat asFromANetwork(const cv::Mat& colours) {
  cv::Mat soft, noise(colours.size(), CV_16SC3), wide;
  cv::GaussianBlur(colours, soft, {}, 1);
  cv::RNG(3).fill(noise, cv::RNG::NORMAL, 0, 160);
  cv::GaussianBlur(noise, noise, {}, 5);
  soft.convertTo(wide, CV_16S);
  cv::Mat(wide + noise).convertTo(soft, CV_8U);
  return soft;
}

bool near(const cv::Vec3b& a, const cv::Vec3b& b) { return deltaE2000(toLab(a), toLab(b)) < 6; }

SpreadHints spreadDot(const cv::Mat& sketch, cv::Point at) {
  cv::Mat hint(sketch.size(), CV_8UC3, cv::Scalar(kRed)), mask = cv::Mat::zeros(sketch.size(), CV_8U);
  cv::circle(mask, at, 2, cv::Scalar(1), -1);
  return spreadHints(sketch, hint, mask);
}

SpreadHints spreadClosing(const cv::Mat& sketch, std::vector<cv::Point> dots) {
  cv::Mat hint(sketch.size(), CV_8UC3, cv::Scalar(kRed)), mask = cv::Mat::zeros(sketch.size(), CV_8U);
  for (const cv::Point at : dots) cv::circle(mask, at, 2, cv::Scalar(1), -1);
  return spreadHintsClosing(sketch, hint, mask);
}

// The rooms with the outer wall of the left one broken open.
cv::Mat brokenRooms(int gap) {
  cv::Mat sketch = rooms(0);
  sketch(cv::Rect(12, 64 - gap / 2, 9, gap)).setTo(255);
  return sketch;
}

}  // namespace

class TestRegions : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // tests/reference/spread.py wrote these.
  void spreadingAgreesWithTheReference() {
    for (int number = 0; number < 6; ++number) {
      const cv::Mat tiles = readPicture(cv::format(CHAESAEK_SOURCE_DIR "/tests/golden/spread_%d.png", number));
      const int side = tiles.rows;
      QCOMPARE(tiles.cols, 5 * side);
      const auto tile = [&](int index) { return tiles.colRange(index * side, (index + 1) * side).clone(); };
      const auto grey = [&](int index) { return toSketch(tile(index)); };
      const SpreadHints spread = spreadHints(grey(0), tile(2), grey(1) / 255);
      QVERIFY(same(spread.colour, tile(3)));
      QVERIFY(same(spread.covered * 255, grey(4)));
    }
  }

  void hintFillsItsRoomOnly() {
    for (const int door : {0, 2, 4}) {
      const SpreadHints spread = spreadDot(rooms(door), kLeft);
      QVERIFY(spread.colour.at<cv::Vec3b>(30, 20) == kRed);
      QCOMPARE(int(spread.covered.at<uchar>(kRight)), 0);
      QCOMPARE(int(spread.covered.at<uchar>(kYard)), 0);
    }
    QCOMPARE(int(spreadDot(rooms(12), kLeft).covered.at<uchar>(kRight)), 1);  // a wide door lets it through
  }

  void widerGapsAreClosedUntilARegionIsBounded() {
    for (const int gap : {0, 4, 8, 12}) {
      const SpreadHints spread = spreadClosing(brokenRooms(gap), {kLeft});
      QCOMPARE(int(spread.bounded.at<uchar>(30, 20)), 1);
      QVERIFY(spread.colour.at<cv::Vec3b>(100, 60) == kRed);
      QCOMPARE(int(spread.covered.at<uchar>(kYard)), 0);
      QCOMPARE(int(spread.covered.at<uchar>(kRight)), 0);
    }
    // As wide as the room itself nothing closes it: spread as ever, and said to be unbounded.
    const SpreadHints open = spreadClosing(brokenRooms(70), {kLeft});
    QCOMPARE(int(open.covered.at<uchar>(kYard)), 1);
    QCOMPARE(cv::countNonZero(open.bounded), 0);
  }

  void hintOnThePageLeavesABoundedRegionToItsOwn() {
    const SpreadHints spread = spreadClosing(brokenRooms(8), {kLeft, {8, 64}});
    QCOMPARE(int(spread.bounded.at<uchar>(kLeft)), 1);
    QCOMPARE(int(spread.covered.at<uchar>(kYard)), 1);
    QCOMPARE(int(spread.bounded.at<uchar>(kYard)), 0);
  }

  void noHintsSpreadNothing() {
    const cv::Mat none = cv::Mat::zeros(kSide, kSide, CV_8U);
    QCOMPARE(cv::countNonZero(spreadHints(rooms(0), cv::Mat::zeros(kSide, kSide, CV_8UC3), none).covered), 0);
  }

  void hintOnInkStaysThere() {
    const cv::Mat black = cv::Mat::zeros(kSide, kSide, CV_8U);
    QCOMPARE(cv::countNonZero(spreadDot(black, {50, 50}).covered), 13);  // the dot's own pixels
  }

  void regionsCoverTheFreeSpace() {
    for (const int door : {0, 4}) {
      const cv::Mat sketch = rooms(door);
      int count = 0;
      const cv::Mat labels = gapClosedRegions(sketch, 5, &count);
      QCOMPARE(count, 3);
      QVERIFY(same(labels == 0, sketch <= kWall));
      const std::set<int> found = {labels.at<int>(kLeft), labels.at<int>(kRight), labels.at<int>(kYard)};
      QVERIFY(found == std::set<int>({1, 2, 3}));
    }
    int count = -1;
    gapClosedRegions(cv::Mat::zeros(kSide, kSide, CV_8U), 5, &count);
    QCOMPARE(count, 0);
  }

  void narrowPlacesAreRegionsToo() {
    cv::Mat sketch(40, 40, CV_8U, cv::Scalar(0));
    sketch(cv::Rect(4, 4, 30, 3)).setTo(255);
    sketch(cv::Rect(4, 20, 3, 15)).setTo(255);
    int count = 0;
    const cv::Mat labels = gapClosedRegions(sketch, 5, &count);
    QCOMPARE(count, 2);
    QVERIFY(labels.at<int>(5, 10) > 0 && labels.at<int>(25, 5) > 0 && labels.at<int>(5, 10) != labels.at<int>(25, 5));
  }

  void regionUnderAPoint() {
    const cv::Mat region = regionAt(rooms(4), kLeft);
    QCOMPARE(int(region.at<uchar>(kLeft)), 1);
    QCOMPARE(int(region.at<uchar>(kRight)), 0);
    QCOMPARE(int(region.at<uchar>(27, 19)), 1);  // into the corner
    QVERIFY(regionAt(rooms(4), {16, 50}).empty());
    QVERIFY(regionAt(rooms(4), {-1, 50}).empty());
    QVERIFY(regionAt(rooms(4), {kSide, 50}).empty());
  }

  void repairPaintsRegionsFlat() {
    for (const int door : {0, 4}) {
      const cv::Mat sketch = rooms(door), repaired = repairRegions(asFromANetwork(flatColours()), sketch);
      const cv::Mat labels = gapClosedRegions(sketch, 5);
      for (const cv::Point p : {kLeft, kRight, kYard}) {
        cv::Mat others = repaired.clone();
        others.setTo(cv::Scalar(repaired.at<cv::Vec3b>(p)), labels != labels.at<int>(p));
        QCOMPARE(cv::norm(others, cv::Mat(others.size(), others.type(), cv::Scalar(repaired.at<cv::Vec3b>(p))), cv::NORM_INF), 0.);
      }
      QVERIFY(near(repaired.at<cv::Vec3b>(kLeft), kRed) && near(repaired.at<cv::Vec3b>(kRight), kBlue));
      QVERIFY(repaired.at<cv::Vec3b>(kYard) == kWhite);
    }
  }

  void repairReachesUnderTheInk() {
    const cv::Mat repaired = repairRegions(flatColours(), rooms(0));
    QVERIFY(repaired.at<cv::Vec3b>(64, 63) == kRed && repaired.at<cv::Vec3b>(64, 65) == kBlue);
    QVERIFY(repaired.at<cv::Vec3b>(64, 17) == kRed && repaired.at<cv::Vec3b>(64, 15) == kWhite);
  }

  void repairKeepsTwoColoursInOneRegion() {
    const cv::Mat sketch = rooms(14), colours = flatColours();  // the door joins the rooms
    const cv::Mat repaired = repairRegions(colours, sketch);
    QVERIFY(repaired.at<cv::Vec3b>(kLeft) == kRed && repaired.at<cv::Vec3b>(kRight) == kBlue);
  }

  void repairKeepsAnObjectWithAnOpenOutline() {
    cv::Mat sketch = circleSketch(256, 26, 4);
    sketch(cv::Rect(128, 90, 14, 30)).setTo(255);
    cv::Mat colours(256, 256, CV_8UC3, cv::Scalar(kWhite));
    cv::circle(colours, {128, 128}, 26, cv::Scalar(kBlue), -1);
    const cv::Mat repaired = repairRegions(colours, sketch);
    QVERIFY(repaired.at<cv::Vec3b>(128, 128) == kBlue && repaired.at<cv::Vec3b>(10, 10) == kWhite);
  }

  void repairOfNothing() {
    const cv::Mat white(64, 64, CV_8UC3, cv::Scalar(kWhite)), paper(64, 64, CV_8U, cv::Scalar(255));
    QVERIFY(same(repairRegions(white - cv::Scalar(4, 3, 2), paper), white));
    QVERIFY(same(repairRegions(white, cv::Mat::zeros(64, 64, CV_8U)), white));  // all ink
  }
};

QTEST_GUILESS_MAIN(TestRegions)
#include "test_regions.moc"
