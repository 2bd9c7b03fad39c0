// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/tensors.h"

#include <QtTest>

#include <opencv2/imgproc.hpp>

#include "core/image/codec.h"
#include "core/image/colour.h"
#include "core/image/compose.h"
#include "core/image/lines.h"
#include "tests/errors.h"
#include "tests/pictures.h"

using namespace chaesaek;

namespace {

struct LabPair {
  cv::Vec3f a, b;
  double difference;
};

// Sharma, Wu, Dalal 2005, table 1: every branch of the formula.
const LabPair kPublished[] = {
    {{50.f, 2.6772f, -79.7751f}, {50.f, 0.f, -82.7485f}, 2.0425},
    {{50.f, 3.1571f, -77.2803f}, {50.f, 0.f, -82.7485f}, 2.8615},
    {{50.f, 2.8361f, -74.02f}, {50.f, 0.f, -82.7485f}, 3.4412},
    {{50.f, -1.3802f, -84.2814f}, {50.f, 0.f, -82.7485f}, 1},
    {{50.f, -1.1848f, -84.8006f}, {50.f, 0.f, -82.7485f}, 1},
    {{50.f, -0.9009f, -85.5211f}, {50.f, 0.f, -82.7485f}, 1},
    {{50.f, 0.f, 0.f}, {50.f, -1.f, 2.f}, 2.3669},
    {{50.f, -1.f, 2.f}, {50.f, 0.f, 0.f}, 2.3669},
    {{50.f, 2.49f, -0.001f}, {50.f, -2.49f, 0.0009f}, 7.1792},
    {{50.f, 2.49f, -0.001f}, {50.f, -2.49f, 0.001f}, 7.1792},
    {{50.f, 2.49f, -0.001f}, {50.f, -2.49f, 0.0011f}, 7.2195},
    {{50.f, 2.49f, -0.001f}, {50.f, -2.49f, 0.0012f}, 7.2195},
    {{50.f, -0.001f, 2.49f}, {50.f, 0.0009f, -2.49f}, 4.8045},
    {{50.f, -0.001f, 2.49f}, {50.f, 0.001f, -2.49f}, 4.8045},
    {{50.f, -0.001f, 2.49f}, {50.f, 0.0011f, -2.49f}, 4.7461},
    {{50.f, 2.5f, 0.f}, {50.f, 0.f, -2.5f}, 4.3065},
    {{50.f, 2.5f, 0.f}, {73.f, 25.f, -18.f}, 27.1492},
    {{50.f, 2.5f, 0.f}, {61.f, -5.f, 29.f}, 22.8977},
    {{50.f, 2.5f, 0.f}, {56.f, -27.f, -3.f}, 31.903},
    {{50.f, 2.5f, 0.f}, {58.f, 24.f, 15.f}, 19.4535},
    {{50.f, 2.5f, 0.f}, {50.f, 3.1736f, 0.5854f}, 1},
    {{50.f, 2.5f, 0.f}, {50.f, 3.2972f, 0.f}, 1},
    {{50.f, 2.5f, 0.f}, {50.f, 1.8634f, 0.5757f}, 1},
    {{50.f, 2.5f, 0.f}, {50.f, 3.2592f, 0.335f}, 1},
    {{60.2574f, -34.0099f, 36.2677f}, {60.4626f, -34.1751f, 39.4387f}, 1.2644},
    {{63.0109f, -31.0961f, -5.8663f}, {62.8187f, -29.7946f, -4.0864f}, 1.263},
    {{61.2901f, 3.7196f, -5.3901f}, {61.4292f, 2.248f, -4.962f}, 1.8731},
    {{35.0831f, -44.1164f, 3.7933f}, {35.0232f, -40.0716f, 1.5901f}, 1.8645},
    {{22.7233f, 20.0904f, -46.694f}, {23.0331f, 14.973f, -42.5619f}, 2.0373},
    {{36.4612f, 47.858f, 18.3852f}, {36.2715f, 50.5065f, 21.2231f}, 1.4146},
    {{90.8027f, -2.0831f, 1.441f}, {91.1528f, -1.6435f, 0.0447f}, 1.4441},
    {{90.9257f, -0.5406f, -0.9208f}, {88.6381f, -0.8985f, -0.7239f}, 1.5381},
    {{6.7747f, -0.2908f, -2.4247f}, {5.8714f, -0.0985f, -2.2286f}, 0.6377},
    {{2.0776f, 0.0795f, -1.135f}, {0.9033f, -0.0636f, -0.5514f}, 0.9082},
};

}  // namespace

