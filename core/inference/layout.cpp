// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/layout.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>
#include <utility>

#include "core/engine/rows.h"
#include "core/image/colour.h"
#include "core/image/regions.h"
#include "core/inference/placement.h"

namespace chaesaek {
namespace {

constexpr int kSide = kThumbnailSide;
constexpr int kBlankFrom = 232;           // a pixel this light in every channel is paper
constexpr double kOfPalette = 14;     // Delta E 1976: further from every colour of its drawing a pixel is ink, or an edge
constexpr double kSmear = 1;           // of where a colour is, in pixels of a thumbnail
constexpr double kSpeaksFor = 15;         // Delta E 1976: a colour also speaks for its like
constexpr float kDoubt = .1f;         // weight of the shares beside what is seen in a place
constexpr float kSay = 4;            // power of the layout beside the network's own opinion
constexpr float kNeverLess = .003f;       // no colour is ruled out
constexpr float kLeastWeight = 1e-6f;     // of a pixel: a region that is all paper has an opinion, too
constexpr double kNothing = 1e-30;

/// A drawing's colour in Lab, and the network's that is nearest to it.
struct Shown {
  cv::Vec3f lab;
  int slot;
};

/// Which of the network's colours a drawing's pixel shows; 0 paper, -1 none.
int colourOf(const cv::Vec3b& pixel, const std::vector<Shown>& palette) {
  if (std::min({pixel[0], pixel[1], pixel[2]}) > kBlankFrom) return 0;
  const cv::Vec3f lab = exactLab(pixel);
  int best = -1;
  double least = kOfPalette;
  for (const Shown& c : palette)
    if (const double distance = cv::norm(c.lab - lab); distance < least) std::tie(best, least) = std::tuple(c.slot, distance);
  return best;
}

/// Adds a drawing's weight where it has each colour: [kSide*kSide,K].
void count(torch::Tensor& amounts, const Neighbour& drawing, const std::vector<cv::Vec3f>& labs) {
  std::vector<Shown> palette;
  for (const PaletteColour& c : drawing.palette) palette.push_back({exactLab(c.colour), nearestSlot(c.colour, labs)});
  std::vector<std::pair<cv::Vec3b, int>> known{{cv::Vec3b::all(255), 0}};  // a thumbnail has sixteen colours
  size_t latest = 0;  // neighbours are mostly of one
  const int64_t colours = amounts.size(1);
  auto* at = amounts.mutable_data_ptr<float>();
  for (int i = 0; i < kSide * kSide; ++i, at += colours) {
    const cv::Vec3b pixel = drawing.picture.at<cv::Vec3b>(i / kSide, i % kSide);
    if (known[latest].first != pixel) latest = static_cast<size_t>(std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.first == pixel; }) - known.begin());
    if (latest == known.size()) known.emplace_back(pixel, colourOf(pixel, palette));
    if (const int slot = known[latest].second; slot >= 0) at[slot] += static_cast<float>(drawing.weight);
  }
}

void blur(torch::Tensor& amounts) {
  cv::Mat map(kSide, kSide, CV_32FC(static_cast<int>(amounts.size(1))), amounts.mutable_data_ptr<float>());
  cv::GaussianBlur(map, map, {}, kSmear, kSmear, cv::BORDER_CONSTANT);
}

/// [K,K]: how much each colour but paper speaks for each; columns sum to 1.
torch::Tensor likenesses(const std::vector<cv::Vec3f>& labs) {
  const auto colours = static_cast<int64_t>(labs.size());
  torch::Tensor lab = torch::empty({colours, 3});
  auto* to = lab.mutable_data_ptr<float>();
  for (const cv::Vec3f& each : labs) to = std::copy_n(each.val, 3, to);
  torch::Tensor near = torch::exp(-torch::cdist(lab, lab).square() / (2 * kSpeaksFor * kSpeaksFor));
  near[0].zero_();
  near.select(1, 0).zero_();
  return near / near.sum(0, true).clamp_min(kNothing);
}

}  // namespace

