// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/networks/generator.h"

namespace chaesaek {

/// What a model file says about itself: JSON under the metadata key "chaesaek".
struct ModelDescription {
  std::string experiment;              ///< "pix2pix"
  std::string network;                 ///< "unet", "colouring"
  Json parameters = Json::object();    ///< the network's
  std::string role = "colouring";      ///< colouring, image_to_image, generator, recogniser, judge, points
  std::vector<std::string> input;      ///< the channels' names in order; of a VectorGenerator its inputNames()
  std::string output = "fill";         ///< fill (colours without ink) or picture
  int size = 256;                      ///< side of the pictures that it was trained on
  std::string normalisation = "running";  ///< running, or picture: statistics of the picture itself
  std::vector<std::string> classes;    ///< names of those that it makes or tells apart; empty where there are none
  std::string data, licence;
  int64_t steps = 0;
  Json measures;                       ///< or null
  std::string program;                 ///< the version that wrote it; filled in by saveModel where empty

  Json toJson() const;
  /// Throws Error (Usage) that names the key.
  static ModelDescription fromJson(const Json& json);
};

/// Only the header, without building the network: cheap, for lists. Throws Error that names the file.
ModelDescription readModelDescription(const std::filesystem::path& path);

/// Writes weights (F16, or F32 where `half` is false) and description whole or not at all; network and parameters of
/// the description are taken from `generator`. Throws Error where a weight is not finite in the stored type.
void saveModel(const std::filesystem::path& path, ModelDescription description, const Generator& generator, bool half = true);

struct LoadedModel {
  ModelDescription description;
  std::shared_ptr<Generator> network;  ///< float32 on the CPU, in evaluation mode, without gradients
};

/// Checks names, shapes, types and sizes, and runs one small forward, which must be finite and in range. Throws Error
/// in one sentence that names the file where it is foreign or damaged.
LoadedModel openModel(const std::filesystem::path& path);

}  // namespace chaesaek
