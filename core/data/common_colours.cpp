// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/common_colours.h"

#include <torch/torch.h>

#include <map>
#include <opencv2/imgproc.hpp>

#include "core/base/random.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr int kMostDrawings = 1200, kPixelsEach = 200;

/// Fill colours of random pixels, BGR; white paper is counted apart.
std::vector<cv::Vec3b> somePixels(const PairSet& set, const std::vector<int>& drawings, Random random, int64_t& white) {
  std::vector<cv::Vec3b> pixels;
  const int most = std::min<int>(kMostDrawings, static_cast<int>(drawings.size()));
  for (int i = 0; i < most; ++i) {
    const cv::Mat fill = set.load(drawings[random.integer(0, static_cast<int>(drawings.size()) - 1)], set.nativeWidth()).fill;
    for (int n = 0; n < kPixelsEach; ++n) {
      const auto colour = fill.at<cv::Vec3b>(random.integer(0, fill.rows - 1), random.integer(0, fill.cols - 1));
      if (colour == cv::Vec3b(255, 255, 255)) ++white;
      else pixels.push_back(colour);
    }
  }
  return pixels;
}

}  // namespace

ColourStatistics commonColours(const PairSet& set, const std::vector<int>& drawings, int count, uint64_t seed) {
  int64_t white = 0;
  const std::vector<cv::Vec3b> pixels = somePixels(set, drawings, Random(seed, 0xc0), white);
  const int clusters = std::min<int>(count - 1, static_cast<int>(pixels.size()));
  cv::Mat labels;
  cv::theRNG().state = seed + 1;
  if (clusters > 0) cv::kmeans(toLab(cv::Mat(pixels)).reshape(1), clusters, labels, {cv::TermCriteria::COUNT, 20, 0}, 1, cv::KMEANS_PP_CENTERS);

  // The commonest exact colour of each cluster: flat fills are then met exactly.
  std::vector<std::map<std::tuple<int, int, int>, int>> votes(clusters);
  for (size_t i = 0; i < pixels.size(); ++i) ++votes[labels.at<int>(static_cast<int>(i))][{pixels[i][2], pixels[i][1], pixels[i][0]}];
  ColourStatistics found{torch::ones({count, 3}), torch::ones({count})};
  const double all = static_cast<double>(white) + static_cast<double>(pixels.size());
  std::vector<double> share(count, 0);
  share[0] = static_cast<double>(white) / all;
  for (int k = 0; k < clusters; ++k) {
    std::pair<std::tuple<int, int, int>, int> best{{255, 255, 255}, 0};
    for (const auto& vote : votes[k]) {
      share[k + 1] += vote.second / all;
      if (vote.second > best.second) best = vote;
    }
    const auto [r, g, b] = best.first;
    found.colours[k + 1] = torch::tensor({r / 127.5 - 1, g / 127.5 - 1, b / 127.5 - 1}, torch::kFloat32);
  }
  double mean = 0;
  for (int k = 0; k < count; ++k) mean += share[k] / std::sqrt(share[k] + 0.001);
  for (int k = 0; k < count; ++k) found.rarity[k] = 1 / (std::sqrt(share[k] + 0.001) * mean);
  return found;
}

}  // namespace chaesaek
