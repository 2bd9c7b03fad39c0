// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/networks/unet.h"

namespace chaesaek {

/// The colouring network's U-Net: nine channels in, RGB and the gate out, GroupNorm(8), no dropout.
UNetOptions colouringOptions(int size = 256, int baseWidth = 32);

/// Sketch and hints in, colours out; a gate mixes the spread hints with what the U-Net paints.
///
/// out = a * spread + (1 - a) * rgb, a = sigmoid(4 g + 1) * mask, where rgb (tanh) and g are the U-Net's outputs and
/// spread and mask are input channels 5..7 and 8. The U-Net sees all nine channels. With the gate's bias at 0 it
/// starts open (a = .73), so the network obeys hints like flat fill before it has learnt anything.
struct ColouringNet : Generator {
  explicit ColouringNet(const UNetOptions& options);
  /// [N,9,H,W] -> [N,3,H,W] in [-1,1], in the input's type.
  torch::Tensor forward(const torch::Tensor& x) override;
  int inputs() const override { return 9; }
  int sideMultiple() const override { return unet->sideMultiple(); }
  std::string networkName() const override { return "colouring"; }
  Json parametersJson() const override { return unet->parametersJson(); }

  /// The last step alone, for engines that run the U-Net otherwise: `raw` [N,4,H,W] before tanh, `x` the input.
  static torch::Tensor mix(const torch::Tensor& raw, const torch::Tensor& x);

  std::shared_ptr<UNet> unet;
};

}  // namespace chaesaek
