// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps a discriminator from learning few pictures by heart.
#pragma once

#include <torch/torch.h>

namespace chaesaek {

/// Pictures [N,C,S,S] in about [-1,1], each otherwise: brighter or darker, paler or (with three channels) more or less colourful, shifted
/// by up to an eighth of their side, a square of half their side covered. Differentiable; its randomness is the calling thread's (threadRandom). D is to see real and
/// made pictures like this, and G to learn from what D says of them: then what D cannot see does not reach G, and G makes
/// pictures without such changes. Zhao, Liu, Lin, Zhu, Han 2020, "Differentiable Augmentation for Data-Efficient GAN Training", arXiv 2006.10738.
torch::Tensor varied(const torch::Tensor& pictures);

}  // namespace chaesaek
