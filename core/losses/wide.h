// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

namespace chaesaek {

/// In float32 or better: autocast may give bf16, too coarse for losses.
inline torch::Tensor wide(const torch::Tensor& x) { return x.to(torch::promoteTypes(x.scalar_type(), torch::kFloat32)); }

}  // namespace chaesaek
