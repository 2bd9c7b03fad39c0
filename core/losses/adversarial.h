// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

#include <string>
#include <vector>

namespace chaesaek {

/// How logits are judged. All are scalars, computed in float32 or better.
enum class AdversarialLoss {
  Bce,           ///< softplus on logits (never a sigmoid, then BCE); the generator's is the non-saturating one
  LeastSquares,  ///< codes 0 and 1 (Mao et al. 2016, 1611.04076)
};

/// "bce", "least_squares".
const std::vector<std::string>& adversarialLossNames();
/// Throws Error (Usage) that lists the known names.
AdversarialLoss parseAdversarialLoss(const std::string& name);

/// Half the sum of both means, as Pix2Pix halves it so that D learns slower than G (Isola et al. 2017, §3.3).
torch::Tensor discriminatorLoss(AdversarialLoss loss, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits);
/// Small where D takes the fakes for real.
torch::Tensor generatorLoss(AdversarialLoss loss, const torch::Tensor& fakeLogits);

/// Scores as D's probability of "real", 0..1: what its maps show.
torch::Tensor realness(AdversarialLoss loss, const torch::Tensor& logits);

}  // namespace chaesaek
