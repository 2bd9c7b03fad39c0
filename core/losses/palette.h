// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

namespace chaesaek {

/// Which palette colour is nearest (RGB): target [N,3,H,W], palette [K,3], both in [-1,1] -> [N,H,W] int64.
torch::Tensor nearestColour(const torch::Tensor& target, const torch::Tensor& palette);

/// Shares of the palette's colours of what is not paper (the palette's first): fills [N,3,H,W] -> [N,K] that sum to 1, or to 0
/// where nothing is coloured.
torch::Tensor colourShares(const torch::Tensor& fills, const torch::Tensor& palette);

/// Cross-entropy of choosing the nearest palette colour at every second pixel: logits [N,K,H/2,W/2], target
/// [N,3,H,W]. `classWeight` [K] makes rare colours count more (Zhang et al. 2016, §2.2); scalar.
torch::Tensor paletteLoss(const torch::Tensor& logits, const torch::Tensor& target, const torch::Tensor& palette, const torch::Tensor& classWeight);

}  // namespace chaesaek
