// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/palette.h"

#include <torch/nn/functional/loss.h>

namespace chaesaek {

torch::Tensor nearestColour(const torch::Tensor& target, const torch::Tensor& palette) {
  // |t - p|^2 without |t|^2, which is the same for every p; [N,H,W,K]
  const auto pixels = target.permute({0, 2, 3, 1});
  return (palette.square().sum(1) - 2 * torch::matmul(pixels, palette.t())).argmin(-1);
}

torch::Tensor paletteLoss(const torch::Tensor& logits, const torch::Tensor& target, const torch::Tensor& palette, const torch::Tensor& classWeight) {
  using torch::indexing::Slice;
  const auto half = target.index({Slice(), Slice(), Slice(0, torch::indexing::None, 2), Slice(0, torch::indexing::None, 2)});
  namespace F = torch::nn::functional;
  return F::cross_entropy(logits, nearestColour(half, palette), F::CrossEntropyFuncOptions().weight(classWeight));
}

}  // namespace chaesaek
