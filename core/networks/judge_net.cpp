// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/judge_net.h"

#include "core/base/parameters.h"
#include "core/networks/names.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

constexpr int kFirstWidth = 32, kSecondWidth = 64;

const ParameterSchema& judgeSchema() {
  static const ParameterSchema s = [] {
    const JudgeOptions d;
    ParameterSchema p;
    p.integer("inputs", "Inputs", "Channels that it reads.", d.inputs, 1, 4)
        .integer("classes", "Classes", "That it tells apart.", d.classes, 2, 1024)
        .integer("features", "Features", "Numbers that stand for a picture.", d.features, 2, 1024)
        .integer("size", "Size", "Side of the pictures, a multiple of 4.", d.size, 4, 128);
    return p;
  }();
  return s;
}

nn::Conv2d sameConvolution(int in, int out) { return nn::Conv2d(nn::Conv2dOptions(in, out, 3).padding(1)); }

torch::Tensor halved(nn::Conv2d& conv, const torch::Tensor& x) { return torch::max_pool2d(conv(x).relu_(), 2); }

}  // namespace

Json JudgeOptions::toJson() const { return {{"inputs", inputs}, {"classes", classes}, {"features", features}, {"size", size}}; }

JudgeOptions JudgeOptions::fromJson(const Json& json) {
  const Settings s = judgeSchema().fromJson(json);
  const auto whole = [&](const char* key) { return static_cast<int>(s.integer(key)); };
  const JudgeOptions o{whole("inputs"), whole("classes"), whole("features"), whole("size")};
  if (o.size % 4 != 0) failUsage("parameter size must be a multiple of 4, not " + std::to_string(o.size));
  return o;
}

JudgeNet::JudgeNet(const JudgeOptions& given) : options(JudgeOptions::fromJson(given.toJson())) {  // within its bounds
  first = register_module("first", sameConvolution(options.inputs, kFirstWidth));
  second = register_module("second", sameConvolution(kFirstWidth, kSecondWidth));
  hidden = register_module("hidden", nn::Linear(kSecondWidth * (options.size / 4) * (options.size / 4), options.features));
  output = register_module("output", nn::Linear(options.features, options.classes));
}

JudgeNet::Opinion JudgeNet::look(const torch::Tensor& pictures) {
  if (pictures.dim() != 4 || pictures.size(1) != options.inputs || pictures.size(2) != options.size || pictures.size(3) != options.size)
    fail("the judge reads [N," + std::to_string(options.inputs) + "," + std::to_string(options.size) + "," + std::to_string(options.size) +
         "], not " + c10::str(pictures.sizes()));
  const auto features = hidden(halved(second, halved(first, pictures)).flatten(1)).relu_();
  return {output(features), features};
}

}  // namespace chaesaek
