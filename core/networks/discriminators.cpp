// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/discriminators.h"

#include <algorithm>
#include <bit>

#include "core/networks/names.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

constexpr int kMostWidening = 8;  // layers have at most 8 times the base width

/// A convolution with its norm.
struct DiscriminatorLevel : nn::Module {
  DiscriminatorLevel(int in, const DiscriminatorLayer& layer, Norm kind)
      : norm(makeNorm(layer.norm ? kind : Norm::None, layer.outputs)) {
    const auto options = nn::Conv2dOptions(in, layer.outputs, layer.kernel).stride(layer.stride).padding(layer.padding).bias(layer.bias);
    conv = register_module("conv", nn::Conv2d(options));
    if (!norm.is_empty()) register_module("norm", norm.ptr());
  }
  torch::Tensor forward(const torch::Tensor& x) { return applyNorm(norm, conv(x)); }

  nn::Conv2d conv{nullptr};
  nn::AnyModule norm;
};

int widthOf(const DiscriminatorOptions& options, int level) { return options.baseWidth * std::min(1 << level, kMostWidening); }

std::vector<DiscriminatorLayer> patchLayers(const DiscriminatorOptions& options, int layers) {
  if (layers < 1 || layers > 5) failUsage("a PatchGAN has 1 to 5 layers, not " + std::to_string(layers));
  const bool bias = options.norm == Norm::None;
  std::vector<DiscriminatorLayer> list = {{options.baseWidth, 4, 2, 1, false, true}};
  for (int k = 1; k < layers; ++k) list.push_back({widthOf(options, k), 4, 2, 1, true, bias});
  list.push_back({widthOf(options, layers), 4, 1, 1, true, bias});
  list.push_back({1, 4, 1, 1, false, true});
  return list;
}

std::vector<DiscriminatorLayer> pixelLayers(const DiscriminatorOptions& options) {
  const bool bias = options.norm == Norm::None;
  return {{options.baseWidth, 1, 1, 0, false, true}, {2 * options.baseWidth, 1, 1, 0, true, bias}, {1, 1, 1, 0, false, bias}};
}

std::vector<DiscriminatorLayer> dcganLayers(const DiscriminatorOptions& options) {
  if (options.size < 8 || !std::has_single_bit(static_cast<unsigned>(options.size)))
    failUsage("a DCGAN discriminator judges pictures whose side is a power of two from 8 on, not " + std::to_string(options.size));
  const bool bias = options.norm == Norm::None;
  std::vector<DiscriminatorLayer> list;
  const int halvings = std::bit_width(static_cast<unsigned>(options.size)) - 3;  // down to 4x4
  for (int k = 0; k < halvings; ++k) list.push_back({widthOf(options, k), 4, 2, 1, k > 0, bias});
  list.push_back({1, 4, 1, 0, false, bias});
  return list;
}

}  // namespace

Discriminator::Discriminator(const DiscriminatorOptions& options, const std::vector<DiscriminatorLayer>& layers) {
  int in = options.inputs;
  for (const auto& layer : layers) {
    layers_->push_back(std::make_shared<DiscriminatorLevel>(in, layer, options.norm));
    in = layer.outputs;
  }
  register_module("layers", layers_);
}

torch::Tensor Discriminator::forward(torch::Tensor x) {
  for (size_t k = 0; k < layers_->size(); ++k) {
    if (k > 0) x = torch::leaky_relu_(x, 0.2);
    x = layers_->at<DiscriminatorLevel>(k).forward(x);
  }
  return x;
}

int64_t Discriminator::mapSide(int64_t side) const {
  for (size_t k = 0; k < layers_->size() && side > 0; ++k) {
    const auto& conv = layers_->at<DiscriminatorLevel>(k).conv->options;
    const int64_t room = side + 2 * std::get<torch::ExpandingArray<2>>(conv.padding())->at(0) - conv.kernel_size()->at(0);
    side = room < 0 ? 0 : room / conv.stride()->at(0) + 1;
  }
  return side;
}

PatchGan::PatchGan(const DiscriminatorOptions& options, int layers) : Discriminator(options, patchLayers(options, layers)) {}
PixelGan::PixelGan(const DiscriminatorOptions& options) : Discriminator(options, pixelLayers(options)) {}
DcganDiscriminator::DcganDiscriminator(const DiscriminatorOptions& options) : Discriminator(options, dcganLayers(options)) {}

const std::vector<std::string>& discriminatorKinds() {
  static const std::vector<std::string> kinds = {"pixel", "patch1", "patch2", "patch3", "patch4", "patch5", "dcgan"};
  return kinds;
}

std::shared_ptr<Discriminator> makeDiscriminator(const std::string& kind, const DiscriminatorOptions& options) {
  const int index = indexOfName(discriminatorKinds(), kind, "discriminator");
  if (kind == "pixel") return std::make_shared<PixelGan>(options);
  if (kind == "dcgan") return std::make_shared<DcganDiscriminator>(options);
  return std::make_shared<PatchGan>(options, index);
}

}  // namespace chaesaek
