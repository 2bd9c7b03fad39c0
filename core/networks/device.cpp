// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/device.h"

#include <torch/cuda.h>

#include "core/base/error.h"

namespace chaesaek {

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

std::string deviceName(torch::Device device) { return device.is_cuda() ? "cuda" : "cpu"; }

}  // namespace chaesaek
