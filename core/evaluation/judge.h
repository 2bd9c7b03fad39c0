// SPDX-License-Identifier: GPL-3.0-or-later
// Classifiers that measure generators, and finding the one that fits a data set. Core sources only (torch).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/picture_set.h"
#include "core/inference/model_places.h"
#include "core/networks/judge_net.h"

namespace chaesaek {

/// These pictures of a set: [N,C,side,side] in [-1,1].
torch::Tensor picturesOf(const PictureSet& set, const std::vector<int>& indices, int side);
/// Their classes: [N] int64, -1 where a picture has none.
torch::Tensor labelsOf(const PictureSet& set, const std::vector<int>& indices);

/// A classifier of one data set's pictures, whose features Fréchet distances are taken between.
class Judge {
 public:
  /// Throws Error in one sentence where the file is no judge.
  explicit Judge(const ModelPlace& place, torch::Device device = torch::kCPU);

  const std::string& name() const { return name_; }  ///< its file's stem, or its run's name
  int classes() const { return network_->options.classes; }
  int side() const { return network_->options.size; }
  bool fits(const PictureSet& set) const;
  /// Opinions of pictures [N,C,H,W], which are brought to its own size; float32 on the CPU. Throws Cancelled.
  JudgeNet::Opinion look(const torch::Tensor& pictures, const Progress& progress) const;

 private:
  std::string name_;
  std::shared_ptr<JudgeNet> network_;
  torch::Device device_;
};

/// The shipped judge of this data set, else one of the user's own models, else of the newest finished run that trained one
/// on it; none where there is none, or the set has no classes. Files that are damaged or do not fit are passed over.
std::optional<Judge> findJudge(const PictureSet& set, torch::Device device = torch::kCPU);

}  // namespace chaesaek
