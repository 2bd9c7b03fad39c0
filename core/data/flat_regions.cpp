// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/flat_regions.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kMostRegions = 255;

constexpr int kInk = 1 << 24;  // beside 24 bits of colour

/// The colour of every pixel as a number, with kInk where the sketch has ink.
std::vector<int> colourCodes(const cv::Mat& fill, const cv::Mat& sketch) {
  std::vector<int> codes(fill.total());
  for (int y = 0; y < fill.rows; ++y) {
    const auto* pixel = fill.ptr<cv::Vec3b>(y);
    const auto* ink = sketch.ptr<uint8_t>(y);
    int* out = &codes[static_cast<size_t>(y) * static_cast<size_t>(fill.cols)];
    for (int x = 0; x < fill.cols; ++x) out[x] = pixel[x][0] | pixel[x][1] << 8 | pixel[x][2] << 16 | (ink[x] <= kWall ? kInk : 0);
  }
  return codes;
}

/// Components of one colour without ink, found by joining the runs of neighbouring rows: flat drawings have few.
class Components {
 public:
  Components(const std::vector<int>& codes, cv::Size size) : codes_(codes), size_(size) {
    size_t above = 0;
    for (int y = 0; y < size.height; ++y) {
      const size_t here = runs_.size();
      addRow(y);
      joinRows(above, here);
      above = here;
    }
    areas_.resize(runs_.size());
    for (size_t i = 0; i < runs_.size(); ++i) areas_[root(i)] += runs_[i].end - runs_[i].begin;
  }

  /// Labels of the components of `leastArea` pixels or more, the largest 1; the small ones and ink are 0.
  cv::Mat ranked(int leastArea) const {
    std::vector<size_t> order;
    for (size_t i = 0; i < areas_.size(); ++i)
      if (areas_[i] >= leastArea) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return areas_[a] > areas_[b]; });
    std::vector<uint8_t> rank(runs_.size(), 0);
    for (size_t i = 0; i < std::min<size_t>(kMostRegions, order.size()); ++i) rank[order[i]] = static_cast<uint8_t>(i + 1);
    cv::Mat labels(size_, CV_8U, cv::Scalar(0));
    for (size_t i = 0; i < runs_.size(); ++i) std::fill(labels.data + runs_[i].begin, labels.data + runs_[i].end, rank[root(i)]);
    return labels;
  }

 private:
  struct Run {
    int begin = 0, end = 0;  // indices of pixels
    mutable size_t parent = 0;
  };

  void addRow(int y) {
    const int stop = (y + 1) * size_.width;
    for (int begin = y * size_.width, end; begin < stop; begin = end) {
      const int code = codes_[static_cast<size_t>(begin)];
      for (end = begin + 1; end < stop && codes_[static_cast<size_t>(end)] == code; ++end) {}
      if (!(code & kInk)) runs_.push_back({begin, end, runs_.size()});
    }
  }

  /// Joins the runs from `above` to `here` with those of the row below, which start at `here`.
  void joinRows(size_t above, size_t here) {
    for (size_t a = above, b = here; a < here && b < runs_.size();) {
      const Run &up = runs_[a], &down = runs_[b];
      const bool touch = up.begin + size_.width < down.end && down.begin < up.end + size_.width;
      if (touch && codes_[static_cast<size_t>(up.begin)] == codes_[static_cast<size_t>(down.begin)]) runs_[root(b)].parent = root(a);
      up.end + size_.width < down.end ? ++a : ++b;
    }
  }

  size_t root(size_t run) const {
    while (runs_[run].parent != run) run = runs_[run].parent = runs_[runs_[run].parent].parent;
    return run;
  }

  const std::vector<int>& codes_;
  cv::Size size_;
  std::vector<Run> runs_;
  std::vector<int> areas_;  // of a component, at its root
};

/// Grows the labels into the ink of their own colour, all at the same pace.
void growUnderInk(cv::Mat& labels, const std::vector<int>& codes) {
  const int columns = labels.cols, count = static_cast<int>(codes.size());
  uint8_t* label = labels.data;
  std::vector<int> front, next;
  const auto claim = [&](int from, int to) {
    if (label[to] != 0 || codes[static_cast<size_t>(to)] != (codes[static_cast<size_t>(from)] | kInk)) return;
    label[to] = label[from];
    next.push_back(to);
  };
  const auto grow = [&](int at) {
    const int x = at % columns;
    if (x > 0) claim(at, at - 1);
    if (x + 1 < columns) claim(at, at + 1);
    if (at >= columns) claim(at, at - columns);
    if (at + columns < count) claim(at, at + columns);
  };
  for (int at = 0; at < count; ++at)  // the first ring: what borders on the regions without ink
    if (label[at] > 0 && !(codes[static_cast<size_t>(at)] & kInk)) grow(at);
  while (!next.empty()) {
    std::swap(front, next);
    next.clear();
    for (const int at : front) grow(at);
  }
}

/// A colour as a mixture of two regions' colours.
struct Mixture {
  int a = 0, b = 0;  // indices
  float share = 0;   // of b
  cv::Vec3f rest;    // what the mixture does not explain
  float error = std::numeric_limits<float>::max();
};

Mixture mixtureOf(const cv::Vec3f& colour, int a, int b, const std::vector<cv::Vec3b>& colours) {
  const cv::Vec3f from(colours[a]), step = cv::Vec3f(colours[b]) - from;
  const float length = step.dot(step);
  const float share = length > 0 ? std::clamp((colour - from).dot(step) / length, 0.f, 1.f) : 0;
  const cv::Vec3f rest = colour - from - share * step;
  return {a, b, share, rest, rest.dot(rest)};
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
  const std::vector<int> codes = colourCodes(fill, sketch);
  FlatRegions regions{Components(codes, fill.size()).ranked(leastArea), {}, 0};
  growUnderInk(regions.labels, codes);
  double most = 0;
  cv::minMaxLoc(regions.labels, nullptr, &most);
  regions.colours.resize(static_cast<size_t>(most));
  const auto* label = regions.labels.ptr<uint8_t>();
  for (size_t i = 0; i < codes.size(); ++i)
    if (label[i] > 0) regions.colours[label[i] - 1u] = cv::Vec3b(codes[i] & 255, codes[i] >> 8 & 255, codes[i] >> 16 & 255);
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
      pixel[x] = a + mixture.share * (b - a) + mixture.rest;
    }
  }
}

}  // namespace chaesaek
