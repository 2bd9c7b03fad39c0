// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/palette_net.h"

#include "core/base/error.h"
#include "core/networks/colouring_net.h"

namespace chaesaek {
namespace nn = torch::nn;

PaletteOptions PaletteOptions::with(int size, int baseWidth, int colours) {
  PaletteOptions options{colouringOptions(size, baseWidth), colours};
  options.unet.outputs = 1;
  return options;
}

Json PaletteOptions::toJson() const {
  Json json = unet.toJson();
  json["colours"] = colours;
  return json;
}

PaletteOptions PaletteOptions::fromJson(const Json& json) {
  Json rest = json;
  const Json colours = rest.value("colours", Json());
  if (!colours.is_number_integer() || colours < 2 || colours > 1024) failUsage("parameter colours must be a whole number between 2 and 1024");
  rest.erase("colours");
  return {UNetOptions::fromJson(rest), colours.get<int>()};
}

PaletteNet::PaletteNet(const PaletteOptions& given) : options(given) {
  if (options.unet.inputs != 9 || options.unet.outputs != 1 || options.unet.tanh || !options.unet.skips)
    failUsage("a palette network's U-Net has 9 inputs, 1 output, skips and no tanh");
  unet = register_module("unet", std::make_shared<UNet>(options.unet));
  head = register_module("head", nn::Conv2d(nn::Conv2dOptions(2 * options.unet.baseWidth, options.colours, 3).padding(1)));
  palette = register_buffer("palette", torch::zeros({options.colours, 3}));
  rarity = register_buffer("rarity", torch::ones({options.colours}));
}

PaletteNet::Parts PaletteNet::parts(const torch::Tensor& x) {
  const auto [gate, features] = unet->forwardWithFeatures(x);
  const auto wide = gate.to(x.scalar_type());  // autocast leaves bf16, too coarse for colours
  return {head(features), torch::sigmoid(wide * 4 + 1) * x.narrow(1, 8, 1)};
}

torch::Tensor PaletteNet::mix(const Parts& parts, const torch::Tensor& x, const torch::Tensor& colours) const {
  const auto share = torch::softmax(parts.logits.to(x.scalar_type()) / kTemperature, 1);
  const auto half = torch::einsum("nkhw,kc->nchw", {share, colours.to(x.scalar_type())});
  const auto chosen = torch::upsample_bilinear2d(half, {x.size(2), x.size(3)}, /*align_corners=*/false);
  return chosen + parts.gate * (x.narrow(1, 5, 3) - chosen);
}

torch::Tensor PaletteNet::forward(const torch::Tensor& x) { return mix(parts(x), x); }

}  // namespace chaesaek
