// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/retrieval.h"

#include <torch/torch.h>

namespace chaesaek {

torch::Tensor centresLoss(const torch::Tensor& embeddings, const torch::Tensor& things, const torch::Tensor& centres, double temperature) {
  const auto directions = torch::nn::functional::normalize(centres, torch::nn::functional::NormalizeFuncOptions().dim(1));
  return torch::nn::functional::cross_entropy(torch::matmul(embeddings, directions.t()) / temperature, things);
}

torch::Tensor sharesLoss(const torch::Tensor& logits, const torch::Tensor& shares) {
  return -(torch::log_softmax(logits, 1) * shares).sum() / shares.sum().clamp_min(1);
}

}  // namespace chaesaek
