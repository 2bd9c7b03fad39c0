// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/networks/generator.h"

namespace chaesaek {

struct JudgeOptions {
  int inputs = 1;     ///< channels
  int classes = 10;
  int features = 64;  ///< numbers of the hidden layer, which Fréchet distances are taken between
  int size = 28;      ///< side of the pictures, a multiple of 4

  Json toJson() const;
  /// Options left out keep their default; throws Error (Usage) that names the option and its bounds.
  static JudgeOptions fromJson(const Json& json);
};

/// Tells which class a picture shows, in order to measure generators: two convolutions 3x3 of 32 and 64 channels, each
/// halved by max pooling, one hidden layer (220,234 parameters).
struct JudgeNet : Generator {
  explicit JudgeNet(const JudgeOptions& options);

  struct Opinion {
    torch::Tensor logits;    ///< [N,classes]
    torch::Tensor features;  ///< [N,features], after ReLU
  };
  /// Pictures [N,inputs,size,size] in [-1,1].
  Opinion look(const torch::Tensor& pictures);
  /// [N,inputs,size,size] -> [N,classes], probabilities.
  torch::Tensor forward(const torch::Tensor& x) override { return look(x).logits.softmax(1); }
  int inputs() const override { return options.inputs; }
  int sideMultiple() const override { return options.size; }
  std::string networkName() const override { return "judge"; }
  Json parametersJson() const override { return options.toJson(); }

  const JudgeOptions options;
  torch::nn::Conv2d first{nullptr}, second{nullptr};
  torch::nn::Linear hidden{nullptr}, output{nullptr};
};

}  // namespace chaesaek
