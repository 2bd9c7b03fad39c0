// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/recogniser_net.h"

#include <array>

#include "core/base/parameters.h"
#include "core/networks/depthwise.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

constexpr int kStem = 32, kLast = 1280;

struct Stage {
  int expansion, out, repeats, stride, kernel;
};
constexpr std::array<Stage, 7> kStages = {{{1, 16, 1, 1, 3}, {6, 24, 2, 2, 3}, {6, 40, 2, 2, 5}, {6, 80, 3, 2, 3}, {6, 112, 3, 1, 5}, {6, 192, 4, 2, 5}, {6, 320, 1, 1, 3}}};

const ParameterSchema& recogniserSchema() {
  static const ParameterSchema s = [] {
    const RecogniserOptions d;
    ParameterSchema p;
    p.integer("embedding", "Embedding", "Numbers that stand for a drawing.", d.embedding, 2, 1024)
        .integer("colours", "Colours", "Of the palette whose shares it expects.", d.colours, 2, 1024);
    return p;
  }();
  return s;
}

/// Without its padding: samePadding.
nn::Conv2d convolution(int in, int out, int kernel, int stride, int groups = 1) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, kernel).stride(stride).groups(groups).bias(false));
}

nn::BatchNorm2d batchNorm(int channels) { return nn::BatchNorm2d(nn::BatchNorm2dOptions(channels).eps(1e-3).momentum(0.01)); }

/// TensorFlow's "same" padding of even sides: at stride 2 one pixel less before than after.
Margin samePadding(const nn::Conv2d& conv) {
  const int64_t kernel = conv->options.kernel_size()->at(0);
  if (conv->options.stride()->at(0) == 1) return {kernel / 2, kernel / 2};
  return {(kernel - 2) / 2, kernel - 2 - (kernel - 2) / 2};
}

/// A norm that was folded away leaves `x`.
torch::Tensor normed(nn::BatchNorm2d& norm, const torch::Tensor& x) { return norm ? norm(x) : x; }

torch::Tensor activated(nn::BatchNorm2d& norm, const torch::Tensor& x) {
  torch::Tensor y = normed(norm, x);
  return torch::hardtanh_(y, 0, 6);
}

void fold(nn::Conv2d& conv, nn::BatchNorm2d& norm) {
  const torch::Tensor factor = norm->weight * torch::rsqrt(norm->running_var + norm->options.eps());
  conv->weight.set_data(conv->weight * factor.view({-1, 1, 1, 1}));
  conv->bias = norm->bias - norm->running_mean * factor;
  norm = nullptr;
}

}  // namespace

Json RecogniserOptions::toJson() const { return {{"embedding", embedding}, {"colours", colours}}; }

RecogniserOptions RecogniserOptions::fromJson(const Json& json) {
  const Settings s = recogniserSchema().fromJson(json);
  return {static_cast<int>(s.integer("embedding")), static_cast<int>(s.integer("colours"))};
}

InvertedResidual::InvertedResidual(int in, int out, int expansion, int kernel, int stride) : adds(stride == 1 && in == out) {
  const int wide = in * expansion;
  if (expansion > 1) {
    expand = register_module("expand", convolution(in, wide, 1, 1));
    expandNorm = register_module("expand_norm", batchNorm(wide));
  }
  depthwise = register_module("depthwise", convolution(wide, wide, kernel, stride, wide));
  depthwiseNorm = register_module("depthwise_norm", batchNorm(wide));
  project = register_module("project", convolution(wide, out, 1, 1));
  projectNorm = register_module("project_norm", batchNorm(out));
}

torch::Tensor InvertedResidual::forward(const torch::Tensor& x) {
  torch::Tensor y = expand ? activated(expandNorm, expand(x)) : x;
  y = activated(depthwiseNorm, depthwiseConvolution(y, depthwise->weight, depthwise->bias, depthwise->options.stride()->at(0), samePadding(depthwise)));
  y = normed(projectNorm, project(y));
  return adds ? x + y : y;
}

RecogniserNet::RecogniserNet(const RecogniserOptions& given) : options(given) {
  stem = register_module("stem", convolution(1, kStem, 3, 2));
  stemNorm = register_module("stem_norm", batchNorm(kStem));
  int channels = kStem;
  for (const Stage& stage : kStages)
    for (int i = 0; i < stage.repeats; ++i) {
      blocks->push_back(std::make_shared<InvertedResidual>(channels, stage.out, stage.expansion, stage.kernel, i == 0 ? stage.stride : 1));
      channels = stage.out;
    }
  register_module("blocks", blocks);
  last = register_module("last", convolution(channels, kLast, 1, 1));
  lastNorm = register_module("last_norm", batchNorm(kLast));
  embed = register_module("embed", nn::Linear(kLast, options.embedding));
  expect = register_module("expect", nn::Linear(kLast, options.colours));
  palette = register_buffer("palette", torch::zeros({options.colours, 3}));
}

void RecogniserNet::foldNorms() {
  const torch::NoGradGuard noGrad;
  fold(stem, stemNorm);
  fold(last, lastNorm);
  for (size_t i = 0; i < blocks->size(); ++i) {
    auto& block = blocks->at<InvertedResidual>(i);
    if (block.expand) fold(block.expand, block.expandNorm);
    fold(block.depthwise, block.depthwiseNorm);
    fold(block.project, block.projectNorm);
  }
}

RecogniserNet::Opinion RecogniserNet::look(const torch::Tensor& input) {
  const Margin m = samePadding(stem);
  torch::Tensor x = stem(torch::constant_pad_nd(input, {m.before, m.after, m.before, m.after}, 0));
  x = x.contiguous(torch::MemoryFormat::ChannelsLast);  // one channel has either layout: the input's says nothing
  x = activated(stemNorm, x);
  for (size_t i = 0; i < blocks->size(); ++i) x = blocks->at<InvertedResidual>(i).forward(x);
  const auto pooled = torch::adaptive_avg_pool2d(activated(lastNorm, last(x)), {1, 1}).flatten(1);
  return {nn::functional::normalize(embed(pooled).to(torch::kFloat32), nn::functional::NormalizeFuncOptions().dim(1)), expect(pooled)};
}

}  // namespace chaesaek
