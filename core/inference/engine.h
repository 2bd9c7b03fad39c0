// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <torch/types.h>

#include <memory>
#include <string>

#include "core/engine/team.h"
#include "core/networks/generator.h"

namespace chaesaek {

/// dB between pictures in [-1,1]; 120 at most, 0 where one is not finite.
double psnr(const torch::Tensor& a, const torch::Tensor& b);

/// How an engine runs its network.
struct EngineInfo {
  std::string device;     ///< "cpu" or "cuda"
  std::string precision;  ///< "fp32", "bf16", "fp16"
  std::string path;       ///< "AMX tiles", "AVX-512 bf16 tiles", "AVX-512 tiles", "AVX2 tiles": the program's own kernels; "LibTorch"
  double psnrVsPlainDb = 0;  ///< against LibTorch in fp32, on a probe; 120 where nothing differs
  std::string note;       ///< why a faster way is not taken, or empty
};

/// A network that colours, run the fastest way that this machine has: own kernels on the CPU where they serve the network, LibTorch
/// otherwise, in half precision where that is faster. Checked against LibTorch in fp32 on a probe: what differs visibly (below 40 dB)
/// is not taken. Not thread safe.
class Engine {
 public:
  /// `network` in fp32, in evaluation mode; the engine may change its type, device and layout. `precision`: auto, fp32, bf16.
  Engine(std::shared_ptr<Generator> network, torch::Device place, int size, const std::string& precision = "auto");
  ~Engine();

  /// [1,C,S,S] float on the CPU -> [1,3,S,S] float on the CPU.
  torch::Tensor forward(const torch::Tensor& input);
  /// Of a PaletteNet: [1,9,S,S] float on the CPU (and [1,K]) -> the logits of its parts, float on the CPU, until the next call.
  torch::Tensor logits(const torch::Tensor& input, const torch::Tensor& shares = {});
  const EngineInfo& info() const;
  /// The threads that it runs on, whatever team the calling thread has, free while it does not; null where LibTorch runs it.
  engine::Team* team() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek
