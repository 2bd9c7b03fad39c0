// SPDX-License-Identifier: GPL-3.0-or-later
// Depthwise convolutions that can be trained on a processor in reasonable time.
#pragma once

#include <torch/torch.h>

namespace chaesaek {

/// Zeros around a picture: before its first and after its last row and column.
struct Margin {
  int64_t before = 0, after = 0;
};

/// Each channel of `x` [N,C,H,W] with its own k x k filter of `weight` [C,1,k,k], in strides of `stride`; `bias` [C] or undefined.
/// On a processor, for k of 3 and 5, its gradients are computed here: oneDNN 3.12 has only general code for most such shapes, and
/// spends most of EfficientNet's training step in it.
torch::Tensor depthwiseConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, int64_t stride, Margin margin);

}  // namespace chaesaek
