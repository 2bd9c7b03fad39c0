// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <vector>

#include "core/engine/convolution.h"
#include "core/engine/team.h"

namespace chaesaek::engine {

/// A level of a U-Net: a convolution, and what normalises its result.
struct Level {
  Weights weights;                ///< 4x4 taps; of batch norm's running statistics the factors are in them already
  int groups = 0;                 ///< of channels with statistics of their own, taken of the picture; 0: no norm
  std::vector<float> gain, shift; ///< [outputs]; empty: 1 and 0
  double epsilon = 1e-5;          ///< beside the variance
};

/// What a U-Net, or an encoder-decoder, computes for one picture (see core/networks/unet.h).
struct UNetPlan {
  int size = 256;  ///< side of its pictures
  int inputs = 1;
  bool skips = true;
  std::vector<Level> encoder, decoder;  ///< of one length
  Weights head;                         ///< 3x3 taps over what the last level reads; empty: none
};

/// A U-Net of one size, ready to run on the CPU: planes, packed weights, threads. Not thread safe.
class UNetProgram {
 public:
  UNetProgram(const UNetPlan& plan, const Kernels& kernels, int threads);
  ~UNetProgram();
  /// `input` [inputs][size][size]; `context` [the innermost width], added to the innermost features, or null.
  void run(const float* input, const float* context = nullptr);
  /// The same without the last level: the head alone has a result.
  void runHead(const float* input, const float* context = nullptr);
  /// Its threads, which are free between two runs.
  Team& team();
  /// What the last level gave, before any activation: size x size pixels.
  const Plane& output() const;
  /// What the head gave: size/2 x size/2 pixels; empty where the plan has none.
  const Plane& headOutput() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek::engine
