// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/placement.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/engine/rows.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr int kRounds = 12, kSample = 2;
constexpr float kStep = .8f;     // of each round's correction: whole ones swing
constexpr float kLeast = 1e-4f;  // no share is less: its logarithm is taken
constexpr float kNothing = 1e-30f;
constexpr float kLeastAmount = -16;  // logarithm: where paper is certain for a float, colours still have an order

const engine::RowKernels& rows() {
  static const engine::RowKernels& best = engine::rowKernels();
  return best;
}

size_t countOf(const torch::Tensor& opinions) { return static_cast<size_t>(opinions.numel() / opinions.size(-1)); }
int coloursOf(const torch::Tensor& opinions) { return static_cast<int>(opinions.size(-1)); }
/// Null where there is none.
const float* numbersOf(const torch::Tensor& t) { return t.defined() ? t.const_data_ptr<float>() : nullptr; }

/// Every second pixel of every second row says as much about shares as all of them: [h,w,K] -> [h/2*w/2,K].
torch::Tensor sample(const torch::Tensor& given) {
  const torch::Tensor all = given.contiguous();
  const int64_t h = all.size(0), w = all.size(1), colours = all.size(2);
  torch::Tensor some = torch::empty({(h + kSample - 1) / kSample * ((w + kSample - 1) / kSample), colours});
  auto* to = some.mutable_data_ptr<float>();
  for (int64_t y = 0; y < h; y += kSample)
    for (int64_t x = 0; x < w; x += kSample) to = std::copy_n(all.const_data_ptr<float>() + (y * w + x) * colours, colours, to);
  return some;
}

Lead sampled(const Lead& lead, int64_t h, int64_t w) {
  Lead some{lead.says, {}, lead.trust};
  for (int64_t y = 0; y < h && lead.says.defined(); y += kSample)
    for (int64_t x = 0; x < w; x += kSample) some.which.push_back(lead.which[static_cast<size_t>(y * w + x)]);
  return some;
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

torch::Tensor opinionsOf(const torch::Tensor& logits) {
  torch::Tensor from = logits[0].permute({1, 2, 0}).to(torch::kFloat32);  // [h,w,K]
  const int64_t h = from.size(0), w = from.size(1), colours = from.size(2);
  if (from.stride(2) != 1 || from.stride(1) != colours) from = from.contiguous();  // an engine's lines have a margin
  torch::Tensor out = torch::empty({h, w, colours});
  auto* to = out.mutable_data_ptr<float>();
  engine::byRows(static_cast<size_t>(h * w), [&](size_t first, size_t count) {
    for (size_t at = first, end = first + count; at < end;) {
      const size_t x = at % static_cast<size_t>(w), part = std::min(static_cast<size_t>(w) - x, end - at);
      const float* line = numbersOf(from) + static_cast<int64_t>(at / static_cast<size_t>(w)) * from.stride(0);
      rows().logSoftmax(line + x * static_cast<size_t>(colours), to + at * static_cast<size_t>(colours), part, static_cast<int>(colours));
      at += part;
    }
  });
  return out;
}

torch::Tensor swayed(const torch::Tensor& opinions, const Lead& lead, const torch::Tensor& factors) {
  const torch::Tensor from = opinions.contiguous();
  torch::Tensor out = torch::empty_like(from);
  auto* to = out.mutable_data_ptr<float>();
  const int width = coloursOf(from);
  engine::byRows(countOf(from), [&](size_t first, size_t count) {
    const size_t start = first * static_cast<size_t>(width);
    rows().sway(numbersOf(from) + start, numbersOf(lead.says), lead.which.data() + first, static_cast<float>(lead.trust), numbersOf(factors), kLeastAmount, to + start, count, width);
  });
  return out;
}

torch::Tensor likeliestOf(const torch::Tensor& opinions) {
  const torch::Tensor from = opinions.contiguous();
  torch::Tensor best = torch::empty({2, from.size(0), from.size(1)});
  auto* to = best.mutable_data_ptr<float>();
  const int width = coloursOf(from);
  engine::byRows(countOf(from), [&](size_t first, size_t count) {
    rows().likeliest(numbersOf(from) + first * static_cast<size_t>(width), to + first, to + countOf(from) + first, count, width);
  });
  return best;
}

torch::Tensor meanColours(const torch::Tensor& opinions, const torch::Tensor& colours, double temperature) {
  const torch::Tensor from = opinions.contiguous(), channels = colours.t().contiguous();
  torch::Tensor mean = torch::empty({from.size(0), from.size(1), 3});
  auto* to = mean.mutable_data_ptr<float>();
  const int width = coloursOf(from);
  engine::byRows(countOf(from), [&](size_t first, size_t count) {
    rows().means(numbersOf(from) + first * static_cast<size_t>(width), numbersOf(channels), static_cast<float>(1 / temperature), to + 3 * first, count, width);
  });
  return mean;
}

torch::Tensor placeColours(const torch::Tensor& opinions, const Lead& lead, const torch::Tensor& shares, double trust) {
  torch::Tensor likely = swayed(sample(opinions), sampled(lead, opinions.size(0), opinions.size(1)));
  rows().exponentials(likely.mutable_data_ptr<float>(), static_cast<size_t>(likely.numel()));
  likely.select(1, 0).zero_();
  const torch::Tensor amount = likely.sum(1);
  const auto colours = static_cast<size_t>(likely.size(1));
  const float all = std::max(amount.sum().item<float>(), kLeast);
  torch::Tensor sway = torch::zeros({likely.size(1)});
  std::vector<float> taken(colours), factors(colours), wanted(colours);
  auto* swayOf = sway.mutable_data_ptr<float>();
  const auto take = [&] {
    const float most = *std::max_element(swayOf, swayOf + colours);
    for (size_t k = 0; k < colours; ++k) factors[k] = std::exp(swayOf[k] - most);
    rows().share(numbersOf(likely), numbersOf(amount), factors.data(), kNothing, taken.data(), countOf(likely), coloursOf(likely));
    for (size_t k = 0; k < colours; ++k) taken[k] *= factors[k] / all;
  };
  take();
  const auto* share = shares.const_data_ptr<float>();
  for (size_t k = 0; k < colours; ++k) wanted[k] = std::log(taken[k] + static_cast<float>(trust) * (share[k] - taken[k]) + kLeast);
  for (int round = 0; round < kRounds; ++round) {
    take();
    for (size_t k = 0; k < colours; ++k) swayOf[k] += kStep * (wanted[k] - std::log(taken[k] + kLeast));
  }
  return swayed(opinions, lead, sway);
}

}  // namespace chaesaek
