// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/adversarial.h"

#include <torch/torch.h>

#include "core/networks/names.h"

namespace chaesaek {
namespace {

/// Mean penalty for logits that should say "real" (or "fake").
torch::Tensor penalty(AdversarialLoss loss, const torch::Tensor& logits, bool real) {
  const auto s = logits.to(torch::promoteTypes(logits.scalar_type(), torch::kFloat32));  // autocast may give bf16
  if (loss == AdversarialLoss::Bce) return torch::softplus(real ? -s : s).mean();
  return (real ? s - 1 : s).square().mean();
}

}  // namespace

const std::vector<std::string>& adversarialLossNames() {
  static const std::vector<std::string> names = {"bce", "least_squares"};
  return names;
}

AdversarialLoss parseAdversarialLoss(const std::string& name) {
  return static_cast<AdversarialLoss>(indexOfName(adversarialLossNames(), name, "adversarial loss"));
}

torch::Tensor discriminatorLoss(AdversarialLoss loss, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits) {
  return (penalty(loss, realLogits, true) + penalty(loss, fakeLogits, false)) / 2;
}

torch::Tensor realness(AdversarialLoss loss, const torch::Tensor& logits) {
  const torch::Tensor scores = logits.to(torch::kFloat32);
  return loss == AdversarialLoss::LeastSquares ? scores.clamp(0, 1) : scores.sigmoid();  // least squares aims at 0 and 1 themselves
}

torch::Tensor generatorLoss(AdversarialLoss loss, const torch::Tensor& fakeLogits) { return penalty(loss, fakeLogits, true); }

}  // namespace chaesaek
