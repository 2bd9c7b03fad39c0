// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <map>
#include <opencv2/imgproc.hpp>
#include <set>

#include "core/image/compose.h"
#include "tests/pictures.h"

using namespace chaesaek;

namespace {

// Distance from the middle of the picture to a pixel's middle.
double fromMiddle(const cv::Mat& picture, int x, int y) { return std::hypot(x + 0.5 - picture.cols / 2.0, y + 0.5 - picture.rows / 2.0); }

}  // namespace

class TestCompose : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fitKeepsProportions() {
    const Fit wide = fitInto({400, 100}, 256), tiny = fitInto({1000, 1}, 256), small = fitInto({32, 64}, 256);
    QVERIFY(wide.inside == cv::Rect(0, 96, 256, 64));
    QVERIFY(tiny.inside.size() == cv::Size(256, 1));
    QVERIFY(small.inside == cv::Rect(64, 0, 128, 256));
  }

  void thinLinesStayWalls_data() {
    QTest::addColumn<int>("side");
    for (const int side : {256, 300, 512, 700, 1024, 1500, 2048, 4000}) QTest::newRow(std::to_string(side).c_str()) << side;
  }
  void thinLinesStayWalls() {
    QFETCH(int, side);
    const float width = side >= 2048 ? 2.f : 1.4f;
    const cv::Mat fitted = fitSketch(circleSketch(side, 0.37f * static_cast<float>(side), width), fitInto({side, side}, 256));
    cv::Mat outside = fitted.clone();
    cv::threshold(outside, outside, 200, 255, cv::THRESH_BINARY);
    cv::floodFill(outside, cv::Point(0, 0), 128);
    QCOMPARE(int(outside.at<uchar>(128, 128)), 255);  // no leak into the circle
    QVERIFY(cv::mean(fitted)[0] > 240);
  }

  void smallSketchesGrowSmoothly() {
    const cv::Mat fitted = fitSketch(circleSketch(64, 20, 3), fitInto({64, 64}, 256));
    std::set<int> tones(fitted.begin<uchar>(), fitted.end<uchar>());
    QVERIFY(tones.size() > 60);  // not four-pixel blocks
  }

  void hintsKeepTheirColours_data() {
    QTest::addColumn<int>("side");
    for (const int side : {90, 256, 600, 1024, 3000}) QTest::newRow(std::to_string(side).c_str()) << side;
  }
  void hintsKeepTheirColours() {
    QFETCH(int, side);
    cv::Mat hints(side, side, CV_8UC4, cv::Scalar::all(0));
    const cv::Vec4b red(10, 20, 250, 255), blue(240, 40, 5, 255), green(9, 200, 30, 255);
    cv::circle(hints, {side / 3, side / 3}, side / 40, red, -1);
    cv::rectangle(hints, {side / 3 + side / 40 + 1, side / 4, side / 9, side / 5}, blue, -1);  // touches the red one
    hints.at<cv::Vec4b>(side - 2, side / 2) = green;                                         // one pixel
    hints(cv::Rect(0, 0, side / 8, side / 8)).setTo(cv::Scalar(1, 2, 3, 127));              // too transparent
    const cv::Mat fitted = fitHints(hints, fitInto(hints.size(), 256));
    std::map<int, int> counts;
    for (auto it = fitted.begin<cv::Vec4b>(); it != fitted.end<cv::Vec4b>(); ++it) {
      QVERIFY(*it == red || *it == blue || *it == green || *it == cv::Vec4b());
      ++counts[(*it)[1]];
    }
    QVERIFY(counts[red[1]] > 80 && counts[red[1]] < 200);
    QVERIFY(counts[blue[1]] > 1200 && counts[blue[1]] < 1700);
    QVERIFY(counts[green[1]] >= 1 && counts[green[1]] <= 9);
  }

  void thinHintStrokeStaysWhole() {
    cv::Mat hints(2048, 2048, CV_8UC4, cv::Scalar::all(0));
    cv::line(hints, {100, 300}, {1900, 1200}, cv::Scalar(0, 0, 255, 255), 1);
    cv::Mat alpha, labels;
    cv::extractChannel(fitHints(hints, fitInto(hints.size(), 256)), alpha, 3);
    QCOMPARE(cv::connectedComponents(alpha, labels), 2);
  }

  void pictureLiesOnWhite() {
    const cv::Mat fitted = fitPicture(cv::Mat(100, 200, CV_8UC3, cv::Scalar(9, 8, 7)), fitInto({200, 100}, 64));
    QVERIFY(fitted.at<cv::Vec3b>(2, 30) == cv::Vec3b(255, 255, 255));
    QVERIFY(fitted.at<cv::Vec3b>(32, 30) == cv::Vec3b(9, 8, 7));
  }

  void coloursEndUnderTheLines_data() {
    QTest::addColumn<int>("side");
    for (const int side : {180, 256, 512, 1024, 2000}) QTest::newRow(std::to_string(side).c_str()) << side;
  }
  void coloursEndUnderTheLines() {
    QFETCH(int, side);
    const double radius = 0.33 * side, ink = std::max(3.0, side / 128.0);
    const cv::Mat sketch = circleSketch(side, static_cast<float>(radius), static_cast<float>(ink));
    const cv::Vec3b inside(40, 90, 220), outside(255, 255, 255);
    cv::Mat colours(256, 256, CV_8UC3, cv::Scalar(outside));
    cv::circle(colours, {1020, 1020}, static_cast<int>(0.33 * 256 * 8), cv::Scalar(inside), -1, cv::LINE_AA, 3);  // eighths of a pixel
    cv::GaussianBlur(colours, colours, {}, 0.5);  // the network's edge is soft
    const cv::Mat full = unfitColours(colours, fitInto({side, side}, 256), sketch), inked = layInk(full, sketch);
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        const double distance = fromMiddle(full, x, y);
        if (distance < radius - ink / 2) QVERIFY(cv::norm(full.at<cv::Vec3b>(y, x) - inside, cv::NORM_INF) <= 3);
        if (distance > radius + ink / 2) QVERIFY(cv::norm(full.at<cv::Vec3b>(y, x) - outside, cv::NORM_INF) <= 3);
        // No halo: inside, nothing is lighter than the fill.
        if (distance < radius) QVERIFY(inked.at<cv::Vec3b>(y, x)[0] <= inside[0] + 3);
      }
  }

  void gradientsStaySmooth() {
    cv::Mat colours(256, 256, CV_8UC3);
    for (int y = 0; y < 256; ++y)
      for (int x = 0; x < 256; ++x) colours.at<cv::Vec3b>(y, x) = {uchar(x), uchar(y), uchar((x + y) / 2)};
    const cv::Mat full = unfitColours(colours, fitInto({1024, 1024}, 256), cv::Mat(1024, 1024, CV_8U, cv::Scalar(255)));
    for (int x = 8; x < 1016; ++x) QVERIFY(std::abs(full.at<cv::Vec3b>(512, x)[0] - full.at<cv::Vec3b>(512, x - 1)[0]) <= 1);
  }

  void sameSizeIsKeptOffTheLines() {
    const cv::Mat colours = randomPicture(256, 256, CV_8UC3), sketch = circleSketch(256, 90, 4);
    const cv::Mat full = unfitColours(colours, fitInto({256, 256}, 256), sketch);
    for (int y = 0; y < 256; ++y)
      for (int x = 0; x < 256; ++x)
        if (std::abs(fromMiddle(full, x, y) - 90) > 8) QVERIFY(full.at<cv::Vec3b>(y, x) == colours.at<cv::Vec3b>(y, x));
  }

  void anyShapeComesBack() {
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 900), cv::Size(700, 3), cv::Size(255, 257)}) {
      const Fit fit = fitInto(size, 64);
      const cv::Mat sketch(size, CV_8U, cv::Scalar(255)), colours(64, 64, CV_8UC3, cv::Scalar(1, 2, 3));
      QVERIFY(fitSketch(sketch, fit).size() == cv::Size(64, 64));
      QVERIFY(fitHints(cv::Mat(size, CV_8UC4, cv::Scalar(5, 6, 7, 255)), fit).size() == cv::Size(64, 64));
      QVERIFY(same(unfitColours(colours, fit, sketch), cv::Mat(size, CV_8UC3, cv::Scalar(1, 2, 3))));
      QVERIFY(unfitColours(colours, fit, cv::Mat::zeros(size, CV_8U)).size() == size);  // nothing but ink
    }
  }

  void inkLiesOnColours() {
    const cv::Mat colours(1, 3, CV_8UC3, cv::Scalar(200, 100, 50)), sketch = (cv::Mat_<uchar>(1, 3) << 255, 0, 128);
    const cv::Mat inked = layInk(colours, sketch);
    QVERIFY(inked.at<cv::Vec3b>(0) == cv::Vec3b(200, 100, 50));
    QVERIFY(inked.at<cv::Vec3b>(1) == cv::Vec3b(0, 0, 0));
    QVERIFY(inked.at<cv::Vec3b>(2) == cv::Vec3b(100, 50, 25));
    const cv::Mat ink(1, 3, CV_8UC4, cv::Scalar(0, 0, 255, 51));
    QVERIFY(layInkLayer(colours, ink).at<cv::Vec3b>(0) == cv::Vec3b(160, 80, 91));
  }
};

QTEST_GUILESS_MAIN(TestCompose)
#include "test_compose.moc"
