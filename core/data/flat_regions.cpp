// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/flat_regions.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kMostRegions = 255;

/// Flooding over pixels of one colour: plain indices into the pictures' memory.
class Flood {
 public:
  Flood(const cv::Mat& fill, const cv::Mat& sketch) : columns_(fill.cols), colours_(fill.total()), labels_(fill.size(), CV_32S, cv::Scalar(0)) {
    const auto* pixels = fill.ptr<cv::Vec3b>();
    const auto* ink = sketch.ptr<uint8_t>();
    for (size_t i = 0; i < colours_.size(); ++i) colours_[i] = pixels[i][0] | pixels[i][1] << 8 | pixels[i][2] << 16 | (ink[i] <= kWall ? kInk : 0);
  }

  /// Labels the components without ink 1, 2, …; returns their areas.
  std::vector<int> components() {
    std::vector<int> areas;
    for (int start = 0; start < static_cast<int>(colours_.size()); ++start) {
      if (label(start) != 0 || (colours_[start] & kInk)) continue;
      areas.push_back(0);
      const int number = static_cast<int>(areas.size());
      front_ = {start};
      label(start) = number;
      while (!front_.empty()) {
        const int at = front_.back();
        front_.pop_back();
        ++areas.back();
        claim(at, number, [&](int to) { return colours_[to] == colours_[at]; });
      }
    }
    return areas;
  }

  /// Gives every component the number `numbers[label - 1]`.
  void renumber(const std::vector<int>& numbers) {
    for (int i = 0; i < static_cast<int>(colours_.size()); ++i)
      if (label(i) > 0) label(i) = numbers[static_cast<size_t>(label(i)) - 1];
  }

  /// Grows the components under the ink, all at the same pace.
  void growUnderInk() {
    std::vector<int> before;
    front_.clear();
    for (int i = 0; i < static_cast<int>(colours_.size()); ++i)
      if (colours_[i] & kInk) neighbours(i, [&](int from) { if (label(from) > 0) before.push_back(from); });
    while (!before.empty()) {
      for (const int at : before) claim(at, label(at), [&](int to) { return colours_[to] == (colours_[at] | kInk); });
      std::swap(before, front_);
      front_.clear();
    }
  }

  const cv::Mat& labels() const { return labels_; }

 private:
  static constexpr int kInk = 1 << 24;

  int& label(int at) { return labels_.ptr<int>()[at]; }

  template <class Visit>
  void neighbours(int at, Visit visit) const {
    const int x = at % columns_;
    if (x > 0) visit(at - 1);
    if (x + 1 < columns_) visit(at + 1);
    if (at >= columns_) visit(at - columns_);
    if (at + columns_ < static_cast<int>(colours_.size())) visit(at + columns_);
  }

  template <class Fits>
  void claim(int at, int number, Fits fits) {
    neighbours(at, [&](int to) {
      if (label(to) != 0 || !fits(to)) return;
      label(to) = number;
      front_.push_back(to);
    });
  }

  int columns_;
  std::vector<int> colours_;  // 24 bits of colour, kInk
  cv::Mat labels_;
  std::vector<int> front_;
};

/// Largest first, the small ones away: the new number of each component.
std::vector<int> ranks(const std::vector<int>& areas, int leastArea) {
  std::vector<int> order(areas.size()), numbers(areas.size(), 0);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return areas[a] > areas[b]; });
  for (int i = 0; i < std::min<int>(kMostRegions, static_cast<int>(order.size())) && areas[order[i]] >= leastArea; ++i) numbers[order[i]] = i + 1;
  return numbers;
}

/// A colour as a mixture of two regions' colours.
struct Mixture {
  int a = 0, b = 0;  // indices
  float share = 0;   // of b
  float error = std::numeric_limits<float>::max();
};

Mixture mixtureOf(const cv::Vec3f& colour, int a, int b, const std::vector<cv::Vec3b>& colours) {
  const cv::Vec3f from(colours[a]), step = cv::Vec3f(colours[b]) - from;
  const float length = step.dot(step);
  const float share = length > 0 ? std::clamp((colour - from).dot(step) / length, 0.f, 1.f) : 0;
  const cv::Vec3f rest = from + share * step - colour;
  return {a, b, share, rest.dot(rest)};
}

/// The regions within two pixels of a border pixel; at most six count.
struct Nearby {
  std::array<int, 6> regions{};
  int count = 0;
};

Nearby regionsNear(const cv::Mat& labels, int x, int y) {
  Nearby near;
  for (int v = std::max(0, y - 2); v <= std::min(labels.rows - 1, y + 2); ++v) {
    const auto* row = labels.ptr<uint8_t>(v);
    for (int u = std::max(0, x - 2); u <= std::min(labels.cols - 1, x + 2); ++u) {
      const auto end = near.regions.begin() + near.count;
      if (row[u] == 0 || near.count == 6 || std::find(near.regions.begin(), end, row[u] - 1) != end) continue;
      near.regions[static_cast<size_t>(near.count++)] = row[u] - 1;
    }
  }
  return near;
}

/// The best explanation of a border pixel by what lies around it.
Mixture explain(const cv::Vec3b& colour, const Nearby& near, const std::vector<cv::Vec3b>& colours) {
  Mixture best;
  for (int i = 0; i < near.count; ++i)
    for (int j = i; j < near.count; ++j) {
      const Mixture mixture = mixtureOf(cv::Vec3f(colour), near.regions[static_cast<size_t>(i)], near.regions[static_cast<size_t>(j)], colours);
      if (mixture.error < best.error) best = mixture;
    }
  return best;
}

}  // namespace

FlatRegions flatRegions(const cv::Mat& fill, const cv::Mat& sketch, int leastArea) {
  Flood flood(fill, sketch);
  flood.renumber(ranks(flood.components(), leastArea));
  flood.growUnderInk();
  FlatRegions regions;
  flood.labels().convertTo(regions.labels, CV_8U);
  double most = 0;
  cv::minMaxLoc(regions.labels, nullptr, &most);
  regions.colours.resize(static_cast<size_t>(most));
  const auto* label = regions.labels.ptr<uint8_t>();
  const auto* pixel = fill.ptr<cv::Vec3b>();
  for (size_t i = 0; i < fill.total(); ++i)
    if (label[i] > 0) regions.colours[label[i] - 1u] = pixel[i];
  if (label[0] > 0 && regions.colours[label[0] - 1u] == cv::Vec3b(255, 255, 255)) regions.paper = label[0];
  return regions;
}

void recolour(cv::Mat& fill, const FlatRegions& regions, const std::vector<cv::Vec3b>& colours) {
  constexpr float kExplained = 30 * 30;  // another colour lies between: leave the pixel alone
  for (int y = 0; y < fill.rows; ++y) {
    const auto* label = regions.labels.ptr<uint8_t>(y);
    auto* pixel = fill.ptr<cv::Vec3b>(y);
    for (int x = 0; x < fill.cols; ++x) {
      if (label[x] > 0) {
        pixel[x] = colours[label[x] - 1u];
        continue;
      }
      const Mixture mixture = explain(pixel[x], regionsNear(regions.labels, x, y), regions.colours);
      if (mixture.error > kExplained) continue;
      const cv::Vec3f a(colours[mixture.a]), b(colours[mixture.b]);
      pixel[x] = a + mixture.share * (b - a);
    }
  }
}

}  // namespace chaesaek
