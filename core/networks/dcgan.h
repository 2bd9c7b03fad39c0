// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/networks/norm.h"
#include "core/networks/vector_generator.h"

namespace chaesaek {

/// How a generator takes the class.
enum class Conditioning {
  OneHot,    ///< behind the latent (Odena et al. 2016, 1610.09585; the conditional SGAN)
  Hadamard,  ///< times the latent, number by number, as an embedding of the class (ACGAN of digits)
};
/// "one_hot", "hadamard".
const std::vector<std::string>& conditioningNames();
/// Throws Error (Usage) that lists the known names.
Conditioning parseConditioning(const std::string& name);

/// Sizes are those that halve down to between 4 and 7: 8, 14, 16, 28, 32, 56, 64, 128 …
struct DcganGeneratorOptions : VectorOptions {
  int baseWidth = 64;  ///< channels before the last layer; each level inwards has twice as many, up to eight times
  Conditioning conditioning = Conditioning::OneHot;  ///< with classes alone
  int hidden = 0;      ///< units of a fully connected layer before the first map; 0: none, as in the paper

  Json toJson() const;
  /// Options left out keep their default; throws Error (Usage) that names the option and its bounds.
  static DcganGeneratorOptions fromJson(const Json& json);
};

/// Doubles a small map until it is a picture (Radford et al. 2015, 1511.06434): transposed convolutions k4 s2 p1, batch
/// norm and ReLU, tanh at the end, no biases. Sizes 8, 16, 32, 64, 128 start with a transposed convolution to 4x4, as the
/// paper's do (3,576,704 parameters at 64 with three channels); the others with a linear layer whose every number has
/// statistics of its own (771,968 parameters at 28). Small pictures have few levels: a hidden layer before them lets the
/// shape as a whole be more than a sum over the latent's numbers, as in the authors' own network for digits.
struct DcganGenerator : VectorGenerator {
  explicit DcganGenerator(const DcganGeneratorOptions& options);
  torch::Tensor forward(const torch::Tensor& x) override;
  std::string networkName() const override { return "dcgan_generator"; }
  Json parametersJson() const override { return options.toJson(); }

  const DcganGeneratorOptions options;
  torch::nn::Embedding embedding{nullptr};
  torch::nn::Sequential hidden{nullptr};
  torch::nn::AnyModule start, startNorm;
  torch::nn::ModuleList levels;  ///< of UpLevel

 private:
  torch::Tensor conditioned(const torch::Tensor& x) const;
};

struct ConvDiscriminatorOptions {
  int inputs = 1;       ///< channels
  int baseWidth = 64;   ///< of the first level; each next has twice as many, up to eight times
  int size = 28;        ///< side of the pictures, as DcganGenerator's
  bool batchNorm = true;
  double dropout = 0;   ///< share of the channels left out behind every level, in training
  bool source = true;   ///< has the head that tells real from made
  int classes = 0;      ///< has a head for so many classes
  int hidden = 0;       ///< units of a fully connected layer behind the last level; 0: none, as in the paper
};

/// DCGAN's discriminator of whole pictures: convolutions k4 s2 p1, LeakyReLU .2, batch norm from the second level on
/// (2,765,568 parameters at 64 with three channels, 138,625 at 28 with one). On its last level, or on the hidden layer behind
/// it, stand up to two heads:
/// `source` alone is DCGAN's and LSGAN's, `classes` alone SGAN's (see realLogit), both are ACGAN's.
struct ConvDiscriminator : torch::nn::Module {
  explicit ConvDiscriminator(const ConvDiscriminatorOptions& options);

  struct Opinion {
    torch::Tensor source;    ///< [N,1] logits of "real"; undefined without that head
    torch::Tensor classes;   ///< [N,classes] logits; undefined without that head
    torch::Tensor features;  ///< [N,F], what the heads read: for feature matching
  };
  /// Pictures [N,inputs,size,size] in [-1,1].
  Opinion look(const torch::Tensor& pictures);

  const ConvDiscriminatorOptions options;
  torch::nn::ModuleList levels;  ///< of DownLevel
  torch::nn::Sequential hidden{nullptr};
  torch::nn::Linear source{nullptr}, classes{nullptr};
};

}  // namespace chaesaek