Layout layoutOf(const std::vector<Neighbour>& near, const std::vector<cv::Vec3b>& colours, const std::vector<float>& weights) {
  const std::vector<cv::Vec3f> labs = labsOf(colours);
  torch::Tensor amounts = torch::zeros({kSide * kSide, static_cast<int64_t>(colours.size())});
  for (const Neighbour& drawing : near)
    if (!drawing.picture.empty()) count(amounts, drawing, labs);
  if (!weights.empty()) amounts *= torch::tensor(weights);
  const torch::Tensor like = likenesses(labs).t();
  torch::Tensor each = amounts.sum(0);
  each[0] = 0;
  if (each.sum().item<float>() <= 0) return {};
  const torch::Tensor shares = (each / each.sum()).unsqueeze(0).mm(like);
  blur(amounts);
  const torch::Tensor seen = amounts.mm(like), doubt = kDoubt * amounts.sum(1, true).clamp_min(1e-6f);
  return {(seen + doubt * shares) / (seen.sum(1, true) + doubt), shares[0]};
}

namespace {

/// Where a pixel of a length stretched to another lies in it: between `first` and the next, with a `part` of that.
struct Between {
  int first;
  float part;
};
Between between(int at, int to, int from) {
  const float place = std::clamp((static_cast<float>(at) + .5f) * static_cast<float>(from) / static_cast<float>(to) - .5f, 0.f, static_cast<float>(from - 1));
  const int first = std::min(static_cast<int>(place), from - 2);
  return {first, place - static_cast<float>(first)};
}

/// A row of the layout stretched over a box, its shares around that, into to[w][K].
void layRow(const Layout& layout, const cv::Rect& box, int y, int w, std::vector<float>& across, float* to) {
  const auto& blend = engine::rowKernels().between;
  const auto colours = static_cast<size_t>(layout.shares.size(0)), row = kSide * colours;
  const bool inside = y >= box.y && y < box.br().y;
  if (inside) {
    const Between vertical = between(y - box.y, box.height, kSide);
    const float* above = layout.places.const_data_ptr<float>() + static_cast<size_t>(vertical.first) * row;
    across.resize(row);
    blend(above, above + row, vertical.part, across.data(), row);
  }
  for (int x = 0; x < w; ++x, to += colours) {
    const Between horizontal = between(x - box.x, box.width, kSide);
    const float* left = across.data() + static_cast<size_t>(horizontal.first) * colours;
    if (inside && x >= box.x && x < box.br().x) blend(left, left + colours, horizontal.part, to, colours);
    else std::copy_n(layout.shares.const_data_ptr<float>(), colours, to);
  }
}

/// For each pixel how likely it is not paper.
std::vector<float> colouredShares(const torch::Tensor& paper) {
  const torch::Tensor from = paper.contiguous();
  std::vector<float> shares(from.const_data_ptr<float>(), from.const_data_ptr<float>() + from.numel());
  engine::rowKernels().exponentials(shares.data(), shares.size());
  for (float& share : shares) share = 1 - share;
  return shares;
}

void addTo(float* __restrict__ sums, const float* __restrict__ row, float times, size_t count) {
  for (size_t k = 0; k < count; ++k) sums[k] += times * row[k];
}

}  // namespace

Lead whatItSays(const Layout& layout, const cv::Rect& box, const torch::Tensor& paper, const cv::Mat& labels) {
  const auto h = static_cast<int>(paper.size(0)), w = static_cast<int>(paper.size(1));
  const auto colours = static_cast<size_t>(layout.shares.size(0)), regions = static_cast<size_t>(regionCount(labels)) + 1;
  const std::vector<float> coloured = colouredShares(paper);
  std::vector<float> weights(regions), rows(regions * colours), row(static_cast<size_t>(w) * colours), across;
  Lead lead;
  for (int y = 0; y < h; ++y) {
    layRow(layout, box, y, w, across, row.data());
    const float* at = row.data();
    for (int x = 0; x < w; ++x, at += colours) {
      const auto region = static_cast<size_t>(labels.at<int>(2 * y, 2 * x));
      const float weight = std::max(coloured[lead.which.size()], kLeastWeight);
      lead.which.push_back(static_cast<int>(region > 0 ? region : rows.size() / colours));
      if (region == 0) rows.insert(rows.end(), at, at + colours);  // on a line: its own
      weights[region] += weight;
      addTo(rows.data() + region * colours, at, weight, colours);
    }
  }
  for (size_t region = 1; region < regions; ++region)
    for (size_t k = 0; k < colours; ++k) rows[region * colours + k] /= std::max(weights[region], kLeastWeight);
  engine::rowKernels().logarithms(rows.data(), rows.size(), kNeverLess, kSay);
  lead.says = torch::from_blob(rows.data(), {static_cast<int64_t>(rows.size() / colours), static_cast<int64_t>(colours)}).clone();
  return lead;
}

}  // namespace chaesaek
