// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/nn.h>

#include <memory>
#include <string>

#include "core/base/json.h"

namespace chaesaek {

/// A network that reads pictures of any size whose sides are multiples of sideMultiple(), and that model files hold.
/// Nearly all return pictures.
struct Generator : torch::nn::Module {
  using torch::nn::Module::Module;
  /// [N,inputs(),H,W] -> [N,C,H,W], or [N,C] where it returns no picture; in [-1,1].
  virtual torch::Tensor forward(const torch::Tensor& x) = 0;
  virtual int inputs() const = 0;
  virtual int sideMultiple() const = 0;
  /// What makeNetwork needs to build the same structure again.
  virtual std::string networkName() const = 0;
  virtual Json parametersJson() const = 0;
};

/// Builds "unet", "colouring", "palette_colouring" or "recogniser" from its parameters as a model file holds them; random weights.
/// Throws Error (Usage) that names the network or the parameter.
std::shared_ptr<Generator> makeNetwork(const std::string& name, const Json& parameters);

}  // namespace chaesaek
