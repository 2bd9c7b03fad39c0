// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch). What Lookalikes and their writer have in common.
#pragma once
#include <torch/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/image/palette.h"
#include "core/networks/recogniser_net.h"

namespace chaesaek {

constexpr int kLookalikesFormat = 2, kLookalikeColours = 8;  ///< of a file of drawings; at most so many to a palette
constexpr char kLookalikesKey[] = "chaesaek";                ///< of its metadata

constexpr double kEmbeddingScale = 127;                      ///< of embeddings, which are kept as whole numbers of 8 bits

/// A drawing that a recogniser knows.
struct KnownDrawing {
  std::string name, hand;
  Palette palette;
  std::vector<uint8_t> thumbnail;  ///< packed
};

/// With its norms folded away; `size` becomes the side of the pictures that it looks at. Throws Error that names the file where it is
/// another kind of model.
std::shared_ptr<RecogniserNet> openRecogniser(const std::filesystem::path& path, int& size);

/// Sketches, framed -> [N,E] on the CPU.
torch::Tensor embeddingsOf(RecogniserNet& network, const std::vector<cv::Mat>& sketches, int size);

}  // namespace chaesaek
