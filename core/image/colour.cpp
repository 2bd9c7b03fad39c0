// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.h"

#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace chaesaek {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kDegree = kPi / 180;

// C^7 / (C^7 + 25^7) under a root: how strongly chroma C bends the a* axis and the rotation term.
double chromaWeight(double chroma) {
  const double c7 = std::pow(chroma, 7);
  return std::sqrt(c7 / (c7 + 6103515625.0));
}

// Hue angle in [0, 2 pi); 0 for grey.
double hueAngle(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double angle = std::atan2(b, a);
  return angle < 0 ? angle + 2 * kPi : angle;
}

// The signed way from one hue to the other, the shorter way round.
double hueStep(double from, double to) {
  const double step = to - from;
  return step > kPi ? step - 2 * kPi : step < -kPi ? step + 2 * kPi : step;
}

double meanHue(double h1, double h2) {
  const double sum = h1 + h2;
  if (std::abs(h1 - h2) <= kPi) return sum / 2;
  return sum < 2 * kPi ? sum / 2 + kPi : sum / 2 - kPi;
}

// sRGB's transfer curve (IEC 61966-2-1).
std::array<double, 256> linearised() {
  std::array<double, 256> linear{};
  for (size_t i = 0; i < linear.size(); ++i) {
    const double value = static_cast<double>(i) / 255;
    linear[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  }
  return linear;
}

// CIELAB's f(t).
double labRoot(double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16. / 116; }

}  // namespace

cv::Mat toLab(const cv::Mat& bgr) {
  cv::Mat lab;
  bgr.convertTo(lab, CV_32F, 1 / 255.0);
  cv::cvtColor(lab, lab, cv::COLOR_BGR2Lab);
  return lab;
}

cv::Vec3f toLab(const cv::Vec3b& bgr) { return toLab(cv::Mat(1, 1, CV_8UC3, cv::Scalar(bgr[0], bgr[1], bgr[2]))).at<cv::Vec3f>(0, 0); }

cv::Vec3f exactLab(const cv::Vec3b& bgr) {
  static const std::array<double, 256> linear = linearised();
  const double b = linear[bgr[0]], g = linear[bgr[1]], r = linear[bgr[2]];
  const double x = labRoot((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.950456), y = labRoot(0.212671 * r + 0.715160 * g + 0.072169 * b),
               z = labRoot((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.088754);
  return cv::Vec3f(cv::Vec3d(116 * y - 16, 500 * (x - y), 200 * (y - z)));
}

// Names follow the paper's equations 2 to 22.
float deltaE2000(const cv::Vec3f& labA, const cv::Vec3f& labB) {
  const double meanC = (std::hypot(labA[1], labA[2]) + std::hypot(labB[1], labB[2])) / 2;
  const double stretch = 1 + (1 - chromaWeight(meanC)) / 2;
  const double a1 = labA[1] * stretch, a2 = labB[1] * stretch;
  const double c1 = std::hypot(a1, labA[2]), c2 = std::hypot(a2, labB[2]);
  const double h1 = hueAngle(a1, labA[2]), h2 = hueAngle(a2, labB[2]);
  const bool grey = c1 * c2 == 0;

  const double dL = labB[0] - labA[0], dC = c2 - c1;
  const double dH = grey ? 0 : 2 * std::sqrt(c1 * c2) * std::sin(hueStep(h1, h2) / 2);

  const double l = (labA[0] + labB[0]) / 2 - 50, c = (c1 + c2) / 2, h = grey ? h1 + h2 : meanHue(h1, h2);
  const double t = 1 - 0.17 * std::cos(h - 30 * kDegree) + 0.24 * std::cos(2 * h) + 0.32 * std::cos(3 * h + 6 * kDegree) -
                   0.20 * std::cos(4 * h - 63 * kDegree);
  const double blue = (h / kDegree - 275) / 25;
  const double rotation = -std::sin(60 * kDegree * std::exp(-blue * blue)) * 2 * chromaWeight(c);
  const double l2 = l * l;
  const double x = dL / (1 + 0.015 * l2 / std::sqrt(20 + l2)), y = dC / (1 + 0.045 * c), z = dH / (1 + 0.015 * c * t);
  return static_cast<float>(std::sqrt(std::max(0.0, x * x + y * y + z * z + rotation * y * z)));
}

cv::Mat deltaE2000(const cv::Mat& labA, const cv::Mat& labB) {
  cv::Mat out(labA.size(), CV_32F);
  for (int y = 0; y < out.rows; ++y) {
    const auto *a = labA.ptr<cv::Vec3f>(y), *b = labB.ptr<cv::Vec3f>(y);
    auto* to = out.ptr<float>(y);
    for (int x = 0; x < out.cols; ++x) to[x] = a[x] == b[x] ? 0.f : deltaE2000(a[x], b[x]);
  }
  return out;
}

cv::Vec3b turnedHue(const cv::Vec3b& bgr, int degrees) {
  cv::Mat one(1, 1, CV_8UC3, cv::Scalar(bgr[0], bgr[1], bgr[2]));
  cv::cvtColor(one, one, cv::COLOR_BGR2HSV);
  auto& hsv = one.at<cv::Vec3b>(0, 0);
  hsv[0] = static_cast<uchar>(((hsv[0] + degrees / 2) % 180 + 180) % 180);
  cv::cvtColor(one, one, cv::COLOR_HSV2BGR);
  return one.at<cv::Vec3b>(0, 0);
}

cv::Vec3b parseColour(const std::string& text) {
  if (text.size() != 7 || text[0] != '#' || text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos)
    failUsage("\"" + text + "\" is not a colour; write it as #rrggbb");
  const int value = std::stoi(text.substr(1), nullptr, 16);
  return {static_cast<uchar>(value), static_cast<uchar>(value >> 8), static_cast<uchar>(value >> 16)};
}

std::string colourText(const cv::Vec3b& bgr) { return cv::format("#%02x%02x%02x", bgr[2], bgr[1], bgr[0]); }

}  // namespace chaesaek
