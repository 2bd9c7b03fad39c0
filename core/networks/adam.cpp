// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/adam.h"

#include <ATen/ops/_fused_adam.h>

#include "core/base/error.h"
#include "core/networks/weights.h"

namespace chaesaek {

Adam::Adam(std::vector<torch::Tensor> parameters, Options options)
    : parameters_(std::move(parameters)), options_(options), baseRate_(options.rate) {
  for (const auto& p : parameters_) {
    first_.push_back(torch::zeros_like(p));
    second_.push_back(torch::zeros_like(p));
    steps_.push_back(torch::zeros({}, p.options().dtype(torch::kFloat32).requires_grad(false)));
  }
}

void Adam::zeroGrad() {
  for (auto& p : parameters_) p.mutable_grad() = torch::Tensor();
}

void Adam::step() {
  torch::NoGradGuard guard;
  std::vector<torch::Tensor> parameters, gradients, first, second, steps;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    if (!parameters_[i].grad().defined()) continue;
    parameters.push_back(parameters_[i]);
    gradients.push_back(parameters_[i].grad().contiguous(parameters_[i].suggest_memory_format()));
    first.push_back(first_[i]);
    second.push_back(second_[i]);
    steps.push_back(steps_[i].add_(1));
  }
  if (parameters.empty()) return;
  at::_fused_adam_(parameters, gradients, first, second, {}, steps, options_.rate, options_.beta1, options_.beta2,
                   /*weight_decay=*/0.0, /*eps=*/1e-8, /*amsgrad=*/false, /*maximize=*/false);
}

void Adam::store(const std::string& prefix, Safetensors& out) const {
  for (size_t i = 0; i < parameters_.size(); ++i) {
    const std::string at = prefix + "." + std::to_string(i);
    out.tensors[at + ".first"] = storeTensor(first_[i]);
    out.tensors[at + ".second"] = storeTensor(second_[i]);
    out.tensors[at + ".step"] = storeTensor(steps_[i]);
  }
}

void Adam::load(const std::string& prefix, const Safetensors& in) {
  torch::NoGradGuard guard;
  const auto fill = [&](torch::Tensor& into, const std::string& name) {
    const auto found = in.tensors.find(name);
    if (found == in.tensors.end() || found->second.shape != into.sizes().vec()) fail("the checkpoint has no fitting " + name);
    into.copy_(loadTensor(found->second));
  };
  for (size_t i = 0; i < parameters_.size(); ++i) {
    const std::string at = prefix + "." + std::to_string(i);
    fill(first_[i], at + ".first");
    fill(second_[i], at + ".second");
    fill(steps_[i], at + ".step");
  }
}

}  // namespace chaesaek