class TestImage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void deltaEMatchesThePublishedPairs() {
    for (const auto& [a, b, difference] : kPublished) {
      QVERIFY2(std::abs(deltaE2000(a, b) - difference) < 1e-4, cv::format("%g", difference).c_str());
      QCOMPARE(deltaE2000(a, b), deltaE2000(b, a));
    }
    cv::Mat first(1, 34, CV_32FC3), second(1, 34, CV_32FC3);
    for (int i = 0; i < 34; ++i) first.at<cv::Vec3f>(i) = kPublished[i].a, second.at<cv::Vec3f>(i) = kPublished[i].b;
    const cv::Mat all = deltaE2000(first, second);
    for (int i = 0; i < 34; ++i) QVERIFY(std::abs(all.at<float>(i) - kPublished[i].difference) < 1e-4);
    QCOMPARE(cv::countNonZero(deltaE2000(first, first)), 0);
  }

  void labOfPrimaries() {
    const auto near = [](const cv::Vec3f& a, const cv::Vec3f& b) { return cv::norm(a - b) < 0.3; };
    QVERIFY(near(toLab(cv::Vec3b(255, 255, 255)), {100, 0, 0}));
    QVERIFY(near(toLab(cv::Vec3b(0, 0, 0)), {0, 0, 0}));
    QVERIFY(near(toLab(cv::Vec3b(0, 0, 255)), {53.24f, 80.09f, 67.20f}));
    QVERIFY(near(toLab(cv::Vec3b(255, 0, 0)), {32.30f, 79.19f, -107.86f}));
    for (const auto& [bgr, lab] : {std::pair(cv::Vec3b(0, 0, 255), cv::Vec3f(53.24f, 80.09f, 67.20f)), {{255, 0, 0}, {32.30f, 79.19f, -107.86f}}, {{255, 255, 255}, {100, 0, 0}}})
      QVERIFY(cv::norm(exactLab(bgr) - lab) < 0.03);
    const cv::Vec3b dark(12, 36, 0);
    QVERIFY(cv::norm(exactLab(dark) - toLab(dark)) < 0.6);
    const cv::Mat picture = randomPicture(5, 7, CV_8UC3);
    QVERIFY(near(toLab(picture).at<cv::Vec3f>(3, 4), toLab(picture.at<cv::Vec3b>(3, 4))));
  }

  void hueTurns() {
    QVERIFY(turnedHue({0, 0, 255}, 120) == cv::Vec3b(0, 255, 0));
    QVERIFY(turnedHue({0, 0, 255}, -120) == cv::Vec3b(255, 0, 0));
    QVERIFY(turnedHue({90, 90, 90}, 200) == cv::Vec3b(90, 90, 90));
    QVERIFY(cv::norm(turnedHue(turnedHue({200, 120, 40}, 120), 240) - cv::Vec3b(200, 120, 40)) < 6);
  }

  void colourTexts() {
    QVERIFY(parseColour("#fcEA2b") == cv::Vec3b(0x2b, 0xea, 0xfc));
    QCOMPARE(colourText({0x2b, 0xea, 0xfc}), std::string("#fcea2b"));
    for (const char* wrong : {"", "#", "fcea2b", "#fcea2", "#fcea2g", "#fcea2b0", "# 12345", "red"})
      QVERIFY2(errorOf([&] { parseColour(wrong); }).find("write it as #rrggbb") != std::string::npos, wrong);
  }

  void extractsTheLinesOfAColouredPicture() {
    const cv::Mat sketch = circleSketch(256, 80, 6);
    cv::Mat colours(256, 256, CV_8UC3, cv::Scalar::all(255));
    cv::circle(colours, {128, 128}, 80, cv::Scalar(60, 80, 230), -1);
    const cv::Mat lines = extractLines(layInk(colours, sketch), 50);
    QCOMPARE(lines.type(), CV_8UC1);
    QVERIFY(lines.at<uchar>(128, 128) > 240 && lines.at<uchar>(10, 10) > 240);
    QVERIFY(lines.at<uchar>(128, 128 + 80) < 100);  // the line's middle: it is filled
    QVERIFY(cv::norm(lines, sketch, cv::NORM_L1) / 65536 < 8);
  }

  void strengthAddsLines() {
    cv::Mat noisy = randomPicture(128, 128, CV_8UC3);
    cv::GaussianBlur(noisy, noisy, {}, 0.7);
    double before = 256;
    for (const int strength : {0, 50, 100}) {
      const double lightness = cv::mean(extractLines(noisy, strength))[0];
      QVERIFY(lightness < before);
      before = lightness;
    }
    QVERIFY(cv::mean(extractLines(cv::Mat(64, 64, CV_8UC3, cv::Scalar(30, 200, 120)), 100))[0] > 250);  // flat: none
  }

  void tellsColouredPicturesFromSketches() {
    const cv::Mat sketch = circleSketch(400, 120, 8), paper(400, 400, CV_8UC3, cv::Scalar(235, 245, 250));
    QVERIFY(!looksColoured(sketch));
    QVERIFY(!looksColoured(layInk(paper, sketch)));
    cv::Mat bluePen(400, 400, CV_8UC4, cv::Scalar(200, 60, 20, 0));
    cv::insertChannel(255 - sketch, bluePen, 3);
    QVERIFY(!looksColoured(layInkLayer(paper, bluePen)));
    cv::Mat filled = paper.clone(), photo = randomPicture(400, 400, CV_8U);
    cv::circle(filled, {200, 200}, 60, cv::Scalar(40, 200, 250), -1);
    QVERIFY(looksColoured(layInk(filled, sketch)));
    cv::GaussianBlur(photo, photo, {}, 20);
    QVERIFY(looksColoured(photo));
    QVERIFY(!looksColoured(cv::Mat(3, 900, CV_8U, cv::Scalar(255))));
  }

  void picturesSurviveTensors() {
    const cv::Mat picture = randomPicture(9, 13, CV_8UC3);
    const torch::Tensor tensor = colourTensor(picture);
    QVERIFY((tensor.sizes() == std::vector<int64_t>{3, 9, 13}));
    QCOMPARE(tensor[0][2][5].item<float>(), static_cast<float>(picture.at<cv::Vec3b>(2, 5)[2] / 127.5 - 1));
    QVERIFY(same(colourPicture(tensor), picture));
    QVERIFY(same(colourPicture(tensor.to(torch::kFloat64)), picture));
    QVERIFY(colourPicture(torch::full({3, 1, 1}, 7.f)).at<cv::Vec3b>(0) == cv::Vec3b(255, 255, 255));
    QVERIFY(colourPicture(torch::full({3, 1, 1}, -7.f)).at<cv::Vec3b>(0) == cv::Vec3b(0, 0, 0));
    const cv::Mat grey = (cv::Mat_<uchar>(1, 2) << 255, 0);
    QCOMPARE(sketchTensor(grey)[0][0][0].item<float>(), 1.f);
    QCOMPARE(sketchTensor(grey)[0][0][1].item<float>(), -1.f);
    QCOMPARE(maskTensor((cv::Mat_<uchar>(1, 2) << 0, 1)).sum().item<float>(), 1.f);
  }

  void nineChannelsOfTheColouringInput() {
    const cv::Mat sketch = circleSketch(96, 30, 4);
    cv::Mat hints(96, 96, CV_8UC4, cv::Scalar(9, 9, 9, 100));
    cv::circle(hints, {48, 48}, 3, cv::Scalar(0, 0, 255, 255), -1);
    const torch::Tensor input = colouringInput(sketch, hints);
    QVERIFY((input.sizes() == std::vector<int64_t>{9, 96, 96}));
    const auto at = [&](int channel, int y, int x) { return input[channel][y][x].item<float>(); };
    QCOMPARE(at(0, 2, 2), 1.f);
    const float red[] = {1, -1, -1, 1};
    for (int c = 0; c < 4; ++c) {
      QCOMPARE(at(1 + c, 48, 48), red[c]);  // the hint
      QCOMPARE(at(1 + c, 48, 60), 0.f);
      QCOMPARE(at(5 + c, 48, 60), red[c]);  // spread over its region
      QCOMPARE(at(5 + c, 2, 2), 0.f);
    }
    QVERIFY(colouringInput(sketch, {}).slice(0, 1).abs().sum().item<float>() == 0);
  }
};

QTEST_GUILESS_MAIN(TestImage)
#include "test_image.moc"
