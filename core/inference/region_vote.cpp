// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/region_vote.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/image/regions.h"
#include "core/inference/placement.h"

namespace chaesaek {
namespace {

constexpr float kSure = 0.8f;          // mean probability of the likeliest colour from which a region is left alone
constexpr double kDivided = 0.12;      // share of paper, and of colour, from which a region counts as divided
constexpr int kLeastDivided = 200;     // pixels at half the side
constexpr int kSmoothing = 9;          // the division's border follows no blotches

/// Sums of one region over its pixels at half the side.
struct Ballot {
  std::vector<float> all, coloured;    // log-probabilities, of all pixels and of those that are not paper
  int pixels = 0, paper = 0;
  float sure = 0, paperShare = 0;      // paperShare: sum of the probabilities
  bool open = false;                   // reaches the border of the picture

  bool undecided() const { return pixels > 0 && sure < kSure * static_cast<float>(pixels); }
  bool divided() const { return open && pixels >= kLeastDivided && paper > kDivided * pixels && paper < (1 - kDivided) * pixels; }
};

int mostVoted(const std::vector<float>& votes, int from) {
  return static_cast<int>(std::max_element(votes.begin() + from, votes.end()) - votes.begin());
}

/// How likely each pixel at half the side is `paper` [h,w], smoothed.
cv::Mat paperMap(const torch::Tensor& paper) {
  cv::Mat map, view(static_cast<int>(paper.size(0)), static_cast<int>(paper.size(1)), CV_32F, paper.data_ptr<float>());
  cv::blur(view, map, {kSmoothing, kSmoothing});
  return map;
}

void add(std::vector<float>& sums, const float* __restrict__ vote) {
  float* __restrict__ sum = sums.data();
  for (size_t k = 0; k < sums.size(); ++k) sum[k] += vote[k];
}

/// `votes` [h,w,K], `sureness` and how `likely` paper is [h,w]. Only what is undecided has sums of votes, and only what is divided those of its coloured pixels.
std::vector<Ballot> count(const torch::Tensor& votes, const torch::Tensor& sureness, const torch::Tensor& likely, const cv::Mat& labels, const cv::Mat& paper) {
  const int classes = static_cast<int>(votes.size(2));
  std::vector<Ballot> ballots(static_cast<size_t>(regionCount(labels)) + 1, {std::vector<float>(classes), std::vector<float>(classes)});
  const float *sure = sureness.data_ptr<float>(), *white = likely.data_ptr<float>();
  for (int y = 0; y < paper.rows; ++y)
    for (int x = 0; x < paper.cols; ++x, ++sure, ++white) {
      Ballot& ballot = ballots[labels.at<int>(2 * y, 2 * x)];
      const bool isPaper = paper.at<float>(y, x) > 0.5f;
      ++ballot.pixels;
      ballot.paper += isPaper;
      ballot.paperShare += *white;
      ballot.open |= x == 0 || y == 0 || x == paper.cols - 1 || y == paper.rows - 1;
      ballot.sure += *sure;
    }
  const float* vote = votes.data_ptr<float>();
  for (int y = 0; y < paper.rows; ++y)
    for (int x = 0; x < paper.cols; ++x, vote += classes) {
      const int region = labels.at<int>(2 * y, 2 * x);
      Ballot& ballot = ballots[region];
      if (region == 0 || !ballot.undecided()) continue;
      add(ballot.all, vote);
      if (ballot.divided() && paper.at<float>(y, x) <= 0.5f) add(ballot.coloured, vote);
    }
  return ballots;
}

}  // namespace

std::vector<cv::Vec3b> paletteColours(const PaletteNet& network) {
  const torch::Tensor rgb = ((network.palette.to(torch::kCPU, torch::kFloat32) + 1) * 127.5).round().clamp(0, 255).to(torch::kUInt8).contiguous();
  std::vector<cv::Vec3b> colours;
  for (int64_t k = 0; k < rgb.size(0); ++k) {
    const auto* c = rgb.data_ptr<uint8_t>() + 3 * k;
    colours.emplace_back(c[2], c[1], c[0]);
  }
  return colours;
}

torch::Tensor coloursTensor(const std::vector<cv::Vec3b>& colours) {
  torch::Tensor rgb = torch::empty({static_cast<int64_t>(colours.size()), 3});
  auto* to = rgb.mutable_data_ptr<float>();
  for (const cv::Vec3b& colour : colours)
    for (const int channel : {2, 1, 0}) *to++ = static_cast<float>(colour[channel]) / 127.5f - 1;
  return rgb;
}

cv::Mat voteColours(const std::vector<cv::Vec3b>& palette, const torch::Tensor& opinions, const torch::Tensor& own, const cv::Mat& labels, const cv::Mat& colours) {
  const torch::Tensor best = likeliestOf(opinions), sureness = torch::minimum(best.amax(0), own.amax(0)).exp(), likely = best[0].exp();
  const cv::Mat paper = paperMap(likely);
  const std::vector<Ballot> ballots = count(opinions, sureness, likely, labels, paper);
  std::vector<cv::Vec3b> whole(ballots.size()), part(ballots.size());
  for (size_t r = 1; r < ballots.size(); ++r) {
    if (!ballots[r].undecided()) continue;
    whole[r] = ballots[r].paperShare > 0.5f * static_cast<float>(ballots[r].pixels) ? palette[0] : palette[mostVoted(ballots[r].all, 1)];
    part[r] = palette[mostVoted(ballots[r].coloured, 1)];
  }
  cv::Mat out = colours.clone();
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x) {
      const int r = labels.at<int>(y, x);
      if (r == 0 || !ballots[r].undecided()) continue;
      const bool onPaper = ballots[r].divided() && paper.at<float>(y / 2, x / 2) > 0.5f;
      out.at<cv::Vec3b>(y, x) = onPaper ? palette[0] : ballots[r].divided() ? part[r] : whole[r];
    }
  return out;
}

}  // namespace chaesaek
