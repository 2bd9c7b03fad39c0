// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/classes.h"

#include <torch/torch.h>

#include "core/losses/wide.h"

namespace chaesaek {

torch::Tensor classLoss(const torch::Tensor& logits, const torch::Tensor& labels) {
  return torch::cross_entropy_loss(wide(logits), labels);
}

torch::Tensor realLogit(const torch::Tensor& logits) { return wide(logits).logsumexp(1); }

torch::Tensor realClassLoss(const torch::Tensor& logits, const torch::Tensor& labels) {
  return classLoss(torch::constant_pad_nd(logits, {0, 1}, 0), labels);
}

torch::Tensor featureMatchingLoss(const torch::Tensor& realFeatures, const torch::Tensor& fakeFeatures) {
  return (wide(realFeatures).mean(0).detach() - wide(fakeFeatures).mean(0)).square().sum();
}

}  // namespace chaesaek
