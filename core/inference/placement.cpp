// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/placement.h"

#include <torch/torch.h>

#include <algorithm>

#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr int kRounds = 12, kSample = 2;
constexpr double kStep = .8;     // of each round's correction: whole ones swing
constexpr double kLeast = 1e-4;  // no share is less: its logarithm is taken

}  // namespace

std::vector<cv::Vec3f> labsOf(const std::vector<cv::Vec3b>& colours) {
  std::vector<cv::Vec3f> labs;
  for (const cv::Vec3b& colour : colours) labs.push_back(toLab(colour));
  return labs;
}

int nearestSlot(const cv::Vec3b& colour, const std::vector<cv::Vec3f>& labs, const std::vector<bool>& taken) {
  const cv::Vec3f lab = toLab(colour);
  int best = 0;
  for (int k = 1; k < static_cast<int>(labs.size()); ++k)
    if ((taken.empty() || !taken[static_cast<size_t>(k)]) && (best == 0 || cv::norm(labs[static_cast<size_t>(k)] - lab) < cv::norm(labs[static_cast<size_t>(best)] - lab))) best = k;
  return best;
}

std::vector<int> slotsOf(const Palette& palette, const std::vector<cv::Vec3b>& colours) {
  const std::vector<cv::Vec3f> labs = labsOf(colours);
  std::vector<bool> taken(colours.size());
  std::vector<int> slots;
  for (const PaletteColour& c : palette) {
    slots.push_back(nearestSlot(c.colour, labs, taken));
    taken[static_cast<size_t>(slots.back())] = true;
  }
  return slots;
}

torch::Tensor sharesOver(const Palette& palette, const std::vector<cv::Vec3b>& colours) {
  const std::vector<cv::Vec3f> labs = labsOf(colours);
  torch::Tensor shares = torch::zeros({static_cast<int64_t>(colours.size())});
  for (const PaletteColour& c : palette) shares[nearestSlot(c.colour, labs)] += c.share;
  return shares / shares.sum().clamp_min(kLeast);
}

torch::Tensor placeColours(const torch::Tensor& logits, const torch::Tensor& shares, double trust) {
  const auto all = torch::log_softmax(logits.to(torch::kFloat32), 1);
  const auto coloured = all.narrow(1, 1, all.size(1) - 1), amount = coloured.logsumexp(1, true);  // of a pixel that is not paper
  // Every second pixel of every second row says as much about shares as all of them.
  const auto sample = [](const torch::Tensor& t) { return t.slice(2, 0, t.size(2), kSample).slice(3, 0, t.size(3), kSample).contiguous().flatten(2).squeeze(0); };
  const auto flat = sample(coloured), weight = sample(amount).exp();  // [K-1,P], [1,P]
  const auto taken = [&](const torch::Tensor& factors) { return (torch::softmax(flat + factors, 0) * weight).sum(1, true) / weight.sum().clamp_min(kLeast); };
  torch::Tensor factors = torch::zeros({flat.size(0), 1});
  const auto own = taken(factors), wanted = own + trust * (shares.narrow(0, 1, flat.size(0)).view({-1, 1}) - own);
  for (int round = 0; round < kRounds; ++round) factors += kStep * ((wanted + kLeast).log() - (taken(factors) + kLeast).log());
  const auto placed = torch::log_softmax(coloured + factors.view({1, -1, 1, 1}), 1) + amount;
  return torch::cat({all.narrow(1, 0, 1), placed}, 1);
}

}  // namespace chaesaek
