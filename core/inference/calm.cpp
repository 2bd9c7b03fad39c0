// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/calm.h"

#include <torch/torch.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr double kSameShape = 0.9;    // of a region's pixels lay in one old region,
constexpr double kRest = 0.6;         // which has lost no more than this leaves: it is the same region, though a part was cut off it
constexpr double kOtherMind = 12;     // nats; chosen by replaying the recorded drawings and looking at where they end

/// Of each region: its pixels, what it lay on before, and what the network thinks of both colourings.
struct Region {
  int pixels = 0;
  std::unordered_map<int, int> before;  // old region -> pixels in common
  double gain = 0;
  int weighed = 0;
  bool keeps = false;
};

/// The palette's index of the colour nearest to each of few different colours.
class NearestIndex {
 public:
  explicit NearestIndex(const std::vector<cv::Vec3b>& palette) : palette_(palette) {}
  int operator()(const cv::Vec3b& colour) {
    const int key = colour[0] << 16 | colour[1] << 8 | colour[2];
    Known& known = found_[static_cast<uint32_t>(key) * 2654435761U >> (32 - kBits)];
    if (known.key == key) return known.index;
    const auto distance = [&](const cv::Vec3b& c) {
      const int b = c[0] - colour[0], g = c[1] - colour[1], r = c[2] - colour[2];
      return b * b + g * g + r * r;
    };
    const auto nearest = std::min_element(palette_.begin(), palette_.end(), [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    known = {key, static_cast<int>(nearest - palette_.begin())};
    return known.index;
  }

 private:
  static constexpr int kBits = 11;
  struct Known {
    int key = -1, index = 0;
  };
  const std::vector<cv::Vec3b>& palette_;
  std::vector<Known> found_ = std::vector<Known>(1 << kBits);  // by a hash; the later of two takes the place
};

std::vector<int> areas(const cv::Mat& labels, int count) {
  std::vector<int> pixels(static_cast<size_t>(count) + 1);
  for (int y = 0; y < labels.rows; ++y)
    std::for_each_n(labels.ptr<int>(y), labels.cols, [&](int label) { ++pixels[static_cast<size_t>(label)]; });
  return pixels;
}

/// `votes` [h,w,K]: log-probabilities.
void weigh(std::vector<Region>& regions, const cv::Mat& labels, const torch::Tensor& votes, const cv::Mat& now, const cv::Mat& then, const std::vector<cv::Vec3b>& palette) {
  NearestIndex nearest(palette);
  const auto classes = votes.size(2);
  const float* vote = votes.data_ptr<float>();
  for (int y = 0; y < static_cast<int>(votes.size(0)); ++y)
    for (int x = 0; x < static_cast<int>(votes.size(1)); ++x, vote += classes) {
      Region& region = regions[static_cast<size_t>(labels.at<int>(2 * y, 2 * x))];
      ++region.weighed;
      const cv::Vec3b &a = now.at<cv::Vec3b>(2 * y, 2 * x), &b = then.at<cv::Vec3b>(2 * y, 2 * x);
      if (a != b) region.gain += vote[nearest(a)] - vote[nearest(b)];
    }
}

}  // namespace

cv::Mat keepCalm(const std::vector<cv::Vec3b>& palette, const torch::Tensor& opinions, const cv::Mat& labels, const cv::Mat& colours, const ColourMemory& before) {
  if (before.labels.size() != labels.size()) return colours;
  const cv::Mat& old = before.labels;
  const int count = regionCount(labels), oldCount = regionCount(old);
  const std::vector<int> oldPixels = areas(old, oldCount);
  std::vector<Region> regions(static_cast<size_t>(count) + 1);
  for (int y = 0; y < labels.rows; ++y) {
    const int *now = labels.ptr<int>(y), *then = old.ptr<int>(y);
    for (int x = 0, end = 0; x < labels.cols; x = end) {  // by runs: neighbours mostly lie in the same two regions
      while (++end < labels.cols && now[end] == now[x] && then[end] == then[x]) {}
      Region& region = regions[static_cast<size_t>(now[x])];
      region.pixels += end - x;
      if (then[x] != 0) region.before[then[x]] += end - x;
    }
  }
  weigh(regions, labels, opinions, colours, before.colours, palette);
  for (size_t r = 1; r < regions.size(); ++r) {
    Region& region = regions[r];
    const bool same = std::any_of(region.before.begin(), region.before.end(), [&](const auto& part) {
      return part.second >= kSameShape * region.pixels && part.second >= kRest * oldPixels[static_cast<size_t>(part.first)];
    });
    region.keeps = same && region.gain < kOtherMind * region.weighed;
  }
  cv::Mat out = colours.clone();
  for (int y = 0; y < labels.rows; ++y) {
    const int* label = labels.ptr<int>(y);
    for (int x = 0, end = 0; x < labels.cols; x = end) {
      while (++end < labels.cols && label[end] == label[x]) {}
      if (regions[static_cast<size_t>(label[x])].keeps) std::copy(before.colours.ptr<cv::Vec3b>(y) + x, before.colours.ptr<cv::Vec3b>(y) + end, out.ptr<cv::Vec3b>(y) + x);
    }
  }
  return out;
}

}  // namespace chaesaek
