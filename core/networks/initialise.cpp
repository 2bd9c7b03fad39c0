// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/initialise.h"

#include <cmath>

#include "core/networks/thread_random.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

using Source = std::optional<at::Generator>;

void fillNormal(torch::Tensor tensor, double mean, double deviation, const Source& source) {
  const auto noise = torch::empty(tensor.sizes(), torch::kFloat64).normal_(mean, deviation, source ? *source : threadRandom());
  tensor.copy_(noise);
}

void fillUniform(torch::Tensor tensor, double bound, const Source& source) {
  const auto noise = torch::empty(tensor.sizes(), torch::kFloat64).uniform_(-bound, bound, source ? *source : threadRandom());
  tensor.copy_(noise);
}

/// How many inputs each output sums. A transposed convolution is [in,out,k,k], and its stride leaves every output
/// k*k/(s*s) taps of each input.
double fanIn(const nn::Module& part, const torch::Tensor& weight) {
  const auto count = static_cast<double>(weight.numel());
  const auto* transposed = dynamic_cast<const nn::ConvTranspose2dImpl*>(&part);
  if (!transposed) return count / static_cast<double>(weight.size(0));
  const auto& stride = *transposed->options.stride();
  return count / static_cast<double>(weight.size(1) * stride[0] * stride[1]);
}

/// Calls `weight(tensor, fanIn)` for convolutions and linear layers, `gamma(tensor)` for norms; biases become 0, embeddings
/// N(0, 1).
template <class Weight, class Gamma>
void initialise(nn::Module& module, const Source& source, const Weight& weight, const Gamma& gamma) {
  const torch::NoGradGuard noGrad;
  module.apply([&](nn::Module& part) {
    for (auto& item : part.named_parameters(/*recurse=*/false)) {
      auto tensor = item.value();
      if (item.key() == "bias") {
        tensor.zero_();
      } else if (tensor.dim() < 2) {
        gamma(tensor);
      } else if (dynamic_cast<const nn::EmbeddingImpl*>(&part)) {
        fillNormal(tensor, 0, 1, source);
      } else {
        weight(tensor, fanIn(part, tensor));
      }
    }
  });
}

}  // namespace

void initialiseNormal(nn::Module& module, double gain, Source generator) {
  initialise(
      module, generator, [&](torch::Tensor& w, double) { fillNormal(w, 0, gain, generator); },
      [&](torch::Tensor& g) { fillNormal(g, 1, gain, generator); });
}

void initialiseHe(nn::Module& module, Source generator) {
  initialise(
      module, generator, [&](torch::Tensor& w, double fanIn) { fillNormal(w, 0, std::sqrt(2 / fanIn), generator); },
      [](torch::Tensor& g) { g.fill_(1); });
}

void initialiseGlorot(nn::Module& module, Source generator) {
  const auto weight = [&](torch::Tensor& w, double) {
    const auto taps = static_cast<double>(w.numel()) / static_cast<double>(w.size(0) * w.size(1));
    fillUniform(w, std::sqrt(6 / (static_cast<double>(w.size(0) + w.size(1)) * taps)), generator);
  };
  initialise(module, generator, weight, [](torch::Tensor& g) { g.fill_(1); });
}

}  // namespace chaesaek
