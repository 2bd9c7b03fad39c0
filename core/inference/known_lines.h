// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch). Drawings of lines alone: they say what a sketch is, coloured ones of the same name what colours that has.
#pragma once
#include <torch/types.h>

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/safetensors.h"

namespace chaesaek {

class KnownLines {
 public:
  KnownLines() = default;
  /// `embeddings` [M,E], `things` [M] what each shows, `names` [N] what the coloured drawings show.
  KnownLines(torch::Tensor embeddings, const std::vector<std::string>& things, const std::vector<std::string>& names);

  /// Those of a file of drawings (LookalikeWriter; the first versions had none), `about` its metadata. Throws std::out_of_range or
  /// Json::exception where it is damaged.
  static KnownLines read(const Safetensors& content, const Json& about, bool onlyTrain, const std::vector<std::string>& names, int64_t embedding);

  struct Heard {
    torch::Tensor likeness;  ///< [N] that of its thing's drawing, of lines or in colour, which is most like the sketch
    torch::Tensor say;       ///< [N] all of its thing's drawings have a say in it: many that are like the sketch count for more than one
  };
  /// `likeness` [N] of the coloured drawings to a sketch (`embedding`, [E]). Things of which nobody drew lines stay as they are.
  Heard heard(const torch::Tensor& likeness, const torch::Tensor& embedding) const;

 private:
  torch::Tensor embeddings_;
  std::vector<size_t> thingOfLines_;   // [M]
  std::vector<size_t> thingOfColour_;  // [N]; things_: nobody drew its lines
  size_t things_ = 0;
};

}  // namespace chaesaek
