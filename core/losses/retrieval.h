// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

namespace chaesaek {

/// Supervised contrastive loss (Khosla et al. 2020, 2004.11362, L_out): embeddings of the same thing attract, all others
/// repel. `embeddings` [N,E] of length 1, `things` [N] int64; `temperature` divides the cosines. Those of earlier steps, `past`
/// [M,E] and `pastThings` [M], attract and repel as well (cross-batch memory, Wang et al. 2020, 1912.06798), but for things below
/// 0, which are none. Scalar; those that are alone of their thing do not count.
torch::Tensor contrastiveLoss(const torch::Tensor& embeddings, const torch::Tensor& things, const torch::Tensor& past,
                              const torch::Tensor& pastThings, double temperature);

/// Cross-entropy between expected and real shares: logits [N,K], `shares` [N,K] that sum to 1, or to 0 where a drawing has
/// none and does not count. Scalar.
torch::Tensor sharesLoss(const torch::Tensor& logits, const torch::Tensor& shares);

}  // namespace chaesaek
