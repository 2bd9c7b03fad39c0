// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/thread_random.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

namespace chaesaek {

at::Generator threadRandom() {
  thread_local const at::Generator stream = at::make_generator<at::CPUGeneratorImpl>();
  return stream;
}

void seedThreadRandom(uint64_t seed) {
  threadRandom().set_current_seed(seed);
  torch::manual_seed(seed);
}

torch::Tensor threadDropout(const torch::Tensor& x, double share, bool training) {
  if (!training || x.is_cuda()) return torch::dropout(x, share, training);  // CUDA's stream is the trainer's alone
  return x * torch::empty_like(x).bernoulli_(1 - share, threadRandom()).div_(1 - share);
}

}  // namespace chaesaek
