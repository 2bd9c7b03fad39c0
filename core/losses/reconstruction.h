// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

namespace chaesaek {

/// Mean absolute difference over everything; scalar.
inline torch::Tensor l1Loss(const torch::Tensor& output, const torch::Tensor& target) { return (output - target).abs().mean(); }

/// Mean squared difference over everything; scalar.
inline torch::Tensor l2Loss(const torch::Tensor& output, const torch::Tensor& target) { return (output - target).square().mean(); }

/// Mean absolute difference of [N,C,H,W], where a pixel counts as often as `weight` [N,1,H,W] says; its mean is
/// divided out, so that the loss keeps the scale of l1Loss.
inline torch::Tensor weightedL1Loss(const torch::Tensor& output, const torch::Tensor& target, const torch::Tensor& weight) {
  return ((output - target).abs() * weight).mean() / weight.mean();
}

}  // namespace chaesaek
