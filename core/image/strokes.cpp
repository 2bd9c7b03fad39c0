// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/strokes.h"

#include <algorithm>
#include <cmath>

namespace chaesaek {
namespace {

// Coverage of a pixel by the hull of two discs, from the distance of its middle to that hull.
class TaperedCapsule {
 public:
  TaperedCapsule(const StrokePoint& from, const StrokePoint& to) : from_(from), radius_(from.width / 2), growth_(to.width / 2 - radius_) {
    const float dx = to.x - from.x, dy = to.y - from.y, length = std::hypot(dx, dy);
    if (length <= std::abs(growth_)) {  // one disc holds the other
      if (growth_ > 0) from_ = to, radius_ += growth_;
      growth_ = 0;
      return;
    }
    length_ = length;
    axisX_ = dx / length;
    axisY_ = dy / length;
    // A hull's side leans towards the smaller disc: a point's disc lies ahead of its foot on the axis.
    const float sine = growth_ / length;
    lean_ = sine / std::sqrt(1 - sine * sine);
  }

  /// The part of a pixel row that the capsule's band may touch: what a long slanting stroke does not cross is skipped.
  cv::Range span(float y, float reach) const {
    constexpr float all = 1e9f;
    const float py = y - from_.y, slope = std::abs(axisY_);
    const float middle = slope > 1e-3f ? py * axisX_ / axisY_ : 0, half = slope > 1e-3f ? reach / slope : all;
    const auto bound = [&](float x) { return static_cast<int>(std::clamp(x + from_.x, -all, all)); };
    return {bound(middle - half), bound(middle + half) + 1};
  }

  /// 0 (outside) to 255.
  float coverage(float x, float y) const {
    const float px = x - from_.x, py = y - from_.y;
    const float along = px * axisX_ + py * axisY_, across = std::abs(py * axisX_ - px * axisY_);
    const float at = std::clamp(along + across * lean_, 0.f, length_);
    // Without a length the axis is (1, 0), along is px, across is |py| and at is 0: a disc.
    const float gap = std::sqrt((along - at) * (along - at) + across * across);
    const float radius = length_ > 0 ? radius_ + growth_ * at / length_ : radius_;
    // A hair thinner than a pixel is paler, not thicker.
    return 255.f * std::clamp(radius - gap + 0.5f, 0.f, 1.f) * std::min(1.f, 2 * radius);
  }

 private:
  StrokePoint from_;
  float radius_, growth_;
  float length_ = 0, axisX_ = 1, axisY_ = 0, lean_ = 0;
};

float reachOf(const StrokePoint& a, const StrokePoint& b) { return std::max(a.width, b.width) / 2 + 1; }

cv::Rect touched(const cv::Mat& layer, const StrokePoint& a, const StrokePoint& b) {
  const float reach = reachOf(a, b);
  if (!(reach > 1) || !std::isfinite(a.x + a.y + b.x + b.y + reach)) return {};
  const auto clamped = [](float value, int most) { return static_cast<int>(std::clamp(std::floor(value), 0.f, static_cast<float>(most))); };
  const int left = clamped(std::min(a.x, b.x) - reach, layer.cols), right = clamped(std::max(a.x, b.x) + reach + 1, layer.cols);
  const int top = clamped(std::min(a.y, b.y) - reach, layer.rows), bottom = clamped(std::max(a.y, b.y) + reach + 1, layer.rows);
  return {left, top, right - left, bottom - top};
}

template <class Blend>
cv::Rect rasterise(cv::Mat& layer, const StrokePoint& from, const StrokePoint& to, Blend blend) {
  const cv::Rect area = touched(layer, from, to);
  if (area.empty()) return {};
  const TaperedCapsule brush(from, to);
  for (int y = area.y; y < area.br().y; ++y) {
    auto* row = layer.ptr<uchar>(y);
    const float middle = static_cast<float>(y) + 0.5f;
    const cv::Range span = brush.span(middle, reachOf(from, to) + 1) & cv::Range(area.x, area.br().x);
    for (int x = span.start; x < span.end; ++x)
      row[x] = blend(row[x], static_cast<uchar>(brush.coverage(static_cast<float>(x) + 0.5f, middle) + 0.5f));
  }
  return area;
}

}  // namespace

cv::Rect drawSegment(cv::Mat& coverage, const StrokePoint& from, const StrokePoint& to) {
  return rasterise(coverage, from, to, [](uchar old, uchar ink) { return std::max(old, ink); });
}

cv::Rect drawStroke(cv::Mat& coverage, const std::vector<StrokePoint>& points) {
  if (points.size() == 1) return drawSegment(coverage, points[0], points[0]);
  cv::Rect changed;
  for (size_t i = 1; i < points.size(); ++i) changed |= drawSegment(coverage, points[i - 1], points[i]);
  return changed;
}

cv::Rect eraseSegment(cv::Mat& coverage, const StrokePoint& from, const StrokePoint& to) {
  return rasterise(coverage, from, to, [](uchar old, uchar taken) { return std::min(old, static_cast<uchar>(255 - taken)); });
}

StrokePoint StrokeSmoother::add(const StrokePoint& raw) {
  raw_ = raw;
  if (!started_) smooth_ = raw;
  started_ = true;
  const auto follow = [this](float& value, float target) { value = target + keep_ * (value - target); };
  follow(smooth_.x, raw.x);
  follow(smooth_.y, raw.y);
  follow(smooth_.width, raw.width);
  return smooth_;
}

}  // namespace chaesaek
