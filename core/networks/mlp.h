// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/nn.h>

#include <vector>

#include "core/networks/vector_generator.h"

namespace chaesaek {

/// Defaults are the course's GAN (579,728 parameters); Goodfellow's has `hidden` 1200, 1200.
struct MlpGeneratorOptions : VectorOptions {
  std::vector<int> hidden = {128, 256, 512};  ///< widths of the hidden layers, one to six
  int latentWidth = 256, classWidth = 256;    ///< with classes: the layers that latent and class have of their own
  bool batchNorm = false;                     ///< before the ReLU of every layer but the class's

  /// The course's conditional GAN (693,520 parameters with ten classes); Mirza's has widths 200 and 1000, `hidden` 1200.
  static MlpGeneratorOptions conditional(int classes);
  Json toJson() const;
  /// Options left out keep their default; throws Error (Usage) that names the option and its bounds.
  static MlpGeneratorOptions fromJson(const Json& json);
};

/// Linear layers with ReLU between them, tanh behind the last (Goodfellow et al. 2014, 1406.2661). With classes, latent
/// and class go through a layer each, and what these give is joined (Mirza, Osindero 2014, 1411.1784, §4.1).
struct MlpGenerator : VectorGenerator {
  explicit MlpGenerator(const MlpGeneratorOptions& options);
  torch::Tensor forward(const torch::Tensor& x) override;
  std::string networkName() const override { return "mlp_generator"; }
  Json parametersJson() const override { return options.toJson(); }

  const MlpGeneratorOptions options;
  torch::nn::Linear fromLatent{nullptr}, fromClass{nullptr}, output{nullptr};
  torch::nn::ModuleList hidden;
  torch::nn::BatchNorm1d latentNorm{nullptr};
  torch::nn::ModuleList norms;  ///< of the hidden layers; empty without batch norm
};

/// The largest of `pieces` linear functions, `units` times (Goodfellow et al. 2013, 1302.4389); one piece is a linear
/// layer. Its dropout belongs before it, and no other activation behind it.
struct Maxout : torch::nn::Module {
  Maxout(int in, int units, int pieces);
  /// [N,in] -> [N,units]
  torch::Tensor forward(const torch::Tensor& x);

  int pieces;
  torch::nn::Linear linear{nullptr};
};

/// Defaults are the course's (566,273 parameters).
struct MlpDiscriminatorOptions {
  int inputs = 784;  ///< numbers of a picture
  std::vector<int> hidden = {512, 256, 128};
  int pieces = 1;                        ///< more than one: maxout takes the activation's place
  double slope = 0;                      ///< of LeakyReLU below 0; 0 is ReLU
  double inputDropout = 0, dropout = 0;  ///< shares left out before the first layer, and before all others

  /// Goodfellow's: two maxout layers of 240 units, five pieces (1,231,441 parameters).
  static MlpDiscriminatorOptions maxout();
};

/// Fully connected: [N,…] of `inputs` numbers each -> logits [N,1], no sigmoid.
struct MlpDiscriminator : torch::nn::Module {
  explicit MlpDiscriminator(const MlpDiscriminatorOptions& options);
  torch::Tensor forward(const torch::Tensor& x);

  const MlpDiscriminatorOptions options;
  torch::nn::ModuleList hidden;  ///< of Maxout
  torch::nn::Linear output{nullptr};
};

struct MaxoutDiscriminatorOptions {
  int inputs = 784, classes = 10;
  double inputDropout = 0.2, dropout = 0.5;  ///< of the picture, and of hidden units; a label is never left out
};

/// Of the conditional GAN (Mirza, Osindero 2014, §4.1): the picture through maxout 240 of 5, the class through maxout 50
/// of 5, both joined through maxout 240 of 4 (1,224,351 parameters).
struct MaxoutDiscriminator : torch::nn::Module {
  explicit MaxoutDiscriminator(const MaxoutDiscriminatorOptions& options);
  /// Pictures [N,…] and their labels, one-hot [N,classes] -> logits [N,1], no sigmoid.
  torch::Tensor forward(const torch::Tensor& pictures, const torch::Tensor& classes);

  const MaxoutDiscriminatorOptions options;
  std::shared_ptr<Maxout> picture, label, joined;
  torch::nn::Linear output{nullptr};
};

}  // namespace chaesaek
