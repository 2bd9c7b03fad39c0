// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/palette_net.h"

#include "core/base/error.h"
#include "core/networks/colouring_net.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

constexpr double kLeastShare = 0.01;

}  // namespace

PaletteOptions PaletteOptions::with(int size, int baseWidth, int colours) {
  PaletteOptions options{colouringOptions(size, baseWidth), colours, false};
  options.unet.outputs = 1;
  return options;
}

Json PaletteOptions::toJson() const {
  Json json = unet.toJson();
  json["colours"] = colours;
  if (told) json["told"] = true;
  return json;
}

PaletteOptions PaletteOptions::fromJson(const Json& json) {
  Json rest = json;
  const Json colours = rest.value("colours", Json());  // at most as many as OpenCV has channels
  if (!colours.is_number_integer() || colours < 2 || colours > 512) failUsage("parameter colours must be a whole number between 2 and 512");
  rest.erase("colours");
  const Json told = rest.value("told", Json(false));
  if (!told.is_boolean()) failUsage("parameter told must be true or false");
  rest.erase("told");
  return {UNetOptions::fromJson(rest), colours.get<int>(), told.get<bool>()};
}

PaletteNet::PaletteNet(const PaletteOptions& given) : options(given) {
  if (options.unet.inputs != 9 || options.unet.outputs != 1 || options.unet.tanh || !options.unet.skips)
    failUsage("a palette network's U-Net has 9 inputs, 1 output, skips and no tanh");
  unet = register_module("unet", std::make_shared<UNet>(options.unet));
  head = register_module("head", nn::Conv2d(nn::Conv2dOptions(2 * unet->options.width(0), options.colours, 3).padding(1)));
  if (options.told) {
    context = register_module("context", nn::Linear(nn::LinearOptions(options.colours, unet->options.width(unet->options.depth - 1)).bias(false)));
    sway = register_module("sway", nn::Linear(nn::LinearOptions(options.colours, options.colours).bias(false)));
  }
  palette = register_buffer("palette", torch::zeros({options.colours, 3}));
  rarity = register_buffer("rarity", torch::ones({options.colours}));
}

namespace {

/// 0 where a colour has no share; the difference between 1 % and 10 % counts as much as that between 10 % and all.
torch::Tensor known(const torch::Tensor& shares) { return torch::log1p(shares / kLeastShare); }

}  // namespace

torch::Tensor PaletteNet::contextOf(const torch::Tensor& shares) {
  return options.told && shares.defined() ? context(known(shares).to(context->weight.scalar_type())) : torch::Tensor();
}

torch::Tensor PaletteNet::logitsOf(const torch::Tensor& given, const torch::Tensor& shares) {
  if (!options.told || !shares.defined()) return given;
  return given + sway(known(shares).to(sway->weight.scalar_type())).unsqueeze(-1).unsqueeze(-1);
}

PaletteNet::Parts PaletteNet::partsOf(const torch::Tensor& given, const torch::Tensor& gate, const torch::Tensor& x, const torch::Tensor& shares) {
  const auto wide = gate.to(x.scalar_type());  // autocast leaves bf16, too coarse for colours
  return {logitsOf(given, shares), torch::sigmoid(wide * 4 + 1) * x.narrow(1, 8, 1)};
}

PaletteNet::Parts PaletteNet::parts(const torch::Tensor& x, const torch::Tensor& shares) {
  const auto [gate, features] = unet->forwardWithFeatures(x, contextOf(shares));
  return partsOf(head(features), gate, x, shares);
}

void PaletteNet::forgetShares() {
  if (!options.told) return;
  const torch::NoGradGuard noGrad;
  context->weight.zero_();
  sway->weight.zero_();
}

torch::Tensor PaletteNet::mix(const Parts& parts, const torch::Tensor& x) const {
  const auto share = torch::softmax(parts.logits.permute({0, 2, 3, 1}).to(x.scalar_type()) / kTemperature, -1);  // a pixel's together
  const auto half = torch::matmul(share, palette.to(x.scalar_type())).permute({0, 3, 1, 2});
  return blend(half, parts.gate, x);
}

torch::Tensor PaletteNet::blend(const torch::Tensor& half, const torch::Tensor& gate, const torch::Tensor& x) {
  const auto chosen = torch::upsample_bilinear2d(half, {x.size(2), x.size(3)}, /*align_corners=*/false);
  return chosen + gate * (x.narrow(1, 5, 3) - chosen);
}

torch::Tensor PaletteNet::forward(const torch::Tensor& x) { return mix(parts(x), x); }

}  // namespace chaesaek
