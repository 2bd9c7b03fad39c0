// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/safetensors.h"
#include "core/inference/known_drawings.h"
#include "core/inference/lookalikes.h"
#include "core/inference/thumbnails.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace {

constexpr size_t kTogether = 64;  // sketches that are looked at in one go

}  // namespace

struct LookalikeWriter::State {
  std::shared_ptr<RecogniserNet> network;
  int size = 0;
  std::string recogniser;  // SHA-256
  struct Seen {
    std::vector<torch::Tensor> embeddings;
    std::vector<int64_t> heldBack;  // the places of those that are in no train split
    std::vector<cv::Mat> waiting;   // sketches that are not looked at yet
    std::vector<int64_t> sketches;  // how many of them each drawing has
  };
  Seen seen, lines;
  std::vector<KnownDrawing> drawings;
  std::vector<int32_t> exampleOf;          // of each drawing of lines a coloured one of the same name
  std::map<std::string, int32_t> examples;  // the first of each name

  void add(Seen& to, const std::vector<cv::Mat>& drawing, bool train);
  void look(Seen& at);
  torch::Tensor embeddingsOf(const Seen& of) const { return of.embeddings.empty() ? torch::zeros({0, network->options.embedding}) : torch::stack(of.embeddings); }
};

/// A drawing is looked at from both sides.
void LookalikeWriter::State::add(Seen& to, const std::vector<cv::Mat>& drawing, bool train) {
  if (!train) to.heldBack.push_back(static_cast<int64_t>(to.embeddings.size() + to.sketches.size()));
  for (const cv::Mat& sketch : drawing) {
    to.waiting.push_back(sketch);
    cv::flip(sketch, to.waiting.emplace_back(), 1);
  }
  to.sketches.push_back(2 * static_cast<int64_t>(drawing.size()));
  if (to.waiting.size() >= kTogether) look(to);
}

/// A drawing's embedding is the mean of its sketches'.
void LookalikeWriter::State::look(Seen& at) {
  if (at.waiting.empty()) return;
  const auto means = chaesaek::embeddingsOf(*network, at.waiting, size).split(at.sketches);
  for (const torch::Tensor& each : means) {
    const torch::Tensor mean = each.mean(0);
    at.embeddings.push_back(mean / mean.norm());
  }
  at.waiting.clear();
  at.sketches.clear();
}

LookalikeWriter::LookalikeWriter(const std::filesystem::path& recogniser) : state_(std::make_unique<State>()) {
  state_->network = openRecogniser(recogniser, state_->size);
  state_->recogniser = sha256OfFile(recogniser);
}

LookalikeWriter::~LookalikeWriter() = default;

void LookalikeWriter::add(const std::string& name, const std::string& hand, const std::vector<cv::Mat>& sketches, const cv::Mat& fill, bool train) {
  state_->add(state_->seen, sketches, train);
  state_->examples.emplace(name, static_cast<int32_t>(state_->drawings.size()));
  state_->drawings.push_back({name, hand, paletteOf(fill, kLookalikeColours), packThumbnail(fill, sketches.front())});
}

bool LookalikeWriter::addLines(const std::string& name, const cv::Mat& sketch, bool train) {
  const auto example = state_->examples.find(name);
  if (example == state_->examples.end()) return false;
  state_->add(state_->lines, {sketch}, train);
  state_->exampleOf.push_back(example->second);
  return true;
}

void LookalikeWriter::write(const std::filesystem::path& path, const std::string& data, const std::string& licence) {
  state_->look(state_->seen);
  state_->look(state_->lines);
  const auto count = static_cast<int64_t>(state_->drawings.size());
  torch::Tensor palettes = torch::zeros({count, kLookalikeColours, 4}, torch::kUInt8), ends = torch::zeros({count}, torch::kInt64);
  StoredTensor thumbnails{"U8", {0}, {}};
  std::vector<std::string> names, hands;
  std::vector<size_t> handOf;
  for (int64_t i = 0; i < count; ++i) {
    const KnownDrawing& d = state_->drawings[static_cast<size_t>(i)];
    auto* bytes = palettes[i].mutable_data_ptr<uint8_t>();
    for (const PaletteColour& c : d.palette) {
      *bytes++ = c.colour[2], *bytes++ = c.colour[1], *bytes++ = c.colour[0];
      *bytes++ = static_cast<uint8_t>(std::clamp(std::lround(c.share * 255), 1L, 255L));
    }
    thumbnails.bytes.insert(thumbnails.bytes.end(), d.thumbnail.begin(), d.thumbnail.end());
    ends[i] = static_cast<int64_t>(thumbnails.bytes.size());
    names.push_back(d.name);
    const auto hand = std::find(hands.begin(), hands.end(), d.hand);
    handOf.push_back(static_cast<size_t>(hand - hands.begin()));
    if (hand == hands.end()) hands.push_back(d.hand);
  }
  thumbnails.shape = {static_cast<int64_t>(thumbnails.bytes.size())};
  Safetensors content;
  content.metadata[kLookalikesKey] = Json{{"format", kLookalikesFormat}, {"recogniser", state_->recogniser}, {"data", data}, {"licence", licence},
                                {"hands", hands}, {"hand_of", handOf}, {"names", names}, {"held_back", state_->seen.heldBack},
                                {"lines_held_back", state_->lines.heldBack}}.dump();
  for (const auto& [tensor, seen] : {std::pair("embeddings", &state_->seen), std::pair("line_embeddings", &state_->lines)})
    content.tensors[tensor] = storeTensor((state_->embeddingsOf(*seen) * kEmbeddingScale).round().to(torch::kInt8));
  content.tensors["line_examples"] = storeTensor(torch::tensor(state_->exampleOf, torch::kInt32));
  content.tensors["palettes"] = storeTensor(palettes);
  content.tensors["thumbnail_ends"] = storeTensor(ends);
  content.tensors["thumbnails"] = std::move(thumbnails);
  writeSafetensors(path, content);
}

}  // namespace chaesaek
