// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/point_set.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/hash.h"

namespace chaesaek {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kPointsAnEpoch = 25600;

class BuiltInPoints : public PointSet {
 public:
  BuiltInPoints(std::string name, double sigma) : name_(std::move(name)), sigma_(sigma) {
    about_ = {{"title", titleOfPoints(name_)}, {"licence", "CC0-1.0"}, {"source", "drawn by the program"}};
  }
  const std::string& name() const override { return name_; }
  int size() const override { return kPointsAnEpoch; }
  Split splitOf(int) const override { return Split::Train; }  // no point is drawn twice
  const Json& about() const override { return about_; }
  std::string fingerprint() const override { return sha256("points 1 " + name_); }
  double sigma() const override { return sigma_; }

 private:
  std::string name_;
  double sigma_;
  Json about_;
};

/// Equally likely normal distributions.
class Mixture : public BuiltInPoints {
 public:
  Mixture(std::string name, int dimensions, std::vector<cv::Point2d> modes, double sigma)
      : BuiltInPoints(std::move(name), sigma), dimensions_(dimensions), modes_(std::move(modes)) {}
  int dimensions() const override { return dimensions_; }
  const std::vector<cv::Point2d>& modes() const override { return modes_; }
  cv::Point2d draw(Random& random) const override {
    const cv::Point2d mode = modes_[static_cast<size_t>(random.integer(0, static_cast<int>(modes_.size()) - 1))];
    const double x = mode.x + sigma() * random.normal();
    return {x, dimensions_ == 2 ? mode.y + sigma() * random.normal() : 0};
  }
  double deviations(cv::Point2d point) const override {
    double nearest = INFINITY;
    for (const cv::Point2d& mode : modes_) nearest = std::min(nearest, cv::norm(point - mode));
    return nearest / sigma();
  }

 private:
  int dimensions_;
  std::vector<cv::Point2d> modes_;
};

/// Two half circles, the lower one turned over and moved into the upper.
class Moons : public BuiltInPoints {
 public:
  Moons() : BuiltInPoints("moons", 0.08) {}
  int dimensions() const override { return 2; }
  const std::vector<cv::Point2d>& modes() const override { return none_; }
  cv::Point2d draw(Random& random) const override {
    const bool upper = random.chance(0.5);
    const double angle = random.uniform(0, kPi), side = upper ? 1 : -1;
    const cv::Point2d on = centre(upper) + side * kRadius * cv::Point2d(std::cos(angle), std::sin(angle));
    return {on.x + sigma() * random.normal(), on.y + sigma() * random.normal()};
  }
  double deviations(cv::Point2d point) const override { return std::min(distance(point, true), distance(point, false)) / sigma(); }

 private:
  static constexpr double kRadius = 1.4;
  static cv::Point2d centre(bool upper) { return upper ? cv::Point2d(-kRadius / 2, -kRadius / 4) : cv::Point2d(kRadius / 2, kRadius / 4); }
  /// To the half circle; beyond its ends, to the nearer of them.
  static double distance(cv::Point2d point, bool upper) {
    cv::Point2d d = point - centre(upper);
    if (!upper) d = -d;
    if (d.y >= 0) return std::abs(cv::norm(d) - kRadius);
    return std::hypot(std::abs(d.x) - kRadius, d.y);
  }

  std::vector<cv::Point2d> none_;
};

std::vector<cv::Point2d> ringModes() {
  std::vector<cv::Point2d> modes;
  for (int i = 0; i < 8; ++i) modes.push_back(2 * cv::Point2d(std::cos(i * kPi / 4), std::sin(i * kPi / 4)));
  return modes;
}

std::vector<cv::Point2d> gridModes() {
  std::vector<cv::Point2d> modes;
  for (int row = -2; row <= 2; ++row)
    for (int column = -2; column <= 2; ++column) modes.emplace_back(column, row);
  return modes;
}

}  // namespace

double PointSet::density(cv::Point2d point) const {
  double sum = 0;
  for (const cv::Point2d& mode : modes()) {
    const cv::Point2d d = (point - mode) / sigma();
    sum += std::exp(-d.dot(d) / 2);
  }
  return sum / (static_cast<double>(modes().size()) * std::pow(std::sqrt(2 * kPi) * sigma(), dimensions()));
}

const std::vector<std::string>& pointSetNames() {
  static const std::vector<std::string> names = {"bumps", "grid", "moons", "ring"};
  return names;
}

bool isPointSet(const std::string& name) { return std::find(pointSetNames().begin(), pointSetNames().end(), name) != pointSetNames().end(); }

std::string titleOfPoints(const std::string& name) {
  return name == "bumps" ? "Two bumps on a line" : name == "grid" ? "Grid of 25 dots" : name == "moons" ? "Two moons" : "Ring of eight dots";
}

Json describePoints(const PointSet& set) {
  const size_t dots = set.modes().size();
  Json info = {{"name", set.name()}, {"points", "drawn as they are needed, none twice"}, {"dimensions", set.dimensions()},
               {"dots", dots > 0 ? Json(dots) : Json(nullptr)}, {"deviation", set.sigma()}, {"reach", kPointReach},
               {"points_an_epoch", set.size()}, {"fingerprint", set.fingerprint()}};
  info.update(set.about());
  return info;
}

std::shared_ptr<const PointSet> openPoints(const std::string& name) {
  if (name == "bumps") return std::make_shared<Mixture>(name, 1, std::vector<cv::Point2d>{{-1.2, 0}, {1.2, 0}}, 0.35);
  if (name == "grid") return std::make_shared<Mixture>(name, 2, gridModes(), 0.05);
  if (name == "moons") return std::make_shared<Moons>();
  if (name == "ring") return std::make_shared<Mixture>(name, 2, ringModes(), 0.02);
  failUsage("unknown set of points " + name + "; known are bumps, grid, moons, ring");
}

}  // namespace chaesaek
