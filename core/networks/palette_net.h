// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/networks/unet.h"

namespace chaesaek {

struct PaletteOptions {
  UNetOptions unet;   ///< nine channels in, one out: the gate
  int colours = 64;   ///< of the palette
  bool told = false;  ///< it can be told which share of a drawing each colour has

  static PaletteOptions with(int size, int baseWidth, int colours);
  Json toJson() const;
  /// Throws Error (Usage) that names the parameter.
  static PaletteOptions fromJson(const Json& json);
};

/// A colouring network that chooses instead of mixing: for every second pixel a distribution over a palette, because
/// the mean of many plausible colours is grey, and the likeliest of them is a colour (Zhang et al. 2016, 1603.08511).
///
/// out = a * spread + (1 - a) * chosen, a = sigmoid(4 g + 1) * mask as in ColouringNet; chosen is the annealed mean of
/// the palette (softmax of logits / .2). The palette is a buffer: it travels with the weights.
///
/// A network that is `told` places a palette: shares of the coloured area shift its innermost features and the likelihood
/// of each colour. Nothing that it is told leaves it as one that is not.
struct PaletteNet : Generator {
  static constexpr double kTemperature = 0.2;

  explicit PaletteNet(const PaletteOptions& options);
  /// [N,9,H,W] -> [N,3,H,W] in [-1,1], in the input's type: mix(parts(x), x).
  torch::Tensor forward(const torch::Tensor& x) override;
  int inputs() const override { return 9; }
  int sideMultiple() const override { return unet->sideMultiple(); }
  std::string networkName() const override { return "palette_colouring"; }
  Json parametersJson() const override { return options.toJson(); }

  struct Parts {
    torch::Tensor logits;  ///< [N,K,H/2,W/2]
    torch::Tensor gate;    ///< [N,1,H,W], 0..1, 0 outside the spread hints
  };
  /// `shares` [N,K]: expected of each drawing's coloured area, all 0 where nothing is known; may be undefined.
  Parts parts(const torch::Tensor& x, const torch::Tensor& shares = {});
  /// For engines that run the U-Net and the head otherwise: what `shares` adds to the innermost features [N,C], undefined where
  /// nothing is told; the logits from what the head gave [N,K,H/2,W/2]; and the parts from that and what the last level [N,1,H,W]
  /// gave for `x`.
  torch::Tensor contextOf(const torch::Tensor& shares);
  torch::Tensor logitsOf(const torch::Tensor& head, const torch::Tensor& shares);
  Parts partsOf(const torch::Tensor& head, const torch::Tensor& gate, const torch::Tensor& x, const torch::Tensor& shares = {});
  /// Makes what it is told count for nothing: so that training starts at the network that it was.
  void forgetShares();
  /// The picture from its parts.
  torch::Tensor mix(const Parts& parts, const torch::Tensor& x) const;
  /// Its last step: what was chosen at half the side [N,3,H/2,W/2], and the spread hints of `x` where the gate is open.
  static torch::Tensor blend(const torch::Tensor& half, const torch::Tensor& gate, const torch::Tensor& x);

  PaletteOptions options;
  std::shared_ptr<UNet> unet;
  torch::nn::Conv2d head{nullptr};
  torch::nn::Linear context{nullptr}, sway{nullptr};  ///< of a network that is told
  torch::Tensor palette;  ///< [K,3] RGB in [-1,1]
  torch::Tensor rarity;   ///< [K], how much each colour counts in training: kept so that training can go on from a file
};

}  // namespace chaesaek
