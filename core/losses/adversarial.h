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

/// Mean log(1 - D(G(z))), what G minimises in the two-player game itself (Goodfellow et al. 2014, 1406.2661, §3, eq. 1). It
/// saturates: for a logit of -6 its gradient is .0025, where the non-saturating one's (Bce) is .9975.
torch::Tensor minimaxGeneratorLoss(const torch::Tensor& fakeLogits);

/// What D is to say of fakes (a) and of reals (b), and what G wants it to say (c) (Mao et al. 2016, 1611.04076, §3).
struct LeastSquaresCodes {
  double fake = 0, real = 1, wanted = 1;
};
/// "zero_one" (0, 1, 1) and "pearson" (-1, 1, 0), under which G minimises the Pearson chi-square divergence (§3.2).
const std::vector<std::string>& leastSquaresCodings();
/// Throws Error (Usage) that lists the known names.
LeastSquaresCodes leastSquaresCodes(const std::string& coding);

/// 1/2 E (D(x) - b)^2 + 1/2 E (D(G(z)) - a)^2 (eq. 2); means over the batch, where the authors' code has sums.
torch::Tensor discriminatorLoss(const LeastSquaresCodes& codes, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits);
/// 1/2 E (D(G(z)) - c)^2: half of what the same codes give as AdversarialLoss::LeastSquares.
torch::Tensor generatorLoss(const LeastSquaresCodes& codes, const torch::Tensor& fakeLogits);

/// Scores as D's probability of "real", 0..1: what its maps show.
torch::Tensor realness(AdversarialLoss loss, const torch::Tensor& logits);

}  // namespace chaesaek
