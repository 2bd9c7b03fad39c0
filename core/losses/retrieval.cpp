// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/retrieval.h"

#include <torch/torch.h>

namespace chaesaek {

torch::Tensor contrastiveLoss(const torch::Tensor& embeddings, const torch::Tensor& things, double temperature) {
  const auto itself = torch::eye(things.size(0), torch::TensorOptions(torch::kBool).device(things.device()));
  const auto logits = (torch::matmul(embeddings, embeddings.t()) / temperature).masked_fill(itself, -1e9);
  const auto same = (things.unsqueeze(0) == things.unsqueeze(1)).logical_and(itself.logical_not()).to(embeddings.scalar_type());
  const auto partners = same.sum(1);
  const auto likely = (torch::log_softmax(logits, 1) * same).sum(1) / partners.clamp_min(1);
  return -likely.sum() / partners.gt(0).sum().clamp_min(1);
}

torch::Tensor sharesLoss(const torch::Tensor& logits, const torch::Tensor& shares) {
  return -(torch::log_softmax(logits, 1) * shares).sum() / shares.sum().clamp_min(1);
}

}  // namespace chaesaek
