// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/tiled_unet.h"

#include <torch/torch.h>

#include "core/engine/unet_program.h"
#include "core/networks/colouring_net.h"
#include "core/networks/palette_net.h"

namespace chaesaek {
namespace {

std::vector<float> valuesOf(const torch::Tensor& tensor) {
  if (!tensor.defined()) return {};
  const torch::Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
  return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

/// `weight` [outputs,inputs,side,side]
engine::Weights weightsOf(const torch::Tensor& weight, const torch::Tensor& bias) {
  return {static_cast<int>(weight.size(0)), static_cast<int>(weight.size(1)), static_cast<int>(weight.size(2)), valuesOf(weight), valuesOf(bias)};
}

/// A convolution and the batch norm with running statistics that follows it, as one convolution.
engine::Weights folded(const torch::Tensor& weight, const torch::Tensor& bias, const torch::nn::BatchNorm2dImpl& norm) {
  const torch::Tensor factor = torch::rsqrt(norm.running_var + norm.options.eps()) * (norm.weight.defined() ? norm.weight : torch::ones_like(norm.running_var));
  torch::Tensor shift = -norm.running_mean * factor;
  if (bias.defined()) shift = shift + bias * factor;
  if (norm.bias.defined()) shift = shift + norm.bias;
  return weightsOf(weight * factor.view({-1, 1, 1, 1}), shift);
}

engine::Level levelOf(const torch::Tensor& weight, const torch::Tensor& bias, const torch::nn::AnyModule& norm) {
  engine::Level level;
  const auto module = norm.is_empty() ? nullptr : norm.ptr();
  const auto batch = std::dynamic_pointer_cast<torch::nn::BatchNorm2dImpl>(module);
  if (batch && batch->options.track_running_stats()) {
    level.weights = folded(weight, bias, *batch);
    return level;
  }
  level.weights = weightsOf(weight, bias);
  const auto instance = std::dynamic_pointer_cast<torch::nn::InstanceNorm2dImpl>(module);
  if (batch || instance) level.groups = level.weights.outputs, level.epsilon = batch ? batch->options.eps() : instance->options.eps();
  if (batch) level.gain = valuesOf(batch->weight), level.shift = valuesOf(batch->bias);
  if (const auto group = std::dynamic_pointer_cast<torch::nn::GroupNormImpl>(module)) {
    level.groups = static_cast<int>(group->options.num_groups());
    level.epsilon = group->options.eps();
    level.gain = valuesOf(group->weight), level.shift = valuesOf(group->bias);
  }
  return level;
}

engine::Level levelOf(const UpLevel& up) {
  if (up.transposed) return levelOf(up.transposed->weight.transpose(0, 1), up.transposed->bias, up.norm);
  engine::Level level = levelOf(up.resized->weight, up.resized->bias, up.norm);
  level.weights = engine::foldedDoubling(level.weights);
  return level;
}

engine::UNetPlan planOf(const UNet& unet, int size) {
  engine::UNetPlan plan;
  plan.size = size;
  plan.inputs = unet.options.inputs;
  plan.skips = unet.options.skips;
  for (int k = 0; k < unet.options.depth; ++k) {
    const auto& down = unet.encoder->at<DownLevel>(static_cast<size_t>(k));
    plan.encoder.push_back(levelOf(down.conv->weight, down.conv->bias, down.norm));
    plan.decoder.push_back(levelOf(unet.decoder->at<UpLevel>(static_cast<size_t>(k))));
  }
  return plan;
}

UNet* unetOf(Generator& network) {
  if (auto* unet = dynamic_cast<UNet*>(&network)) return unet;
  if (auto* colouring = dynamic_cast<ColouringNet*>(&network)) return colouring->unet.get();
  if (auto* palette = dynamic_cast<PaletteNet*>(&network)) return palette->unet.get();
  return nullptr;
}

/// [1,channels,side,side], a view of the plane.
torch::Tensor tensorOf(const engine::Plane& plane, int64_t channels) {
  const int64_t side = plane.side;
  return torch::from_blob(plane.at(0, 0), {1, channels, side, side}, {0, 1, plane.rowPitch, plane.channels}, torch::kFloat);
}

}  // namespace

struct TiledUNet::State {
  State(const engine::UNetPlan& plan, const engine::Kernels& kernels, int threads)
      : kernels(kernels), program(plan, kernels, threads), outputs(plan.decoder.back().weights.outputs), headOutputs(plan.head.outputs) {}
  void runOn(void (engine::UNetProgram::*run)(const float*, const float*), const torch::Tensor& input, const torch::Tensor& context);
  torch::Tensor headResult() const;

  const engine::Kernels& kernels;
  engine::UNetProgram program;
  int outputs, headOutputs;
};

TiledUNet::TiledUNet(std::unique_ptr<State> state) : state_(std::move(state)) {}

TiledUNet::~TiledUNet() = default;

std::unique_ptr<TiledUNet> TiledUNet::make(Generator& network, int size, int threads, const engine::Kernels* kernels) {
  const UNet* unet = unetOf(network);
  if (!kernels || !unet || unet->options.mostChannels > engine::kMostChannels || size >> unet->options.depth < 1 || size % (1 << unet->options.depth) != 0) return nullptr;
  const torch::InferenceMode inference;
  engine::UNetPlan plan = planOf(*unet, size);
  if (const auto* palette = dynamic_cast<const PaletteNet*>(&network)) plan.head = weightsOf(palette->head->weight, palette->head->bias);
  return std::unique_ptr<TiledUNet>(new TiledUNet(std::make_unique<State>(plan, *kernels, threads)));
}

/// `run` of its program.
void TiledUNet::State::runOn(void (engine::UNetProgram::*run)(const float*, const float*), const torch::Tensor& input, const torch::Tensor& context) {
  const torch::Tensor dense = input.contiguous();
  const torch::Tensor added = context.defined() ? context.to(torch::kFloat).contiguous() : torch::Tensor();
  (program.*run)(dense.const_data_ptr<float>(), added.defined() ? added.const_data_ptr<float>() : nullptr);
}

torch::Tensor TiledUNet::State::headResult() const { return headOutputs > 0 ? tensorOf(program.headOutput(), headOutputs) : torch::Tensor(); }

TiledUNet::Result TiledUNet::run(const torch::Tensor& input, const torch::Tensor& context) {
  state_->runOn(&engine::UNetProgram::run, input, context);
  return {tensorOf(state_->program.output(), state_->outputs).clone(torch::MemoryFormat::ChannelsLast), state_->headResult()};
}

torch::Tensor TiledUNet::head(const torch::Tensor& input, const torch::Tensor& context) {
  state_->runOn(&engine::UNetProgram::runHead, input, context);
  return state_->headResult();
}

engine::Team& TiledUNet::team() { return state_->program.team(); }

std::string TiledUNet::kernels() const { return state_->kernels.name; }

}  // namespace chaesaek
