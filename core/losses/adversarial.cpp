// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/adversarial.h"

#include <torch/torch.h>

#include "core/losses/wide.h"
#include "core/networks/names.h"

namespace chaesaek {
namespace {

torch::Tensor squaredDistance(const torch::Tensor& logits, double code) { return (wide(logits) - code).square().mean(); }

/// Mean penalty for logits that should say "real" (or "fake").
torch::Tensor penalty(AdversarialLoss loss, const torch::Tensor& logits, bool real) {
  if (loss == AdversarialLoss::LeastSquares) return squaredDistance(logits, real ? 1 : 0);
  const auto s = wide(logits);
  return torch::softplus(real ? -s : s).mean();
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

torch::Tensor minimaxGeneratorLoss(const torch::Tensor& fakeLogits) { return -torch::softplus(wide(fakeLogits)).mean(); }

const std::vector<std::string>& leastSquaresCodings() {
  static const std::vector<std::string> names = {"zero_one", "pearson"};
  return names;
}

LeastSquaresCodes leastSquaresCodes(const std::string& coding) {
  return indexOfName(leastSquaresCodings(), coding, "coding") == 0 ? LeastSquaresCodes{} : LeastSquaresCodes{-1, 1, 0};
}

torch::Tensor discriminatorLoss(const LeastSquaresCodes& codes, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits) {
  return (squaredDistance(realLogits, codes.real) + squaredDistance(fakeLogits, codes.fake)) / 2;
}

torch::Tensor generatorLoss(const LeastSquaresCodes& codes, const torch::Tensor& fakeLogits) {
  return squaredDistance(fakeLogits, codes.wanted) / 2;
}

}  // namespace chaesaek
