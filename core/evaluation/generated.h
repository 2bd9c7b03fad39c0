// SPDX-License-Identifier: GPL-3.0-or-later
// What generators make, measured beside the pictures that they learn from. Core sources only (torch).
#pragma once
#include <optional>

#include "core/base/progress.h"
#include "core/base/values.h"
#include "core/data/picture_set.h"
#include "core/evaluation/judge.h"
#include "core/networks/vector_generator.h"

namespace chaesaek {

struct GeneratedOptions {
  int count = 1000;  ///< pictures, made and real; fewer where the split has fewer
  uint64_t seed = 1;
  Split split = Split::Val;  ///< of the real ones; train where it is empty
};

/// Figures of what `generator` (evaluation mode, any device) makes beside the set's own pictures: "frechet" (distance of
/// judge features, lower is better), "agreement" (of the judge with the wanted class; conditional generators alone) and
/// "diversity" (mean distance of two pictures, of one class where it is known, divided by that of real ones; 1 is as
/// diverse as real). Without a judge for the set only "diversity", of pixels. Throws Cancelled.
NamedValues measureGenerated(VectorGenerator& generator, const PictureSet& set, const GeneratedOptions& options, const Progress& progress);

/// Pictures, and what a judge says of them.
struct JudgedPictures {
  torch::Tensor pictures;     ///< [N,C,S,S] in [-1,1], on the CPU
  torch::Tensor labels;       ///< [N] int64: the real ones, or those that were asked for
  JudgeNet::Opinion opinion;  ///< undefined without a judge

  /// What stands for a picture: the judge's features, else its pixels.
  torch::Tensor rows() const { return opinion.features.defined() ? opinion.features : pictures.flatten(1); }
  /// Share of pictures that the judge takes for what they are, or should be.
  double agreement() const { return (opinion.logits.argmax(1) == labels).to(torch::kFloat64).mean().item<double>(); }
};

/// `count` pictures of a generator, their labels in turn through its classes.
JudgedPictures makePictures(VectorGenerator& generator, int count, uint64_t seed, const std::optional<Judge>& judge, const Progress& progress);
/// These pictures of a set at the side of what is compared with them.
JudgedPictures realPictures(const PictureSet& set, const std::vector<int>& indices, int side, const std::optional<Judge>& judge,
                            const Progress& progress);
/// `count` indices of a split, or all, in random order.
std::vector<int> drawIndices(const PictureSet& set, Split split, int count, uint64_t seed);
/// The figures of measureGenerated().
NamedValues compareGenerated(const VectorGenerator& generator, const JudgedPictures& made, const PictureSet& set, const JudgedPictures& real);

}  // namespace chaesaek
