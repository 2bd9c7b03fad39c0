// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

#include <string>
#include <vector>

#include "core/base/safetensors.h"

namespace chaesaek {

/// Adam (Kingma, Ba 2015) as one fused pass over all parameters (ATen's _fused_adam_), on the CPU and on CUDA. eps 1e-8.
class Adam {
 public:
  struct Options {
    double rate = 2e-4, beta1 = 0.5, beta2 = 0.999;
  };
  Adam(std::vector<torch::Tensor> parameters, Options options);

  void zeroGrad();
  void step();
  /// The rate of the next step; a schedule changes it.
  void setRate(double rate) { options_.rate = rate; }
  /// The rate it was made with: what schedules scale.
  double baseRate() const { return baseRate_; }

  /// State under `prefix`: first and second moments and the step count, for exact resume.
  void store(const std::string& prefix, Safetensors& out) const;
  void load(const std::string& prefix, const Safetensors& in);

 private:
  std::vector<torch::Tensor> parameters_, first_, second_, steps_;
  Options options_;
  double baseRate_;
};

}  // namespace chaesaek
