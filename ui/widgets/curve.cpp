// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chaesaek {

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

size_t firstFrom(const std::vector<CurvePoint>& points, double step) {
  const auto found = std::lower_bound(points.begin(), points.end(), step, [](const CurvePoint& p, double at) { return p.step < at; });
  return size_t(found - points.begin());
}

bool shows(const CurvePoint& point, const CurveWindow& window) {
  return std::isfinite(point.value) && (!window.positiveOnly || point.value > 0);
}

/// Writes points, with one NaN for each gap.
class Writer {
 public:
  Writer(const CurveWindow& window, size_t most) : window_(window) { out_.reserve(most); }
  void add(const CurvePoint& point) {
    if (shows(point, window_)) out_.push_back(point);
    else breakAt(point.step);
  }
  void breakAt(double step) {
    if (!out_.empty() && !std::isnan(out_.back().value)) out_.push_back({step, kGap});
  }
  std::vector<CurvePoint> take() { return std::move(out_); }

 private:
  const CurveWindow& window_;
  std::vector<CurvePoint> out_;
};

/// The points [begin, end) of one column.
void addColumn(Writer& out, const std::vector<CurvePoint>& points, size_t begin, size_t end, const CurveWindow& window) {
  if (end - begin <= 4) {
    for (size_t i = begin; i < end; ++i) out.add(points[i]);
    return;
  }
  size_t kept[4];  // first, least, greatest, last
  int count = 0;
  bool gap = false;
  for (size_t i = begin; i < end; ++i) {
    if (!shows(points[i], window)) {
      gap = true;
      continue;
    }
    if (count++ == 0) std::fill(kept, kept + 4, i);
    if (points[i].value < points[kept[1]].value) kept[1] = i;
    if (points[i].value > points[kept[2]].value) kept[2] = i;
    kept[3] = i;
  }
  if (count > 0) {
    std::sort(kept, kept + 4);
    for (auto each = kept; each != std::unique(kept, kept + 4); ++each) out.add(points[*each]);
  }
  if (gap) out.breakAt(points[end - 1].step);
}

/// A value between two gaps would be a line without length.
std::vector<CurvePoint> widenLonely(const std::vector<CurvePoint>& points, double width) {
  std::vector<CurvePoint> out;
  out.reserve(points.size() + 8);
  for (size_t i = 0; i < points.size(); ++i) {
    const bool lonely = !std::isnan(points[i].value) && (i == 0 || std::isnan(points[i - 1].value)) &&
                        (i + 1 == points.size() || std::isnan(points[i + 1].value));
    if (lonely) out.push_back({points[i].step - width, points[i].value});
    out.push_back({points[i].step + (lonely ? width : 0), points[i].value});
  }
  return out;
}

}  // namespace

void Curve::append(double step, double value) {
  if (!points_.empty() && step <= points_.back().step) {
    points_.resize(firstFrom(points_, step));
    smoothed_.clear();
  }
  points_.push_back({step, value});
}

void Curve::clear() {
  points_.clear();
  smoothed_.clear();
}

void Curve::setSmoothing(double weight) {
  if (weight == weight_) return;
  weight_ = weight;
  smoothed_.clear();
}

const std::vector<CurvePoint>& Curve::smoothed() {
  if (weight_ == 0) return points_;
  if (smoothed_.empty()) {
    average_ = 0;
    bias_ = 1;
  }
  for (size_t i = smoothed_.size(); i < points_.size(); ++i) {
    const CurvePoint& point = points_[i];
    if (!std::isfinite(point.value)) {
      smoothed_.push_back({point.step, kGap});
      continue;
    }
    average_ = weight_ * average_ + (1 - weight_) * point.value;
    bias_ *= weight_;
    smoothed_.push_back({point.step, average_ / (1 - bias_)});
  }
  return smoothed_;
}

std::vector<CurvePoint> decimated(const std::vector<CurvePoint>& points, const CurveWindow& window) {
  const double width = (window.to - window.from) / window.columns;
  size_t begin = firstFrom(points, window.from);
  if (points.empty()) return {};
  Writer out(window, size_t(window.columns) * 4 + 4);
  if (begin > 0) out.add(points[begin - 1]);
  while (begin < points.size() && points[begin].step <= window.to) {
    const double column = std::floor((points[begin].step - window.from) / width);
    size_t end = begin + 1;
    while (end < points.size() && points[end].step <= window.to && points[end].step < window.from + (column + 1) * width) ++end;
    addColumn(out, points, begin, end, window);
    begin = end;
  }
  if (begin < points.size()) out.add(points[begin]);
  return widenLonely(out.take(), width);
}

std::optional<CurveBounds> boundsOf(const std::vector<CurvePoint>& points, const CurveWindow& window) {
  std::optional<CurveBounds> found;
  for (size_t i = firstFrom(points, window.from); i < points.size() && points[i].step <= window.to; ++i) {
    if (!shows(points[i], window)) continue;
    if (!found) found = CurveBounds{points[i].value, points[i].value};
    found->least = std::min(found->least, points[i].value);
    found->most = std::max(found->most, points[i].value);
  }
  return found;
}

int indexAt(const std::vector<CurvePoint>& points, double step) {
  const auto after = std::upper_bound(points.begin(), points.end(), step, [](double at, const CurvePoint& p) { return at < p.step; });
  return int(after - points.begin()) - 1;
}

}  // namespace chaesaek
