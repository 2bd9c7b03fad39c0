// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/palette.h"

#include <torch/nn/functional/loss.h>

namespace chaesaek {

torch::Tensor nearestColour(const torch::Tensor& target, const torch::Tensor& palette) {
  // |t - p|^2 without |t|^2, which is the same for every p; [N,H,W,K]
  const auto pixels = target.permute({0, 2, 3, 1});
  return (palette.square().sum(1) - 2 * torch::matmul(pixels, palette.t())).argmin(-1);
}

torch::Tensor colourShares(const torch::Tensor& fills, const torch::Tensor& palette) {
  const auto nearest = nearestColour(fills, palette).flatten(1);
  auto counts = torch::zeros({fills.size(0), palette.size(0)}, fills.options().dtype(torch::kFloat32));
  counts.scatter_add_(1, nearest, torch::ones(nearest.sizes(), counts.options()));
  counts.select(1, 0).zero_();
  return counts / counts.sum(1, true).clamp_min(1);
}

torch::Tensor paletteLoss(const torch::Tensor& logits, const torch::Tensor& target, const torch::Tensor& palette, const torch::Tensor& classWeight) {
  using torch::indexing::Slice;
  const auto half = target.index({Slice(), Slice(), Slice(0, torch::indexing::None, 2), Slice(0, torch::indexing::None, 2)});
  namespace F = torch::nn::functional;
  return F::cross_entropy(logits, nearestColour(half, palette), F::CrossEntropyFuncOptions().weight(classWeight));
}

}  // namespace chaesaek
