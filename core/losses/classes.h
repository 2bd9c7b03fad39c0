// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

namespace chaesaek {

// Labels are [N] int64, 0 … K - 1. All losses are scalars, computed in float32 or better.

/// Mean cross-entropy over K classes, logits [N,K]: ACGAN's L_C (Odena et al. 2016, 1610.09585, §3), which D and G both
/// make small, and the supervised term of a semi-supervised D whose other term is realLogit's.
torch::Tensor classLoss(const torch::Tensor& logits, const torch::Tensor& labels);

/// What K class logits [N,K] say of "real", [N]: their logsumexp. A semi-supervised D (SGAN; Odena 2016, 1606.01583;
/// Salimans et al. 2016, 1606.03498, §5) has K + 1 classes, the last being "fake" with its logit fixed at 0. So
/// p(real) = sigmoid(realLogit), and discriminatorLoss and generatorLoss (Bce) of it are exactly the terms
/// -log p(real) = softplus(Z) - Z and -log p(fake) = softplus(Z), and stable.
torch::Tensor realLogit(const torch::Tensor& logits);

/// Mean -log p(class) among K + 1, the last being "fake" at logit 0: softplus(Z) - l_y. Odena's term for labelled pictures,
/// which is classLoss and -log p(real) in one; of G(z, y) with the wanted y it is the conditional SGAN's generator loss.
torch::Tensor realClassLoss(const torch::Tensor& logits, const torch::Tensor& labels);

/// |E f(x) - E f(G(z))|^2 of the features [N,F] of D's last hidden layer (Salimans et al. 2016, §3.1). The real side gets
/// no gradient: only G learns by it.
torch::Tensor featureMatchingLoss(const torch::Tensor& realFeatures, const torch::Tensor& fakeFeatures);

}  // namespace chaesaek
