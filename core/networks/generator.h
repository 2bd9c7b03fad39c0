// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/nn.h>

#include <memory>
#include <string>

#include "core/base/json.h"

namespace chaesaek {

/// A network that model files hold. Nearly all read pictures and return pictures of the same size; those that make
/// pictures out of vectors are VectorGenerators.
struct Generator : torch::nn::Module {
  using torch::nn::Module::Module;
  /// [N,inputs(),H,W], or what a VectorGenerator reads -> [N,C,H,W], or [N,C] where it returns no picture; in [-1,1].
  virtual torch::Tensor forward(const torch::Tensor& x) = 0;
  /// How many inputs a model file names: channels, or parts of the vector.
  virtual int inputs() const = 0;
  /// Divides the sides of its pictures; where they have one size only, that size.
  virtual int sideMultiple() const = 0;
  /// The smallest input, with every part of it in use: what a file is tried with before it is believed.
  virtual torch::Tensor probe() const;
  /// What makeNetwork needs to build the same structure again.
  virtual std::string networkName() const = 0;
  virtual Json parametersJson() const = 0;
};

/// Builds "unet", "colouring", "palette_colouring", "recogniser", "mlp_generator", "dcgan_generator" or "judge" from its
/// parameters as a model file holds them; random weights. Throws Error (Usage) that names the network or the parameter.
std::shared_ptr<Generator> makeNetwork(const std::string& name, const Json& parameters);

}  // namespace chaesaek
