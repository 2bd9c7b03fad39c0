// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <opencv2/imgproc.hpp>

#include "core/image/strokes.h"
#include "tests/pictures.h"

using namespace chaesaek;

namespace {

double area(const cv::Mat& coverage) { return cv::sum(coverage)[0] / 255; }

}  // namespace

class TestStrokes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void dotHasItsArea() {
    cv::Mat ink = cv::Mat::zeros(40, 40, CV_8U);
    const cv::Rect changed = drawStroke(ink, {{20.3f, 19.6f, 12}});
    QVERIFY(std::abs(area(ink) - CV_PI * 36) < 1.5);
    QVERIFY((changed & cv::Rect(14, 13, 13, 13)) == cv::Rect(14, 13, 13, 13));
    QCOMPARE(int(ink.at<uchar>(19, 20)), 255);
    ink(changed).setTo(0);
    QCOMPARE(cv::countNonZero(ink), 0);
  }

  void segmentTapersBetweenItsDiscs() {
    cv::Mat ink = cv::Mat::zeros(60, 120, CV_8U);
    drawSegment(ink, {20, 30, 24}, {100, 30, 4});
    const auto height = [&](int x) { return area(ink.col(x)); };
    QVERIFY(std::abs(height(25) - 23) < 1.5 && std::abs(height(60) - 14) < 1 && std::abs(height(95) - 5.2) < 1);
    cv::Mat back = cv::Mat::zeros(60, 120, CV_8U);
    drawSegment(back, {100, 30, 4}, {20, 30, 24});
    QVERIFY(cv::norm(ink, back, cv::NORM_INF) <= 1);
  }

  void slantedStrokeEqualsItsDiscs() {
    cv::Mat ink = cv::Mat::zeros(80, 80, CV_8U), discs = ink.clone();
    drawSegment(ink, {10, 15, 6}, {70, 60, 14});
    for (int i = 0; i <= 2000; ++i) {
      const float t = static_cast<float>(i) / 2000;
      drawStroke(discs, {{10 + 60 * t, 15 + 45 * t, 6 + 8 * t}});
    }
    QVERIFY(cv::norm(ink, discs, cv::NORM_INF) <= 2);
  }

  void strokeDoesNotDarkenItself() {
    cv::Mat once = cv::Mat::zeros(30, 60, CV_8U);
    drawSegment(once, {8, 14.5f, 3}, {50, 14.5f, 3});
    cv::Mat twice = once.clone();
    drawSegment(twice, {8, 14.5f, 3}, {50, 14.5f, 3});
    QVERIFY(same(once, twice));
  }

  void hairIsPale() {
    cv::Mat ink = cv::Mat::zeros(20, 40, CV_8U);
    drawSegment(ink, {5, 10.5f, 0.4f}, {35, 10.5f, 0.4f});
    double most = 0;
    cv::minMaxLoc(ink, nullptr, &most);
    QVERIFY(most > 30 && most < 120);
  }

  void strangeSegmentsAreHarmless() {
    cv::Mat ink = cv::Mat::zeros(16, 16, CV_8U);
    QVERIFY(drawSegment(ink, {-50, -50, 4}, {-20, -9, 4}).empty());
    QVERIFY(drawSegment(ink, {NAN, 3, 4}, {5, 5, 4}).empty());
    QVERIFY(drawSegment(ink, {3, 3, 0}, {5, 5, 0}).empty());
    QVERIFY(drawStroke(ink, {}).empty());
    QCOMPARE(cv::countNonZero(ink), 0);
    drawSegment(ink, {-1e6f, 8, 4}, {1e6f, 8, 4});
    QCOMPARE(int(ink.at<uchar>(8, 8)), 255);
    drawSegment(ink, {8, 8, 20}, {9, 8, 2});  // one disc holds the other
    QVERIFY(area(ink) < 256);
  }

  void eraserTakesAwayUnderItself() {
    cv::Mat ink(40, 40, CV_8U, cv::Scalar(255));
    const cv::Rect changed = eraseSegment(ink, {20, 20, 10}, {20, 20, 10});
    QCOMPARE(int(ink.at<uchar>(20, 20)), 0);
    QVERIFY(std::abs(1600 - area(ink) - CV_PI * 25) < 1.5);
    QCOMPARE(int(ink.at<uchar>(changed.y - 1, changed.x - 1)), 255);
  }

  void smootherFollowsAndArrives() {
    StrokeSmoother plain(0), steady(100);
    const StrokePoint start{0, 0, 2}, end{100, 50, 8};
    plain.add(start), steady.add(start);
    QCOMPARE(plain.add(end).x, 100.f);
    const StrokePoint first = steady.add(end);
    QVERIFY(first.x > 0 && first.x < 20);
    QVERIFY(steady.add(end).x > first.x);
    QCOMPARE(steady.finish().x, 100.f);
    QCOMPARE(steady.finish().width, 8.f);
  }
};

QTEST_GUILESS_MAIN(TestStrokes)
#include "test_strokes.moc"
