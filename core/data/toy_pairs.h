// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/data/pairs.h"

namespace chaesaek {

/// Squares and discs in colours by chance: a small pair set that needs no file, for tests and for measurements of speed.
/// The first is for test, the second for val.
class ToyPairs : public PairSet {
 public:
  explicit ToyPairs(int count = 12, int side = 72);
  const std::string& name() const override { return name_; }
  int side() const override { return side_; }
  int size() const override { return static_cast<int>(infos_.size()); }
  const PairInfo& info(int index) const override { return infos_.at(static_cast<size_t>(index)); }
  int lineWidths() const override { return 2; }
  int nativeWidth() const override { return 0; }
  bool hasFill() const override { return true; }
  const Json& about() const override { return about_; }
  std::string fingerprint() const override { return "toy"; }
  Pair load(int index, int lineWidth) const override;
  /// From now on it is kept for evaluation.
  void holdOut() { about_["held_out"] = true; }
  /// From now on it says that it holds lines without colours.
  void forgetColours() { about_["lines_only"] = true; }

 private:
  std::string name_ = "toy";
  int side_;
  std::vector<PairInfo> infos_;
  Json about_ = {{"licence", "CC0"}};
};

}  // namespace chaesaek
