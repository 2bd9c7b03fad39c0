// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/known_lines.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace chaesaek {
namespace {

constexpr float kSharpness = 16;  // of a drawing's say: e^16(a-b) for likenesses a and b
constexpr float kNobody = -1;     // the least likeness

/// What a thing's drawings say.
struct Thing {
  float most = kNobody;  // the greatest likeness
  float sum = 0;         // of their says

  void hear(float likeness) {
    most = std::max(most, likeness);
    sum += std::exp(kSharpness * likeness);
  }
};

}  // namespace

KnownLines::KnownLines(torch::Tensor embeddings, const std::vector<std::string>& things, const std::vector<std::string>& names) : embeddings_(std::move(embeddings)) {
  std::map<std::string, size_t> numbers;
  for (const std::string& thing : things) thingOfLines_.push_back(numbers.emplace(thing, numbers.size()).first->second);
  things_ = numbers.size();
  for (const std::string& name : names) {
    const auto found = numbers.find(name);
    thingOfColour_.push_back(found == numbers.end() ? things_ : found->second);
  }
}

KnownLines::Heard KnownLines::heard(const torch::Tensor& likeness, const torch::Tensor& embedding) const {
  if (things_ == 0) return {likeness, likeness};
  const torch::Tensor theirs = torch::mv(embeddings_, embedding), own = likeness.contiguous();
  std::vector<Thing> things(things_ + 1);
  const auto *line = theirs.const_data_ptr<float>(), *colour = own.const_data_ptr<float>();
  for (const size_t thing : thingOfLines_) things[thing].hear(*line++);
  for (const size_t thing : thingOfColour_) things[thing].hear(*colour++);
  Heard out{own.clone(), own.clone()};
  auto *most = out.likeness.mutable_data_ptr<float>(), *say = out.say.mutable_data_ptr<float>();
  for (size_t i = 0; i < thingOfColour_.size(); ++i) {
    const size_t thing = thingOfColour_[i];
    if (thing == things_) continue;
    most[i] = things[thing].most;
    say[i] = std::log(things[thing].sum) / kSharpness;
  }
  return out;
}

}  // namespace chaesaek
