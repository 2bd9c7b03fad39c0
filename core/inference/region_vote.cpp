// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/region_vote.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/image/regions.h"
#include "core/inference/kinship.h"
#include "core/inference/placement.h"

namespace chaesaek {
namespace {

constexpr float kSure = 0.8f;          // mean probability of the likeliest colour from which a region is left alone
constexpr double kDivided = 0.12;      // share of paper, and of colour, from which a region counts as divided
constexpr int kLeastDivided = 200;     // pixels at half the side
constexpr int kSmoothing = 9;          // the division's border follows no blotches
constexpr double kKin = 0.5;           // the say of a part of the same size and shape, beside a region's own

/// Sums of one region over its pixels at half the side.
struct Ballot {
  explicit Ballot(int classes) : all(static_cast<size_t>(classes)), coloured(static_cast<size_t>(classes)) {}

  std::vector<float> all, coloured;    // log-probabilities, of all pixels and of those that are not paper
  int pixels = 0, paper = 0;
  float sure = 0, paperShare = 0;      // paperShare: sum of the probabilities
  bool open = false;                   // reaches the border of the picture
  PartShape shape;
  std::vector<std::pair<size_t, double>> kin;  // other regions of its size and shape, and their say beside its own
  bool counts = false;                 // its votes are needed, for itself or for its kin

  bool undecided() const { return pixels > 0 && sure < kSure * static_cast<float>(pixels); }
  bool isPaper() const { return paperShare > 0.5f * static_cast<float>(pixels); }
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

/// Grapes, petals and the legs of trousers mostly have one colour: each region that is undecided listens to others of its size and shape.
void findKin(std::vector<Ballot>& ballots) {
  std::vector<PartLook> looks;
  for (const Ballot& ballot : ballots) looks.push_back(ballot.shape.look());
  for (size_t r = 1; r < ballots.size(); ++r) {
    Ballot& ballot = ballots[r];
    if (!ballot.undecided()) continue;
    ballot.counts = true;
    for (size_t s = 1; s < ballots.size(); ++s) {
      if (s == r || ballots[s].divided() || ballots[s].isPaper()) continue;
      const double alike = kinship(looks[r], looks[s]);
      if (alike == 0) continue;
      ballot.kin.emplace_back(s, kKin * alike * std::min(1., static_cast<double>(ballot.pixels) / ballots[s].pixels));
      ballots[s].counts = true;
    }
  }
}

/// The likeliest colour but paper of one region, by its own votes and its kin's.
int chosen(const std::vector<Ballot>& ballots, const Ballot& ballot) {
  std::vector<float> votes = ballot.all;
  for (const auto& [other, say] : ballot.kin)
    for (size_t k = 0; k < votes.size(); ++k) votes[k] += static_cast<float>(say) * ballots[other].all[k];
  return mostVoted(votes, 1);
}

/// `votes` [h,w,K], `sureness` and how `likely` paper is [h,w]. Only what is undecided, or its kin, has sums of votes, and only what is divided those of its coloured pixels.
std::vector<Ballot> count(const torch::Tensor& votes, const torch::Tensor& sureness, const torch::Tensor& likely, const cv::Mat& labels, const cv::Mat& paper) {
  const int classes = static_cast<int>(votes.size(2));
  std::vector<Ballot> ballots(static_cast<size_t>(regionCount(labels)) + 1, Ballot(classes));
  const float *sure = sureness.data_ptr<float>(), *white = likely.data_ptr<float>();
  for (int y = 0; y < paper.rows; ++y)
    for (int x = 0; x < paper.cols; ++x, ++sure, ++white) {
      Ballot& ballot = ballots[labels.at<int>(2 * y, 2 * x)];
      const bool isPaper = paper.at<float>(y, x) > 0.5f;
      ++ballot.pixels;
      ballot.shape.add(x, y);
      ballot.paper += isPaper;
      ballot.paperShare += *white;
      ballot.open |= x == 0 || y == 0 || x == paper.cols - 1 || y == paper.rows - 1;
      ballot.sure += *sure;
    }
  findKin(ballots);
  const float* vote = votes.data_ptr<float>();
  for (int y = 0; y < paper.rows; ++y)
    for (int x = 0; x < paper.cols; ++x, vote += classes) {
      const int region = labels.at<int>(2 * y, 2 * x);
      Ballot& ballot = ballots[region];
      if (region == 0 || !ballot.counts) continue;
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
    whole[r] = palette[ballots[r].isPaper() ? 0 : chosen(ballots, ballots[r])];
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
