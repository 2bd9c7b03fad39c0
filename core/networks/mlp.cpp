// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/mlp.h"

#include <algorithm>

#include "core/networks/names.h"
#include "core/networks/thread_random.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

constexpr int kMostHidden = 6, kWidest = 2048;

const ParameterSchema& mlpSchema() {
  static const ParameterSchema s = [] {
    const MlpGeneratorOptions d;
    ParameterSchema p = VectorOptions::schema();
    p.integer("latent_width", "Latent width", "With classes: of the latent's own layer.", d.latentWidth, 1, kWidest)
        .integer("class_width", "Class width", "With classes: of the class's own layer.", d.classWidth, 1, kWidest)
        .toggle("batch_norm", "Batch norm", "Before the ReLU of every layer but the class's.", d.batchNorm);
    return p;
  }();
  return s;
}

std::vector<int> hiddenWidths(const Json& json) {
  const auto width = [](const Json& w) { return w.is_number_integer() && w >= 1 && w <= kWidest; };
  if (!json.is_array() || json.empty() || json.size() > kMostHidden || !std::all_of(json.begin(), json.end(), width))
    failUsage("parameter hidden must be a list of 1 to " + std::to_string(kMostHidden) + " whole numbers between 1 and " +
              std::to_string(kWidest) + ", not " + json.dump());
  return json.get<std::vector<int>>();
}

}  // namespace

MlpGeneratorOptions MlpGeneratorOptions::conditional(int classes) {
  MlpGeneratorOptions o;
  o.classes = classes;
  o.hidden = {512};
  return o;
}

Json MlpGeneratorOptions::toJson() const {
  Json json = VectorOptions::toJson();
  json.update({{"hidden", hidden}, {"latent_width", latentWidth}, {"class_width", classWidth}, {"batch_norm", batchNorm}});
  return json;
}

MlpGeneratorOptions MlpGeneratorOptions::fromJson(const Json& json) {
  MlpGeneratorOptions o;
  Json rest = json;
  if (json.contains("hidden")) {
    o.hidden = hiddenWidths(json["hidden"]);
    rest.erase("hidden");
  }
  const Settings s = mlpSchema().fromJson(rest);
  o.read(s);
  o.latentWidth = static_cast<int>(s.integer("latent_width"));
  o.classWidth = static_cast<int>(s.integer("class_width"));
  o.batchNorm = s.on("batch_norm");
  return o;
}

MlpGenerator::MlpGenerator(const MlpGeneratorOptions& given)
    : VectorGenerator(given), options(MlpGeneratorOptions::fromJson(given.toJson())) {  // within its bounds
  int width = options.latent;
  if (options.classes > 0) {
    fromLatent = register_module("from_latent", nn::Linear(options.latent, options.latentWidth));
    fromClass = register_module("from_class", nn::Linear(options.classes, options.classWidth));
    width = options.latentWidth + options.classWidth;
    if (options.batchNorm) latentNorm = register_module("latent_norm", nn::BatchNorm1d(options.latentWidth));
  }
  for (int next : options.hidden) {
    hidden->push_back(nn::Linear(width, next));
    if (options.batchNorm) norms->push_back(nn::BatchNorm1d(next));
    width = next;
  }
  register_module("hidden", hidden);
  if (options.batchNorm) register_module("norms", norms);
  output = register_module("output", nn::Linear(width, options.channels * options.size * options.size));
}

torch::Tensor MlpGenerator::forward(const torch::Tensor& x) {
  check(x);
  torch::Tensor h = x;
  if (options.classes > 0) {
    const auto latent = fromLatent(latentPart(x));
    h = torch::cat({latentNorm ? latentNorm(latent) : latent, fromClass(classPart(x))}, 1).relu_();
  }
  for (size_t k = 0; k < hidden->size(); ++k) {
    h = hidden->at<nn::LinearImpl>(k).forward(h);
    if (options.batchNorm) h = norms->at<nn::BatchNorm1dImpl>(k).forward(h);
    h.relu_();
  }
  return torch::tanh(output(h)).view({-1, options.channels, options.size, options.size});
}

Maxout::Maxout(int in, int units, int count) : pieces(count), linear(register_module("linear", nn::Linear(in, units * count))) {}

torch::Tensor Maxout::forward(const torch::Tensor& x) {
  const auto y = linear(x);
  return pieces == 1 ? y : y.view({y.size(0), pieces, y.size(1) / pieces}).amax(1);
}

MlpDiscriminatorOptions MlpDiscriminatorOptions::maxout() {
  return {.hidden = {240, 240}, .pieces = 5, .inputDropout = 0.2, .dropout = 0.5};
}

MlpDiscriminator::MlpDiscriminator(const MlpDiscriminatorOptions& given) : options(given) {
  int width = options.inputs;
  for (int next : options.hidden) {
    hidden->push_back(std::make_shared<Maxout>(width, next, options.pieces));
    width = next;
  }
  register_module("hidden", hidden);
  output = register_module("output", nn::Linear(width, 1));
}

torch::Tensor MlpDiscriminator::forward(const torch::Tensor& x) {
  torch::Tensor h = threadDropout(x.flatten(1), options.inputDropout, is_training());
  for (size_t k = 0; k < hidden->size(); ++k) {
    h = hidden->at<Maxout>(k).forward(h);
    if (options.pieces == 1) h = torch::leaky_relu_(h, options.slope);
    h = threadDropout(h, options.dropout, is_training());
  }
  return output(h);
}

MaxoutDiscriminator::MaxoutDiscriminator(const MaxoutDiscriminatorOptions& given) : options(given) {
  picture = register_module("picture", std::make_shared<Maxout>(options.inputs, 240, 5));
  label = register_module("label", std::make_shared<Maxout>(options.classes, 50, 5));
  joined = register_module("joined", std::make_shared<Maxout>(240 + 50, 240, 4));
  output = register_module("output", nn::Linear(240, 1));
}

torch::Tensor MaxoutDiscriminator::forward(const torch::Tensor& pictures, const torch::Tensor& classes) {
  const auto hidden = [this](const torch::Tensor& x) { return threadDropout(x, options.dropout, is_training()); };
  const auto seen = picture->forward(threadDropout(pictures.flatten(1), options.inputDropout, is_training()));
  return output(hidden(joined->forward(hidden(torch::cat({seen, label->forward(classes)}, 1)))));
}

}  // namespace chaesaek
