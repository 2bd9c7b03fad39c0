// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

namespace chaesaek {

/// Cross-entropy of the things that embeddings could be of, by their cosines with one vector for each thing, over `temperature`
/// (normalised softmax; Zhai, Wu 2019, 1811.12649). `embeddings` [N,E] of length 1, `things` [N] int64 below T, `centres` [T,E] of
/// any length. Scalar.
torch::Tensor centresLoss(const torch::Tensor& embeddings, const torch::Tensor& things, const torch::Tensor& centres, double temperature);

/// Cross-entropy between expected and real shares: logits [N,K], `shares` [N,K] that sum to 1, or to 0 where a drawing has
/// none and does not count. Scalar.
torch::Tensor sharesLoss(const torch::Tensor& logits, const torch::Tensor& shares);

}  // namespace chaesaek
