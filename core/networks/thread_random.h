// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

#include <cstdint>

namespace chaesaek {

/// The calling thread's own stream of random numbers for tensors on the CPU. Torch's stream is shared by all threads, and
/// whoever makes a network draws from it: a canvas that opens a run's models would change what the run learns.
at::Generator threadRandom();

/// Seeds that stream, and torch's for what is drawn on CUDA.
void seedThreadRandom(uint64_t seed);

/// Inverted dropout whose masks come from the calling thread's stream.
torch::Tensor threadDropout(const torch::Tensor& x, double share, bool training);

}  // namespace chaesaek
