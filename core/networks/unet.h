// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/networks/generator.h"
#include "core/networks/norm.h"

namespace chaesaek {

enum class Upsampling {
  Transposed,  ///< ConvTranspose2d k4 s2 p1
  Resize,      ///< nearest x2, then Conv2d k3 p1: no checkers in flat areas
};
/// "transposed", "resize".
Upsampling parseUpsampling(const std::string& name);

/// Defaults are the Pix2Pix paper's U-Net-256.
struct UNetOptions {
  int inputs = 1, outputs = 3;
  int size = 256;          ///< side of the training pictures
  int depth = 0;           ///< levels down, >= 2; 0 goes down to 1x1 (log2 of size)
  int baseWidth = 64;      ///< channels of the first level; each next level doubles them
  int mostChannels = 512;  ///< up to this many
  Norm norm = Norm::Batch;
  bool skips = true;       ///< false: an encoder-decoder
  bool dropout = true;     ///< .5 on the first three decoder levels, in training
  Upsampling upsampling = Upsampling::Transposed;
  bool tanh = true;

  int levels() const;
  /// Channels that encoder level `level` gives, the outermost being 0.
  int width(int level) const;
  /// Throws Error (Usage) that names the option and its bounds.
  void check() const;
  Json toJson() const;
  /// Options left out keep their default; throws Error (Usage) for unknown ones and for values out of bounds.
  static UNetOptions fromJson(const Json& json);
};

/// Halves the picture: Conv2d k4 s2 p1, then the norm.
struct DownLevel : torch::nn::Module {
  DownLevel(int in, int out, Norm norm, bool bias);
  torch::Tensor forward(const torch::Tensor& x);
  torch::nn::Conv2d conv{nullptr};
  torch::nn::AnyModule norm;
};

/// Doubles the picture, then the norm. Whichever form of upsampling it has is registered as "conv".
struct UpLevel : torch::nn::Module {
  UpLevel(int in, int out, Norm norm, bool bias, Upsampling upsampling);
  torch::Tensor forward(const torch::Tensor& x);
  torch::nn::ConvTranspose2d transposed{nullptr};
  torch::nn::Conv2d resized{nullptr};
  torch::nn::AnyModule norm;
};

/// U-Net, or encoder-decoder without skips (Isola et al. 2017, 1611.07004, §6.1; layout of the authors' models.lua).
///
/// LeakyReLU .2 stands before every encoder convolution but the first, ReLU before every decoder convolution; no norm
/// on the first, the innermost and the last level. Decoder level k > 0 reads [decoder k-1, encoder depth-1-k]. With a
/// norm only the last level has a bias (parameter count: 54,413,955 for three channels at 256).
struct UNet : Generator {
  explicit UNet(UNetOptions options);
  torch::Tensor forward(const torch::Tensor& x) override;
  /// The output and what the last level read: [N,C,H/2,W/2], after ReLU. For heads that answer at half the side.
  /// `context` [N,width(depth-1)], where it is given, is added to the innermost features everywhere: what is known of the picture
  /// as a whole.
  std::pair<torch::Tensor, torch::Tensor> forwardWithFeatures(const torch::Tensor& x, const torch::Tensor& context = {});
  int inputs() const override { return options.inputs; }
  int sideMultiple() const override { return 1 << options.depth; }
  std::string networkName() const override { return "unet"; }
  Json parametersJson() const override { return options.toJson(); }

  UNetOptions options;  ///< depth is filled in
  torch::nn::ModuleList encoder, decoder;  ///< of DownLevel, UpLevel; decoder 0 is the innermost
};

}  // namespace chaesaek
