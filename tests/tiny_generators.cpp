// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tiny_generators.h"

#include <torch/torch.h>

#include "core/networks/colouring_net.h"
#include "core/networks/dcgan.h"
#include "core/networks/mlp.h"
#include "core/networks/model_file.h"

namespace chaesaek {
namespace {

constexpr double kLoud = 3;  // fresh weights would make nearly the same grey of everything

void fill(VectorOptions& options, const TinyGenerator& what) {
  options.latent = what.latent;
  options.classes = what.classes;
  options.channels = what.channels;
  options.size = what.size;
  options.prior = what.normal ? Prior::Normal : Prior::Uniform;
}

std::shared_ptr<VectorGenerator> build(const TinyGenerator& what) {
  torch::manual_seed(static_cast<int64_t>(what.seed));
  if (what.deep) {
    DcganGeneratorOptions options;
    fill(options, what);
    options.baseWidth = 8;
    return std::make_shared<DcganGenerator>(options);
  }
  MlpGeneratorOptions options;
  fill(options, what);
  options.hidden = {32};
  options.latentWidth = options.classWidth = 16;
  return std::make_shared<MlpGenerator>(options);
}

void makeLoud(torch::nn::Module& network) {
  const torch::NoGradGuard noGrad;
  for (torch::Tensor& weight : network.parameters())
    if (weight.dim() > 1) weight.mul_(kLoud);
}

}  // namespace

void saveTinyGenerator(const std::filesystem::path& path, const TinyGenerator& what) {
  const auto network = build(what);
  makeLoud(*network);
  ModelDescription about;
  about.experiment = what.classes > 0 ? "cgan" : "gan";
  about.role = what.role;
  about.input = network->inputNames();
  about.output = "picture";
  about.size = what.size;
  about.classes = what.names;
  about.data = "mnist";
  about.steps = what.steps;
  saveModel(path, about, *network);
}

void saveTinyColouring(const std::filesystem::path& path, const TinyColouring& what) {
  torch::manual_seed(static_cast<int64_t>(what.seed));
  ColouringNet network(colouringOptions(64, what.width));
  makeLoud(network);
  ModelDescription about;
  about.experiment = "colouring";
  about.input = std::vector<std::string>(9, "channel");
  about.size = 64;
  about.steps = what.steps;
  saveModel(path, about, network);
}

void saveTinyImageToImage(const std::filesystem::path& path, int inputs) {
  UNetOptions options;
  options.inputs = inputs;
  options.size = 64;
  options.baseWidth = 4;
  UNet network(options);
  ModelDescription about;
  about.experiment = "pix2pix";
  about.role = "image_to_image";
  about.input = std::vector<std::string>(static_cast<size_t>(inputs), "sketch");
  about.output = "picture";
  about.size = 64;
  saveModel(path, about, network);
}

}  // namespace chaesaek
