// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/augment.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace chaesaek {
namespace {

// A drawing that loses more than a quarter of its side is averaged first: bilinear sampling alone would skip lines.
constexpr double kShrinkFirst = .75;

cv::Mat sampled(const cv::Mat& picture, const cv::Mat& map, int interpolation, double outside) {
  cv::Mat out;
  cv::remap(picture, out, map, cv::noArray(), interpolation, cv::BORDER_CONSTANT, cv::Scalar::all(outside));
  return out;
}

}  // namespace

cv::Mat smoothField(int side, double mostRms, std::pair<double, double> wavelengths, Random& random) {
  const double rms = mostRms * random.uniform(), wavelength = random.uniform(wavelengths.first, wavelengths.second);
  const int nodes = std::max(2, static_cast<int>(std::lround(2 * kReferenceSide / wavelength)) + 1);
  cv::Mat coarse(nodes, nodes, CV_32FC2), field;
  for (int y = 0; y < nodes; ++y)
    for (int x = 0; x < nodes; ++x) {
      const auto right = static_cast<float>(random.normal()), down = static_cast<float>(random.normal());
      coarse.at<cv::Vec2f>(y, x) = {right, down};
    }
  cv::resize(coarse, field, {side, side}, 0, 0, cv::INTER_CUBIC);
  const double now = cv::norm(field) / std::sqrt(2.0 * side * side);
  field *= rms / std::max(now, 1e-6);
  return field;
}

cv::Mat resizedTo(const cv::Mat& picture, int side) {
  if (picture.empty() || picture.cols == side) return picture;
  cv::Mat out;
  cv::resize(picture, out, {side, side}, 0, 0, side < picture.cols ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

Warp::Warp(int sourceSide, const Augmentation& a, Random& random) : side_(a.side), shrunk_(sourceSide), sourceSide_(sourceSide) {
  if (a.loadSide < kShrinkFirst * sourceSide) shrunk_ = a.loadSide;
  const int room = a.loadSide - a.side;
  const auto corner = [&] { return room > 0 ? random.integer(0, room) : room / 2.; };
  const double middleX = corner() + a.side / 2., middleY = corner() + a.side / 2.;
  const bool mirrored = a.mirror && random.chance(.5);
  const double angle = random.uniform(-a.rotate, a.rotate) * CV_PI / 180, size = 1 + random.uniform(-a.scale, a.scale);
  const double k = double(shrunk_) / a.loadSide, c = k * std::cos(angle) / size, s = k * std::sin(angle) / size, flip = mirrored ? -1 : 1;
  const double half = (a.side - 1) / 2.;  // the sample's middle, in its own pixels
  toSource_ = {flip * c, -s, k * middleX - .5 - flip * c * half + s * half, flip * s, c, k * middleY - .5 - flip * s * half - c * half};
  if (a.elastic > 0) bend_ = smoothField(a.side, a.elastic, {80, 160}, random);
  if (a.wobble > 0) wobble_ = smoothField(a.side, a.wobble, {20, 60}, random);
}

cv::Mat Warp::mapOf(const cv::Mat& displacement, double scale) const {
  cv::Mat map(side_, side_, CV_32FC2);
  const cv::Matx23f m(toSource_);
  const auto grow = static_cast<float>(scale), shift = (grow - 1) / 2;  // pixel middles stay middles
  for (int y = 0; y < side_; ++y) {
    auto* out = map.ptr<cv::Vec2f>(y);
    const auto* bend = displacement.empty() ? nullptr : displacement.ptr<cv::Vec2f>(y);
    for (int x = 0; x < side_; ++x) {
      const float fromX = static_cast<float>(x) + (bend ? bend[x][0] : 0), fromY = static_cast<float>(y) + (bend ? bend[x][1] : 0);
      out[x] = {(m(0, 0) * fromX + m(0, 1) * fromY + m(0, 2)) * grow + shift, (m(1, 0) * fromX + m(1, 1) * fromY + m(1, 2)) * grow + shift};
    }
  }
  return map;
}

cv::Mat Warp::colours(const cv::Mat& picture) const { return sampled(resizedTo(picture, shrunk_), mapOf(bend_, 1), cv::INTER_LINEAR, 255); }

cv::Mat Warp::sketch(const cv::Mat& grey) const {
  const cv::Mat both = bend_.empty() ? wobble_ : wobble_.empty() ? bend_ : cv::Mat(bend_ + wobble_);
  return sampled(resizedTo(grey, shrunk_), mapOf(both, 1), cv::INTER_LINEAR, 255);
}

cv::Mat Warp::labels(const cv::Mat& labels) const { return sampled(labels, mapOf(bend_, sourceSide_ / shrunk_), cv::INTER_NEAREST, 0); }

}  // namespace chaesaek
