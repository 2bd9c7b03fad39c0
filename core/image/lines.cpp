// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/lines.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/image/codec.h"

namespace chaesaek {
namespace {

// XDoG: the difference of two blurs, soft-thresholded. `channel` CV_8U -> CV_8U, 255 paper.
cv::Mat softLines(const cv::Mat& channel, double sigma, double threshold) {
  constexpr double ratio = 4.5, weight = 0.95, slope = 60;
  cv::Mat brightness;
  channel.convertTo(brightness, CV_32F, 1 / 255.0);
  const auto blurred = [&](double width) {
    const int side = 2 * static_cast<int>(std::ceil(3 * width)) + 1;
    cv::Mat out;
    cv::GaussianBlur(brightness, out, {side, side}, width);
    return out;
  };
  cv::Mat out = blurred(sigma) - weight * blurred(sigma * ratio) - threshold;
  for (int y = 0; y < out.rows; ++y) {
    auto* row = out.ptr<float>(y);
    for (int x = 0; x < out.cols; ++x) row[x] = row[x] >= 0 ? 1.f : 1 + std::tanh(static_cast<float>(slope) * row[x]);
  }
  out.convertTo(out, CV_8U, 255);
  return out;
}

// The ink that a picture already has: dark, and thinner than `most` pixels. XDoG alone draws only its two edges.
cv::Mat thinInk(const cv::Mat& grey, int most) {
  constexpr double depth = 64, slope = 5;
  cv::Mat closed;
  cv::morphologyEx(grey, closed, cv::MORPH_CLOSE, cv::Mat::ones(most, most, CV_8U));
  return 255 - (closed - grey - depth) * slope;  // clamped to 0..255
}

}  // namespace

cv::Mat extractLines(const cv::Mat& picture, int strength) {
  const cv::Mat bgr = toBgrOnWhite(picture);
  const int longSide = std::max(bgr.cols, bgr.rows);
  const double sigma = 0.5 * std::max(1.0, longSide / 512.0), eager = std::clamp(strength, 0, 100) / 100.0;
  cv::Mat grey, lines, channel;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  cv::min(softLines(grey, sigma, -0.06 + 0.058 * eager), thinInk(grey, longSide / 25 | 1), lines);
  // Borders between colours of one brightness show in single channels.
  for (int c = 0; c < 3; ++c) {
    cv::extractChannel(bgr, channel, c);
    cv::min(softLines(channel, sigma, -0.12 + 0.10 * eager), lines, lines);
  }
  return lines;
}

bool looksColoured(const cv::Mat& picture) {
  const cv::Mat bgr = toBgrOnWhite(picture);
  const double scale = 256.0 / std::max(bgr.cols, bgr.rows);
  cv::Mat small;
  cv::resize(bgr, small, {std::max(1, static_cast<int>(bgr.cols * scale)), std::max(1, static_cast<int>(bgr.rows * scale))}, 0, 0, cv::INTER_AREA);
  cv::Mat filled(small.size(), CV_8U);
  for (int y = 0; y < small.rows; ++y)
    for (int x = 0; x < small.cols; ++x) {
      const auto& v = small.at<cv::Vec3b>(y, x);
      const int most = std::max({v[0], v[1], v[2]}), least = std::min({v[0], v[1], v[2]});
      // Colour, or a tone that is neither paper nor ink.
      filled.at<uchar>(y, x) = most - least > 40 || (most > 60 && least < 190);
    }
  // Coloured or pale lines are no fill: only areas that are wider than a line count.
  cv::erode(filled, filled, cv::Mat::ones(9, 9, CV_8U));
  return cv::countNonZero(filled) > 0.01 * filled.total();
}

}  // namespace chaesaek
