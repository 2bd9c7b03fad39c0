// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/nn.h>

#include <optional>

namespace chaesaek {

/// Convolutions and linear layers N(0, gain), their biases 0; norms' gammas N(1, gain), their betas 0 (DCGAN, Pix2Pix);
/// embeddings N(0, 1) here and below: what they give stands for an input.
/// Numbers are drawn on the CPU in the order of the parameters: the same generator (left out: the calling thread's own
/// stream) gives the same weights everywhere.
void initialiseNormal(torch::nn::Module& module, double gain = 0.02, std::optional<at::Generator> generator = std::nullopt);

/// Convolutions and linear layers N(0, sqrt(2 / fan-in)) (He et al. 2015, 1502.01852), biases 0, norms 1 and 0.
void initialiseHe(torch::nn::Module& module, std::optional<at::Generator> generator = std::nullopt);

/// Convolutions and linear layers U(-b, b), b = sqrt(6 / (fan-in + fan-out)) (Glorot, Bengio 2010; what Keras does unasked),
/// biases 0, norms 1 and 0.
void initialiseGlorot(torch::nn::Module& module, std::optional<at::Generator> generator = std::nullopt);

}  // namespace chaesaek
