// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/points.h"

#include <algorithm>
#include <cmath>

namespace chaesaek {
namespace {

constexpr int kLeastOfAMode = 20;   // points that cover a mode, usually of 2,500
constexpr double kOnMode = 3;       // sigmas
constexpr double kBandwidth = 0.05; // of a kernel of q
constexpr uint64_t kSeed = 20140610;

double meanApart(const Points& a, const Points& b) {
  double sum = 0;
  for (const cv::Point2d& x : a)
    for (const cv::Point2d& y : b) sum += cv::norm(x - y);
  return sum / (static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

double densityAt(double x, const Points& points) {
  double sum = 0;
  for (const cv::Point2d& p : points) {
    const double z = (x - p.x) / kBandwidth;
    if (std::abs(z) < 6) sum += std::exp(-z * z / 2);
  }
  return sum / (static_cast<double>(points.size()) * std::sqrt(2 * CV_PI) * kBandwidth);
}

}  // namespace

Points drawPoints(const PointSet& set, int count) {
  Random random(kSeed);
  Points points;
  for (int i = 0; i < count; ++i) points.push_back(set.draw(random));
  return points;
}

double energyDistance(const Points& a, const Points& b) { return 2 * meanApart(a, b) - meanApart(a, a) - meanApart(b, b); }

int coveredModes(const Points& made, const PointSet& set) {
  return static_cast<int>(std::count_if(set.modes().begin(), set.modes().end(), [&](const cv::Point2d& mode) {
    return std::count_if(made.begin(), made.end(), [&](const cv::Point2d& p) { return cv::norm(p - mode) <= kOnMode * set.sigma(); }) >= kLeastOfAMode;
  }));
}

double shareOff(const Points& made, const PointSet& set) {
  const auto off = std::count_if(made.begin(), made.end(), [&](const cv::Point2d& p) { return set.deviations(p) > kOnMode; });
  return static_cast<double>(off) / static_cast<double>(made.size());
}

NamedValues figuresOf(const Points& made, const PointSet& set) {
  NamedValues figures{{"off", shareOff(made, set)}};
  if (!set.modes().empty()) figures.emplace_back("modes", coveredModes(made, set));
  return figures;
}

Skyline skylineOf(const std::vector<double>& judged, const Points& made, const PointSet& set) {
  Skyline line;
  line.judged = judged;
  for (size_t i = 0; i < judged.size(); ++i) {
    const double x = kPointReach * (2 * static_cast<double>(i) / static_cast<double>(judged.size() - 1) - 1);
    line.real.push_back(set.density({x, 0}));
    line.made.push_back(densityAt(x, made));
    line.best.push_back(line.real[i] / std::max(line.real[i] + line.made[i], 1e-12));
  }
  return line;
}

double optimumGap(const Skyline& line) {
  double gap = 0, sum = 0;
  for (size_t i = 0; i < line.judged.size(); ++i) {
    const double weight = line.real[i] + line.made[i];
    gap += weight * std::abs(line.judged[i] - line.best[i]);
    sum += weight;
  }
  return gap / sum;
}

}  // namespace chaesaek
