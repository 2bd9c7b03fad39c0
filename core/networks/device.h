// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/types.h>

#include <string>

namespace chaesaek {

/// `wanted`: auto, cpu, cuda. `why` becomes what the status line says: "CUDA", "CPU: no CUDA device".
/// Throws Error where the name is unknown (Usage) or the device is not there.
torch::Device chooseDevice(const std::string& wanted, std::string& why);

/// Whether the CPU multiplies bf16 clearly faster than fp32, measured once: having the instructions is not enough (without AMX some
/// processors need twice as long).
bool bf16Pays();

/// "cpu" or "cuda": the way back.
std::string deviceName(torch::Device device);

}  // namespace chaesaek
