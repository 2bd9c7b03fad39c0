// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/dcgan.h"

#include <algorithm>

#include "core/networks/names.h"
#include "core/networks/thread_random.h"
#include "core/networks/unet.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

const ParameterSchema& dcganSchema() {
  static const ParameterSchema s = [] {
    const DcganGeneratorOptions d;
    ParameterSchema p = VectorOptions::schema();
    p.integer("base_width", "Base width", "Channels before the last layer.", d.baseWidth, 1, 256)
        .choice("conditioning", "Conditioning", "How it takes the class.", conditioningNames().front(), conditioningNames())
        .integer("hidden", "Hidden units", "Of a fully connected layer before the first map.", d.hidden, 0, 4096);
    return p;
  }();
  return s;
}

/// From the innermost map's side to the picture's, doubling.
struct Pyramid {
  int side, levels, baseWidth;

  Pyramid(int size, int width) : side(size), levels(0), baseWidth(width) {
    for (; side > 7 && side % 2 == 0; side /= 2) ++levels;
    if (levels == 0 || side < 4 || side > 7)
      failUsage("parameter size must be a number that halves down to between 4 and 7, as 28, 32 and 64 do, not " + std::to_string(size));
  }
  /// Channels of level `level`, 0 standing beside the picture.
  int width(int level) const { return baseWidth * std::min(1 << level, 8); }
  /// Numbers of the innermost map.
  int64_t numbers() const { return int64_t(width(levels - 1)) * side * side; }
};

nn::AnyModule startOf(const Pyramid& p, int inputs) {
  const int width = p.width(p.levels - 1);
  if (p.side == 4) return nn::AnyModule(nn::ConvTranspose2d(nn::ConvTranspose2dOptions(inputs, width, 4).bias(false)));
  return nn::AnyModule(nn::Linear(nn::LinearOptions(inputs, p.numbers()).bias(false)));
}

/// Without a bias where batch norm has one.
nn::Sequential hiddenLayer(int64_t inputs, int units, bool batchNorm) {
  nn::Sequential layer(nn::Linear(nn::LinearOptions(inputs, units).bias(!batchNorm)));
  if (batchNorm) layer->push_back(nn::BatchNorm1d(units));
  return layer;
}

nn::AnyModule startNormOf(const Pyramid& p) {
  if (p.side == 4) return nn::AnyModule(nn::BatchNorm2d(p.width(p.levels - 1)));
  return nn::AnyModule(nn::BatchNorm1d(p.numbers()));
}

}  // namespace

const std::vector<std::string>& conditioningNames() {
  static const std::vector<std::string> names = {"one_hot", "hadamard"};
  return names;
}

Conditioning parseConditioning(const std::string& name) {
  return static_cast<Conditioning>(indexOfName(conditioningNames(), name, "conditioning"));
}

Json DcganGeneratorOptions::toJson() const {
  Json json = VectorOptions::toJson();
  json.update({{"base_width", baseWidth}, {"conditioning", conditioningNames().at(static_cast<size_t>(conditioning))}, {"hidden", hidden}});
  return json;
}

DcganGeneratorOptions DcganGeneratorOptions::fromJson(const Json& json) {
  const Settings s = dcganSchema().fromJson(json);
  DcganGeneratorOptions o;
  o.read(s);
  o.baseWidth = static_cast<int>(s.integer("base_width"));
  o.conditioning = parseConditioning(s.choice("conditioning"));
  o.hidden = static_cast<int>(s.integer("hidden"));
  return o;
}

