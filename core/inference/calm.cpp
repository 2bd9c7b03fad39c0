// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/calm.h"

#include <torch/torch.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr double kSameShape = 0.9;    // of a region's pixels, and of the old region's: it is the same region
constexpr double kOtherMind = 5;      // nats; chosen by replaying the recorded drawings and looking at where they end

/// Of each region: its pixels, what it lay on before, and what the network thinks of both colourings.
struct Region {
  int pixels = 0;
  std::unordered_map<int, int> before;  // old region -> pixels in common
  double gain = 0;
  int weighed = 0;
  bool hinted = false, keeps = false;
};

/// The palette's index of the colour nearest to each of few different colours.
class NearestIndex {
 public:
  explicit NearestIndex(std::vector<cv::Vec3b> palette) : palette_(std::move(palette)) {}
  int operator()(const cv::Vec3b& colour) {
    const int key = colour[0] << 16 | colour[1] << 8 | colour[2];
    const auto known = found_.find(key);
    if (known != found_.end()) return known->second;
    const auto distance = [&](const cv::Vec3b& c) { return cv::norm(cv::Vec3i(c) - cv::Vec3i(colour), cv::NORM_L2SQR); };
    const auto nearest = std::min_element(palette_.begin(), palette_.end(), [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    return found_[key] = static_cast<int>(nearest - palette_.begin());
  }

 private:
  std::vector<cv::Vec3b> palette_;
  std::unordered_map<int, int> found_;
};

std::vector<int> areas(const cv::Mat& labels, int count) {
  std::vector<int> pixels(static_cast<size_t>(count) + 1);
  for (int y = 0; y < labels.rows; ++y)
    for (int x = 0; x < labels.cols; ++x) ++pixels[static_cast<size_t>(labels.at<int>(y, x))];
  return pixels;
}

/// `votes` [h,w,K]: log-probabilities.
void weigh(std::vector<Region>& regions, const cv::Mat& labels, const torch::Tensor& votes, const cv::Mat& now, const cv::Mat& then, NearestIndex nearest) {
  const auto classes = votes.size(2);
  const float* vote = votes.data_ptr<float>();
  for (int y = 0; y < static_cast<int>(votes.size(0)); ++y)
    for (int x = 0; x < static_cast<int>(votes.size(1)); ++x, vote += classes) {
      Region& region = regions[static_cast<size_t>(labels.at<int>(2 * y, 2 * x))];
      region.gain += vote[nearest(now.at<cv::Vec3b>(2 * y, 2 * x))] - vote[nearest(then.at<cv::Vec3b>(2 * y, 2 * x))];
      ++region.weighed;
    }
}

}  // namespace

cv::Mat keepCalm(const std::vector<cv::Vec3b>& palette, const torch::Tensor& opinions, const cv::Mat& labels, const cv::Mat& hinted, const cv::Mat& colours,
                 const ColourMemory& before) {
  if (before.labels.size() != labels.size()) return colours;
  const cv::Mat& old = before.labels;
  const int count = regionCount(labels), oldCount = regionCount(old);
  const std::vector<int> oldPixels = areas(old, oldCount);
  std::vector<Region> regions(static_cast<size_t>(count) + 1);
  int former = 0, *common = nullptr;  // neighbours mostly lie in the same two regions
  const Region* latest = nullptr;
  for (int y = 0; y < labels.rows; ++y)
    for (int x = 0; x < labels.cols; ++x) {
      Region& region = regions[static_cast<size_t>(labels.at<int>(y, x))];
      ++region.pixels;
      if (const int label = old.at<int>(y, x)) {
        if (label != former || &region != latest) common = &region.before[label], former = label, latest = &region;
        ++*common;
      }
      region.hinted |= hinted.at<uchar>(y, x) || before.hinted.at<uchar>(y, x);
    }
  weigh(regions, labels, opinions, colours, before.colours, NearestIndex(palette));
  for (size_t r = 1; r < regions.size(); ++r) {
    Region& region = regions[r];
    const bool same = std::any_of(region.before.begin(), region.before.end(), [&](const auto& part) {
      return part.second >= kSameShape * region.pixels && part.second >= kSameShape * oldPixels[static_cast<size_t>(part.first)];
    });
    region.keeps = same && !region.hinted && region.gain < kOtherMind * region.weighed;
  }
  cv::Mat out = colours.clone();
  for (int y = 0; y < labels.rows; ++y)
    for (int x = 0; x < labels.cols; ++x)
      if (regions[static_cast<size_t>(labels.at<int>(y, x))].keeps) out.at<cv::Vec3b>(y, x) = before.colours.at<cv::Vec3b>(y, x);
  return out;
}

}  // namespace chaesaek
