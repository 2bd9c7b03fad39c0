// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/nn.h>

#include <QtTest>

namespace chaesaek {

inline int64_t parameterCount(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const auto& parameter : module.parameters()) count += parameter.numel();
  return count;
}

/// After a backward: it reached every parameter.
inline void verifyGradients(const torch::nn::Module& module) {
  for (const auto& item : module.named_parameters())
    QVERIFY2(item.value().grad().defined() && item.value().grad().abs().sum().item<double>() > 0, item.key().c_str());
}

}  // namespace chaesaek