DcganGenerator::DcganGenerator(const DcganGeneratorOptions& given)
    : VectorGenerator(given), options(DcganGeneratorOptions::fromJson(given.toJson())) {  // within its bounds
  const Pyramid pyramid(options.size, options.baseWidth);
  const bool hadamard = options.classes > 0 && options.conditioning == Conditioning::Hadamard;
  if (hadamard) embedding = register_module("embedding", nn::Embedding(options.classes, options.latent));
  const auto told = static_cast<int>(hadamard ? options.latent : width());
  if (options.hidden > 0) hidden = register_module("hidden", hiddenLayer(told, options.hidden, true));
  start = startOf(pyramid, options.hidden > 0 ? options.hidden : told);
  startNorm = startNormOf(pyramid);
  register_module("start", start.ptr());
  register_module("start_norm", startNorm.ptr());
  for (int level = pyramid.levels - 1; level >= 0; --level) {
    const int out = level > 0 ? pyramid.width(level - 1) : options.channels;
    const Norm norm = level > 0 ? Norm::Batch : Norm::None;
    levels->push_back(std::make_shared<UpLevel>(pyramid.width(level), out, norm, /*bias=*/false, Upsampling::Transposed));
  }
  register_module("levels", levels);
}

torch::Tensor DcganGenerator::conditioned(const torch::Tensor& x) const {
  // A product instead of a look-up: labels may then be mixed.
  return embedding ? latentPart(x) * torch::matmul(classPart(x), embedding->weight) : x;
}

torch::Tensor DcganGenerator::forward(const torch::Tensor& input) {
  check(input);
  const Pyramid pyramid(options.size, options.baseWidth);
  auto vector = conditioned(input);
  if (hidden) vector = hidden->forward(vector).relu_();
  torch::Tensor x = start.forward(pyramid.side == 4 ? vector.unsqueeze(-1).unsqueeze(-1) : vector);
  x = startNorm.forward(x).relu_().view({-1, pyramid.width(pyramid.levels - 1), pyramid.side, pyramid.side});
  for (size_t k = 0; k < levels->size(); ++k) {
    x = levels->at<UpLevel>(k).forward(k > 0 ? x.relu_() : x);
  }
  return torch::tanh(x);
}

ConvDiscriminator::ConvDiscriminator(const ConvDiscriminatorOptions& given) : options(given) {
  if (!options.source && options.classes == 0) failUsage("a discriminator needs a head: source, classes or both");
  const Pyramid pyramid(options.size, options.baseWidth);
  for (int level = 0; level < pyramid.levels; ++level) {
    const int in = level > 0 ? pyramid.width(level - 1) : options.inputs;
    const Norm norm = level > 0 && options.batchNorm ? Norm::Batch : Norm::None;
    levels->push_back(std::make_shared<DownLevel>(in, pyramid.width(level), norm, !options.batchNorm));
  }
  register_module("levels", levels);
  if (options.hidden > 0) hidden = register_module("hidden", hiddenLayer(pyramid.numbers(), options.hidden, options.batchNorm));
  const int64_t read = options.hidden > 0 ? options.hidden : pyramid.numbers();
  // From 4x4 the paper's head is a convolution without bias.
  const bool bias = pyramid.side != 4 || !options.batchNorm || options.hidden > 0;
  if (options.source) source = register_module("source", nn::Linear(nn::LinearOptions(read, 1).bias(bias)));
  if (options.classes > 0) classes = register_module("classes", nn::Linear(read, options.classes));
}

ConvDiscriminator::Opinion ConvDiscriminator::look(const torch::Tensor& pictures) {
  torch::Tensor x = pictures;
  for (size_t k = 0; k < levels->size(); ++k) {
    x = levels->at<DownLevel>(k).forward(x);
    x = torch::leaky_relu_(x, 0.2);
    if (options.dropout > 0 && is_training())  // whole channels: neighbours in a map say the same
      x = x * threadDropout(torch::ones({x.size(0), x.size(1), 1, 1}, x.options()), options.dropout, true);
  }
  torch::Tensor features = x.flatten(1);
  if (hidden) features = torch::leaky_relu(hidden->forward(features), 0.2);
  return {source ? source(features) : torch::Tensor(), classes ? classes(features) : torch::Tensor(), features};
}

}  // namespace chaesaek
