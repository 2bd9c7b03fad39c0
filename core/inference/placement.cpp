// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/placement.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr int kRounds = 12, kSample = 2;
constexpr double kStep = .8;     // of each round's correction: whole ones swing
constexpr double kLeast = 1e-4;  // no share is less: its logarithm is taken
constexpr double kNothing = 1e-30;
constexpr int64_t kBlock = 1024;
constexpr double kLeastAmount = -16;  // logarithm: where paper is certain for a float, colours still have an order

/// Pixels by the thousand: what several steps make of them stays in the cache.
template <class Work>
void eachBlock(int64_t pixels, Work work) {
  for (int64_t start = 0; start < pixels; start += kBlock) work(start, std::min(kBlock, pixels - start));
}

}  // namespace

std::vector<cv::Vec3f> labsOf(const std::vector<cv::Vec3b>& colours) {
  std::vector<cv::Vec3f> labs;
  for (const cv::Vec3b& colour : colours) labs.push_back(exactLab(colour));
  return labs;
}

int nearestSlot(const cv::Vec3b& colour, const std::vector<cv::Vec3f>& labs, const std::vector<bool>& taken) {
  const cv::Vec3f lab = exactLab(colour);
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

torch::Tensor opinionsOf(const torch::Tensor& logits) { return torch::log_softmax(logits[0].permute({1, 2, 0}).to(torch::kFloat32).contiguous(), -1); }

torch::Tensor swayed(const torch::Tensor& opinions, const Lead& lead, const torch::Tensor& factors) {
  torch::Tensor out = torch::empty_like(opinions);
  const torch::Tensor from = opinions.flatten(0, -2), to = out.flatten(0, -2), says = lead.says.defined() ? lead.says.flatten(0, -2) : lead.says;
  eachBlock(from.size(0), [&](int64_t start, int64_t count) {
    const torch::Tensor block = from.narrow(0, start, count), paper = block.narrow(1, 0, 1);
    const torch::Tensor amount = torch::log(-torch::expm1(paper)).clamp_min_(kLeastAmount);  // of colour
    torch::Tensor coloured = says.defined() ? block.add(says.narrow(0, start, count), lead.trust) : block.clone();
    if (factors.defined()) coloured.add_(factors);
    coloured.select(1, 0).fill_(-INFINITY);
    torch::Tensor result = to.narrow(0, start, count);
    torch::log_softmax_out(result, coloured, 1).add_(amount);
    result.narrow(1, 0, 1).copy_(paper);
  });
  return out;
}

torch::Tensor meanColours(const torch::Tensor& opinions, const torch::Tensor& colours, double temperature) {
  torch::Tensor mean = torch::empty({opinions.size(0), opinions.size(1), 3});
  const torch::Tensor from = opinions.flatten(0, 1), to = mean.flatten(0, 1);
  eachBlock(from.size(0), [&](int64_t start, int64_t count) {
    torch::Tensor result = to.narrow(0, start, count);
    torch::mm_out(result, torch::softmax(from.narrow(0, start, count) / temperature, 1), colours);
  });
  return mean;
}

torch::Tensor placeColours(const torch::Tensor& opinions, const Lead& lead, const torch::Tensor& shares, double trust) {
  // Every second pixel of every second row says as much about shares as all of them.
  const int64_t colours = opinions.size(2);
  const auto sample = [&](const torch::Tensor& t) { return t.slice(0, 0, t.size(0), kSample).slice(1, 0, t.size(1), kSample).reshape({-1, colours}); };
  torch::Tensor likely = (lead.says.defined() ? swayed(sample(opinions), {sample(lead.says), lead.trust}) : sample(opinions)).exp();
  likely.select(1, 0).zero_();
  const torch::Tensor amount = likely.sum(1), all = amount.sum().clamp_min(kLeast), turned = likely.t();
  torch::Tensor sway = torch::zeros({colours});
  const auto taken = [&] {
    const torch::Tensor factors = torch::exp(sway - sway.max());
    return turned.mv(amount / likely.mv(factors).clamp_min(kNothing)).mul_(factors) / all;
  };
  const torch::Tensor own = taken(), wanted = own + trust * (shares - own);
  for (int round = 0; round < kRounds; ++round) sway += kStep * ((wanted + kLeast).log() - (taken() + kLeast).log());
  return swayed(opinions, lead, sway);
}

}  // namespace chaesaek
