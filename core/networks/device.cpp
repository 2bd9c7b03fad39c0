// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/device.h"

#include <torch/cuda.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/threads.h"
#include "core/base/usage.h"

namespace chaesaek {
namespace {

constexpr int kTrials = 5;           // of which the fastest counts
constexpr double kClearly = 1.2;     // times as fast
constexpr int64_t kMatrixSide = 384; // a product of a millisecond or so

double millisecondsToMultiply(torch::ScalarType type) {
  const torch::NoGradGuard noGrad;
  const torch::Tensor a = torch::ones({kMatrixSide, kMatrixSide}, type);
  double best = INFINITY;
  for (int i = 0; i < kTrials; ++i) {
    const Stopwatch watch;
    torch::mm(a, a);
    best = std::min(best, watch.ms());
  }
  return best;
}

}  // namespace

torch::Device chooseDevice(const std::string& wanted, std::string& why) {
  if (wanted != "auto" && wanted != "cpu" && wanted != "cuda") failUsage("unknown device " + wanted + "; use auto, cpu or cuda");
  if (wanted != "cpu" && torch::cuda::is_available()) {
    why = "CUDA";
    return {torch::kCUDA, 0};
  }
  if (wanted == "cuda") fail("no CUDA device is available; use --device cpu");
  why = wanted == "cpu" ? "CPU: chosen" : "CPU: no CUDA device";
  return torch::kCPU;
}

bool bf16Pays() {
  static const bool pays = hasFastBf16() && millisecondsToMultiply(torch::kBFloat16) * kClearly < millisecondsToMultiply(torch::kFloat);
  return pays;
}

std::string deviceName(torch::Device device) { return device.is_cuda() ? "cuda" : "cpu"; }

}  // namespace chaesaek
