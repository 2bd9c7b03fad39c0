// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/nn.h>

#include <string>

#include "core/base/safetensors.h"

namespace chaesaek {

/// Any device and layout -> bytes. `type` ("F16", "F32", …) converts; left out, the tensor's own type is kept.
StoredTensor storeTensor(const torch::Tensor& tensor, const std::string& type = "");
/// On the CPU, contiguous, in the stored type, with memory of its own.
torch::Tensor loadTensor(const StoredTensor& stored);

/// Puts parameters and buffers as "PREFIX.NAME" ("NAME" where the prefix is empty). Floating-point tensors are stored
/// as `type` (left out: as they are), integers as they are.
void storeModule(const torch::nn::Module& module, const std::string& prefix, Safetensors& content, const std::string& type = "");

/// The way back, strict: every name, shape and kind of number must fit, and no tensor under the prefix may be left
/// over. Throws Error that names `fileName` and the tensor; then the module is unchanged.
void loadModule(torch::nn::Module& module, const std::string& prefix, const Safetensors& content, const std::string& fileName);

/// The same for a network that has grown since the file was written: what the file lacks stays as it is.
void loadOlderModule(torch::nn::Module& module, const Safetensors& content, const std::string& fileName);

}  // namespace chaesaek
