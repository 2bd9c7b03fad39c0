// SPDX-License-Identifier: GPL-3.0-or-later
// Batches prepared ahead by loader threads. Core sources only (torch).
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "core/data/samples.h"

namespace chaesaek {

/// Makes sample `index`; everything random comes from `random`. Called from loader threads.
using MakeSample = std::function<Batch(int index, Random& random)>;

struct LoaderOptions {
  int batch = 1;
  int threads = 1;
  int ahead = 4;       ///< batches kept ready
  uint64_t seed = 0;
  bool shuffle = true;
  bool pinned = false; ///< page-locked memory, for CUDA
};

/// Endless batches: epoch after epoch over `indices`, shuffled by (seed, epoch) or drawn by weight. The last, partial
/// batch of an epoch is dropped unless the epoch is smaller than a batch (then it is filled from its start).
/// Position and content depend on (seed, epoch, i) alone, never on the number of threads.
class Loader {
 public:
  /// `weights` empty: each index once an epoch; else an epoch draws indices.size() samples with these weights.
  Loader(std::vector<int> indices, std::vector<double> weights, MakeSample make, LoaderOptions options);
  ~Loader();

  /// The next batch; rethrows what a loader thread threw. `waitedSeconds` grows by the time spent waiting.
  Batch next(double* waitedSeconds = nullptr);

  int64_t batchesPerEpoch() const;
  /// Continues at a global batch number (0-based): epoch and place follow from it.
  void seek(int64_t batchNumber);
  int64_t position() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek
