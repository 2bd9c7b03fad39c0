// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
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
  std::vector<torch::Tensor> embeddings;
  std::vector<KnownDrawing> drawings;
  std::vector<int64_t> heldBack;  // the places of those that are in no train split
  std::vector<cv::Mat> waiting;   // sketches that are not looked at yet
  std::vector<int64_t> sketches;  // how many of them each drawing has

  void look();
};

/// A drawing's embedding is the mean of its sketches'.
void LookalikeWriter::State::look() {
  if (waiting.empty()) return;
  const auto means = embeddingsOf(*network, waiting, size).split(sketches);
  for (const torch::Tensor& each : means) {
    const torch::Tensor mean = each.mean(0);
    embeddings.push_back(mean / mean.norm());
  }
  waiting.clear();
  sketches.clear();
}

LookalikeWriter::LookalikeWriter(const std::filesystem::path& recogniser) : state_(std::make_unique<State>()) {
  state_->network = openRecogniser(recogniser, state_->size);
  state_->recogniser = sha256OfFile(recogniser);
}

LookalikeWriter::~LookalikeWriter() = default;

void LookalikeWriter::add(const std::string& name, const std::string& hand, const std::vector<cv::Mat>& sketches, const cv::Mat& fill, bool train) {
  if (!train) state_->heldBack.push_back(static_cast<int64_t>(state_->drawings.size()));
  for (const cv::Mat& sketch : sketches) {
    state_->waiting.push_back(sketch);
    cv::flip(sketch, state_->waiting.emplace_back(), 1);
  }
  state_->sketches.push_back(2 * static_cast<int64_t>(sketches.size()));
  if (state_->waiting.size() >= kTogether) state_->look();
  state_->drawings.push_back({name, hand, paletteOf(fill, kLookalikeColours), packThumbnail(fill, sketches.front())});
}

void LookalikeWriter::write(const std::filesystem::path& path, const std::string& data, const std::string& licence) {
  state_->look();
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
                                {"hands", hands}, {"hand_of", handOf}, {"names", names}, {"held_back", state_->heldBack}}.dump();
  content.tensors["embeddings"] = storeTensor(count > 0 ? torch::stack(state_->embeddings) : torch::zeros({0, state_->network->options.embedding}), "F16");
  content.tensors["palettes"] = storeTensor(palettes);
  content.tensors["thumbnail_ends"] = storeTensor(ends);
  content.tensors["thumbnails"] = std::move(thumbnails);
  writeSafetensors(path, content);
}

}  // namespace chaesaek
