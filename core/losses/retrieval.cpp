// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/retrieval.h"

#include <torch/torch.h>

namespace chaesaek {

torch::Tensor contrastiveLoss(const torch::Tensor& embeddings, const torch::Tensor& things, const torch::Tensor& past,
                              const torch::Tensor& pastThings, double temperature) {
  const int64_t n = things.size(0);
  const auto all = torch::cat({embeddings, past.detach().to(embeddings.scalar_type())});
  const auto others = torch::cat({things, pastThings});
  const auto itself = torch::eye(n, others.size(0), torch::TensorOptions(torch::kBool).device(things.device()));
  const auto logits = (torch::matmul(embeddings, all.t()) / temperature).masked_fill(itself.logical_or(others.lt(0).unsqueeze(0)), -1e9);
  const auto same = (things.unsqueeze(1) == others.unsqueeze(0)).logical_and(itself.logical_not()).to(embeddings.scalar_type());
  const auto partners = same.sum(1);
  const auto likely = (torch::log_softmax(logits, 1) * same).sum(1) / partners.clamp_min(1);
  return -likely.sum() / partners.gt(0).sum().clamp_min(1);
}

torch::Tensor sharesLoss(const torch::Tensor& logits, const torch::Tensor& shares) {
  return -(torch::log_softmax(logits, 1) * shares).sum() / shares.sum().clamp_min(1);
}

}  // namespace chaesaek
