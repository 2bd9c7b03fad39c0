// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <torch/types.h>

#include <memory>
#include <string>

#include "core/engine/kernels.h"
#include "core/networks/generator.h"

namespace chaesaek {

/// A network's U-Net on the program's own kernels (core/engine).
class TiledUNet {
 public:
  /// Null where this processor or this kind of network is not served.
  static std::unique_ptr<TiledUNet> make(Generator& network, int size, int threads, const engine::Kernels* kernels = engine::bestKernels());
  ~TiledUNet();

  struct Result {
    torch::Tensor output;  ///< [1,C,S,S], before any activation
    torch::Tensor head;    ///< of a PaletteNet: [1,K,S/2,S/2], each pixel's numbers together; a view, until the next run
  };
  /// `input` [1,C,S,S] float, `context` [1,innermost width] or undefined.
  Result run(const torch::Tensor& input, const torch::Tensor& context = {});
  /// The head's alone.
  torch::Tensor head(const torch::Tensor& input, const torch::Tensor& context = {});
  /// Its threads, which are free between two runs.
  engine::Team& team();
  /// "AMX", "AVX-512 bf16", "AVX-512", "AVX2".
  std::string kernels() const;

 private:
  struct State;
  explicit TiledUNet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek
