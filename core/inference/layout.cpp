// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/layout.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <tuple>

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
constexpr double kSay = 4;            // power of the layout beside the network's own opinion
constexpr double kNeverLess = .003;       // no colour is ruled out

/// A drawing's colour in Lab, and the network's that is nearest to it.
struct Shown {
  cv::Vec3f lab;
  int slot;
};

/// Which of the network's colours a drawing's pixel shows; 0 paper, -1 none.
int colourOf(const cv::Vec3b& pixel, const std::vector<Shown>& palette) {
  if (std::min({pixel[0], pixel[1], pixel[2]}) > kBlankFrom) return 0;
  const cv::Vec3f lab = toLab(pixel);
  int best = -1;
  double least = kOfPalette;
  for (const Shown& c : palette)
    if (const double distance = cv::norm(c.lab - lab); distance < least) std::tie(best, least) = std::tuple(c.slot, distance);
  return best;
}

/// Adds a drawing's weight where it has each colour: [K,kSide,kSide].
void count(torch::Tensor& amounts, const Neighbour& drawing, const std::vector<cv::Vec3f>& labs) {
  std::vector<Shown> palette;
  for (const PaletteColour& c : drawing.palette) palette.push_back({toLab(c.colour), nearestSlot(c.colour, labs)});
  std::map<std::tuple<int, int, int>, int> known;  // a thumbnail has sixteen colours
  auto* at = amounts.mutable_data_ptr<float>();
  for (int i = 0; i < kSide * kSide; ++i) {
    const cv::Vec3b pixel = drawing.picture.at<cv::Vec3b>(i / kSide, i % kSide);
    const auto [place, fresh] = known.try_emplace({pixel[0], pixel[1], pixel[2]}, 0);
    if (fresh) place->second = colourOf(pixel, palette);
    if (place->second >= 0) at[place->second * kSide * kSide + i] += static_cast<float>(drawing.weight);
  }
}

void blur(torch::Tensor& maps) {
  for (int64_t k = 0; k < maps.size(0); ++k) {
    cv::Mat map(kSide, kSide, CV_32F, maps[k].mutable_data_ptr<float>());
    cv::GaussianBlur(map, map, {}, kSmear, kSmear, cv::BORDER_CONSTANT);
  }
}

/// [K-1,K-1]: how much each colour speaks for each; columns sum to 1.
torch::Tensor likenesses(const std::vector<cv::Vec3f>& labs) {
  const auto colours = static_cast<int64_t>(labs.size()) - 1;
  torch::Tensor lab = torch::empty({colours, 3});
  for (int64_t k = 0; k < colours; ++k)
    for (int c = 0; c < 3; ++c) lab[k][c] = labs[static_cast<size_t>(k) + 1][c];
  const torch::Tensor near = torch::exp(-torch::cdist(lab, lab).square() / (2 * kSpeaksFor * kSpeaksFor));
  return near / near.sum(0, true);
}

}  // namespace

torch::Tensor layoutOf(const std::vector<Neighbour>& near, const cv::Rect& box, const std::vector<cv::Vec3b>& colours, int h, int w) {
  const std::vector<cv::Vec3f> labs = labsOf(colours);
  const auto others = static_cast<int64_t>(colours.size()) - 1;
  torch::Tensor amounts = torch::zeros({others + 1, kSide, kSide});
  for (const Neighbour& drawing : near)
    if (!drawing.picture.empty()) count(amounts, drawing, labs);
  const torch::Tensor like = likenesses(labs);
  const torch::Tensor all = amounts.narrow(0, 1, others).sum({1, 2});
  if (all.sum().item<float>() <= 0) return {};
  const torch::Tensor shares = like.mv(all / all.sum()).view({others, 1, 1});
  blur(amounts);
  const torch::Tensor seen = like.mm(amounts.narrow(0, 1, others).flatten(1)).view({others, kSide, kSide});
  const torch::Tensor doubt = kDoubt * amounts.sum(0, true).clamp_min(1e-6f);
  const torch::Tensor local = (seen + doubt * shares) / (seen.sum(0, true) + doubt);
  torch::Tensor layout = shares.expand({others, h, w}).unsqueeze(0).clone();
  layout.narrow(2, box.y, box.height).narrow(3, box.x, box.width).copy_(torch::upsample_bilinear2d(local.unsqueeze(0), {box.height, box.width}, false));
  return layout;
}

torch::Tensor ofRegions(const torch::Tensor& layout, const torch::Tensor& logits, const cv::Mat& sketch) {
  int regions = 0;
  cv::Mat labels;
  cv::resize(gapClosedRegions(sketch, kClosedGap, &regions), labels, cv::Size(static_cast<int>(layout.size(3)), static_cast<int>(layout.size(2))), 0, 0, cv::INTER_NEAREST);
  const torch::Tensor where = torch::from_blob(labels.data, {labels.rows * labels.cols}, torch::kInt32).to(torch::kInt64);
  const torch::Tensor pixels = layout[0].flatten(1).t().contiguous(), colour = 1 - torch::softmax(logits[0], 0)[0].flatten().unsqueeze(1);  // [P,K-1], [P,1]
  const torch::Tensor weight = torch::zeros({regions + 1, 1}).index_add_(0, where, colour);
  const torch::Tensor means = torch::zeros({regions + 1, pixels.size(1)}).index_add_(0, where, pixels * colour) / weight.clamp_min(1e-6);
  const torch::Tensor known = ((weight > 1e-3).index_select(0, where)).logical_and(where.unsqueeze(1) > 0);  // not under the ink
  return torch::where(known, means.index_select(0, where), pixels).t().reshape(layout.sizes());
}

torch::Tensor followLayout(const torch::Tensor& logits, const torch::Tensor& layout, double trust) {
  const auto all = torch::log_softmax(logits.to(torch::kFloat32), 1);
  const auto coloured = all.narrow(1, 1, all.size(1) - 1);
  const auto led = torch::log_softmax(coloured + kSay * trust * (layout + kNeverLess).log(), 1);
  return torch::cat({all.narrow(1, 0, 1), led + coloured.logsumexp(1, true)}, 1);
}

}  // namespace chaesaek
