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

constexpr int kTrials = 30;          // of which the fastest counts, by turns: what else the machine does for some milliseconds meets both
constexpr double kClearly = 1.2;     // times as fast
constexpr int64_t kMatrixSide = 384; // a product of half a millisecond or so

/// How many times as fast bf16 is multiplied as fp32.
double gainOfBf16() {
  const torch::NoGradGuard noGrad;
  const torch::Tensor single = torch::ones({kMatrixSide, kMatrixSide}), half = single.to(torch::kBFloat16);
  const auto millisecondsTo = [](const torch::Tensor& a) {
    const Stopwatch watch;
    torch::mm(a, a);
    return watch.ms();
  };
  double ofSingle = INFINITY, ofHalf = INFINITY;
  for (int i = 0; i < kTrials; ++i) {
    ofSingle = std::min(ofSingle, millisecondsTo(single));
    ofHalf = std::min(ofHalf, millisecondsTo(half));
  }
  return ofSingle / ofHalf;
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
  static const bool pays = hasFastBf16() && gainOfBf16() > kClearly;
  return pays;
}

std::string deviceName(torch::Device device) { return device.is_cuda() ? "cuda" : "cpu"; }

}  // namespace chaesaek
