// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

namespace chaesaek {

/// Supervised contrastive loss (Khosla et al. 2020, 2004.11362, L_out): embeddings of the same thing attract, all others
/// repel. `embeddings` [N,E] of length 1, `things` [N] int64; `temperature` divides the cosines. Scalar; those that are
/// alone of their thing do not count.
torch::Tensor contrastiveLoss(const torch::Tensor& embeddings, const torch::Tensor& things, double temperature);

/// Cross-entropy between expected and real shares: logits [N,K], `shares` [N,K] that sum to 1, or to 0 where a drawing has
/// none and does not count. Scalar.
torch::Tensor sharesLoss(const torch::Tensor& logits, const torch::Tensor& shares);

}  // namespace chaesaek
