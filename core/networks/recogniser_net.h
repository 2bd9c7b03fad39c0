// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/networks/generator.h"

namespace chaesaek {

struct RecogniserOptions {
  int embedding = 64;  ///< numbers that stand for a drawing
  int colours = 64;    ///< of the palette whose shares it expects

  Json toJson() const;
  /// Throws Error (Usage) that names the parameter.
  static RecogniserOptions fromJson(const Json& json);
};

/// MobileNet's inverted residual without squeeze-and-excitation (Sandler et al. 2018, 1801.04381).
struct InvertedResidual : torch::nn::Module {
  InvertedResidual(int in, int out, int expansion, int kernel, int stride);
  /// [N,in,H,W] -> [N,out,H/stride,W/stride]
  torch::Tensor forward(const torch::Tensor& x);

  torch::nn::Conv2d expand{nullptr}, depthwise{nullptr}, project{nullptr};
  torch::nn::BatchNorm2d expandNorm{nullptr}, depthwiseNorm{nullptr}, projectNorm{nullptr};
  bool adds;  ///< the input to the output
};

/// Tells what a sketch shows: an EfficientNet-Lite0 (Tan and Le 2019, 1905.11946; its mobile variant without
/// squeeze-and-excitation and with ReLU6) of one input channel. Sketches of the same thing lie near to one another, and
/// a second output says which colours such things have.
struct RecogniserNet : Generator {
  explicit RecogniserNet(const RecogniserOptions& options);

  struct Opinion {
    torch::Tensor embedding;  ///< [N,embedding], of length 1
    torch::Tensor colours;    ///< [N,colours]: logits of the shares of a drawing's coloured area
  };
  /// Sketches [N,1,H,W] in [-1,1].
  Opinion look(const torch::Tensor& x);
  /// [N,1,H,W] -> [N,embedding]: look(x).embedding.
  torch::Tensor forward(const torch::Tensor& x) override { return look(x).embedding; }
  /// Puts the norms' running statistics into the convolutions: the same answers sooner, but it can be neither trained nor saved any more.
  void foldNorms();
  int inputs() const override { return 1; }
  int sideMultiple() const override { return 32; }
  std::string networkName() const override { return "recogniser"; }
  Json parametersJson() const override { return options.toJson(); }

  RecogniserOptions options;
  torch::nn::Conv2d stem{nullptr}, last{nullptr};
  torch::nn::BatchNorm2d stemNorm{nullptr}, lastNorm{nullptr};
  torch::nn::ModuleList blocks;
  torch::nn::Linear embed{nullptr}, expect{nullptr};
  torch::Tensor palette;  ///< [colours,3] RGB in [-1,1]; the first is paper
};

}  // namespace chaesaek
