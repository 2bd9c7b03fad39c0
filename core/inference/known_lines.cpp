// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/known_lines.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "core/inference/known_drawings.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace {

constexpr float kLinesSharpness = 16;  // of a drawing's say: e^16(a-b) for likenesses a and b
constexpr float kNobody = -1;     // the least likeness

/// What a thing's drawings say.
struct Thing {
  float most = kNobody;  // the greatest likeness
  float sum = 0;         // of their says

  void hear(float likeness) {
    most = std::max(most, likeness);
    sum += std::exp(kLinesSharpness * likeness);
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

KnownLines KnownLines::read(const Safetensors& content, const Json& about, bool onlyTrain, const std::vector<std::string>& names, int64_t embedding) {
  if (content.tensors.count("line_examples") == 0) return {};
  const torch::Tensor all = loadTensor(content.tensors.at("line_embeddings")).to(torch::kFloat32) / kEmbeddingScale, examples = loadTensor(content.tensors.at("line_examples")).contiguous();
  if (examples.scalar_type() != torch::kInt32 || all.sizes() != at::IntArrayRef({examples.numel(), embedding})) throw std::out_of_range("lines");
  const auto known = about.at("names").get<std::vector<std::string>>();
  const auto heldBack = onlyTrain ? about.at("lines_held_back").get<std::set<int64_t>>() : std::set<int64_t>();
  std::vector<std::string> things;
  std::vector<int64_t> kept;
  for (int64_t i = 0; i < examples.numel(); ++i) {
    if (heldBack.count(i) > 0) continue;
    things.push_back(known.at(static_cast<size_t>(examples.const_data_ptr<int32_t>()[i])));
    kept.push_back(i);
  }
  return KnownLines(all.index_select(0, torch::tensor(kept, torch::kInt64)), things, names);
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
    say[i] = std::log(things[thing].sum) / kLinesSharpness;
  }
  return out;
}

}  // namespace chaesaek
