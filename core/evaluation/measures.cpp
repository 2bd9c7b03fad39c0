// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/evaluation/evaluate.h"
#include "core/evaluation/statistics.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr double kDegrees = 57.29577951308232;

float chromaOf(const cv::Vec3f& lab) { return std::hypot(lab[1], lab[2]); }

cv::Mat coloured(const cv::Mat& lab) { return chroma(lab) > kColoured; }

/// The middle, or the mean of the two middles.
float median(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

/// The pixels under the mask, row by row.
template <typename T>
std::vector<T> pixelsUnder(const cv::Mat& picture, const cv::Mat& mask) {
  std::vector<T> out;
  out.reserve(static_cast<size_t>(cv::countNonZero(mask)));
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x)
      if (mask.at<uchar>(y, x)) out.push_back(picture.at<T>(y, x));
  return out;
}

}  // namespace

cv::Mat chroma(const cv::Mat& lab) {
  std::vector<cv::Mat> channels;
  cv::split(lab, channels);
  cv::Mat out;
  cv::magnitude(channels[1], channels[2], out);
  return out;
}

float hueAngle(const cv::Vec3f& lab) {
  const double angle = std::atan2(lab[2], lab[1]) * kDegrees;
  return static_cast<float>(angle < 0 ? angle + 360 : angle);
}

cv::Vec3f medianColour(const cv::Mat& lab, const cv::Mat& mask) {
  const std::vector<cv::Vec3f> pixels = pixelsUnder<cv::Vec3f>(lab, mask);
  cv::Vec3f out;
  std::vector<float> values(pixels.size());
  for (int channel = 0; channel < 3; ++channel) {
    std::transform(pixels.begin(), pixels.end(), values.begin(), [&](const cv::Vec3f& pixel) { return pixel[channel]; });
    out[channel] = median(values);
  }
  return out;
}

bool obeys(const cv::Mat& output, const cv::Mat& mask, const cv::Vec3b& wanted) {
  return deltaE2000(medianColour(output, mask), toLab(wanted)) < 10;
}

std::optional<double> chromaRatio(const cv::Mat& output, const cv::Mat& target) {
  const cv::Mat area = coloured(target);
  if (cv::countNonZero(area) <= 100) return std::nullopt;
  return cv::mean(chroma(output), area)[0] / cv::mean(chroma(target), area)[0];
}

HueHistogram hueHistogram(const cv::Mat& picture, const cv::Mat& target) {
  HueHistogram histogram{};
  const std::vector<cv::Vec3f> pixels = pixelsUnder<cv::Vec3f>(picture, coloured(picture) & coloured(target));
  for (const cv::Vec3f& pixel : pixels) histogram[static_cast<size_t>(hueAngle(pixel) / 30) % 12] += 1.0 / static_cast<double>(pixels.size());
  return histogram;
}

double entropy(const HueHistogram& histogram) {
  const double sum = std::accumulate(histogram.begin(), histogram.end(), 0.0);
  double out = 0;
  for (const double bin : histogram)
    if (bin > 0) out -= bin / sum * std::log(bin / sum);
  return out;
}

std::optional<HueAnswer> hueAnswer(const cv::Mat& output, const cv::Mat& mask, const cv::Vec3b& target) {
  const cv::Vec3f wanted = toLab(target), got = medianColour(output, mask);
  if (chromaOf(wanted) < 20) return std::nullopt;
  const float turn = std::abs(hueAngle(wanted) - hueAngle(got));
  const bool right = chromaOf(got) >= kColoured && std::min(turn, 360 - turn) <= 30;
  return HueAnswer{static_cast<int>(hueAngle(wanted) / 60) % 6, right};
}

std::optional<double> meanOfFamilies(const std::vector<HueAnswer>& answers) {
  double sum = 0;
  int families = 0;
  for (int family = 0; family < 6; ++family) {
    const auto all = std::count_if(answers.begin(), answers.end(), [&](const HueAnswer& a) { return a.family == family; });
    const auto right = std::count_if(answers.begin(), answers.end(), [&](const HueAnswer& a) { return a.family == family && a.right; });
    if (all < 5) continue;
    sum += static_cast<double>(right) / static_cast<double>(all);
    ++families;
  }
  if (families == 0) return std::nullopt;
  return sum / families;
}

std::optional<double> leakOutside(const cv::Mat& with, const cv::Mat& without, const cv::Mat& region, const cv::Mat& target) {
  const cv::Mat outside = coloured(target) & (region == 0);
  if (cv::countNonZero(outside) < 100) return std::nullopt;
  return percentile(pixelsUnder<float>(deltaE2000(with, without), outside), 0.95);
}

double flicker(const cv::Mat& before, const cv::Mat& after, const cv::Mat& strokeMask) {
  const cv::Mat a = toLab(before), b = toLab(after);
  cv::Mat distance;
  cv::distanceTransform(strokeMask == 0, distance, cv::DIST_L2, 5);
  const cv::Mat counted = (distance > 24) & (coloured(a) | coloured(b));
  const int all = cv::countNonZero(counted);
  if (all == 0) return 0;
  return static_cast<double>(cv::countNonZero((deltaE2000(a, b) > 5) & counted)) / all;
}

}  // namespace chaesaek
