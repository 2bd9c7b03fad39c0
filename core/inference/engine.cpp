// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/engine.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/threads.h"
#include "core/base/usage.h"
#include "core/image/tensors.h"
#include "core/inference/tiled_unet.h"
#include "core/networks/colouring_net.h"
#include "core/networks/device.h"
#include "core/networks/norm.h"
#include "core/networks/palette_net.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace {

constexpr double kEnoughPsnr = 40;  // dB: below it the difference can be seen
constexpr int kTrials = 3;          // of which the fastest counts
constexpr double kClearly = 0.9;    // of the time: less is chance
constexpr double kShort = 5;  // milliseconds

/// A house: a box with a roof.
cv::Mat probe(int s) {
  cv::Mat sketch(s, s, CV_8U, cv::Scalar(255));
  const std::vector<cv::Point> house{{s / 4, s * 7 / 8}, {s / 4, s / 2}, {s / 2, s / 8}, {s * 3 / 4, s / 2}, {s * 3 / 4, s * 7 / 8}};
  cv::polylines(sketch, house, true, cv::Scalar(0), std::max(1, s / 40));
  cv::line(sketch, house[1], house[3], cv::Scalar(0), std::max(1, s / 40));
  return sketch;
}

torch::Tensor probeInput(const Generator& network, int size) {
  if (network.inputs() == 9) return colouringInput(probe(size), {}).unsqueeze(0);
  return sketchTensor(probe(size)).unsqueeze(0).expand({1, network.inputs(), -1, -1}).contiguous();
}

double millisecondsOf(const std::function<void()>& work) {
  double best = INFINITY;
  for (int i = 0; i <= kTrials; ++i) {
    const Stopwatch watch;
    work();
    best = std::min(best, watch.ms());
  }
  return best;
}

/// The layout that the CPU and the GPU run fastest.
void layChannelsLast(Generator& network) {
  for (torch::Tensor& weight : network.parameters())
    if (weight.dim() == 4) weight.set_data(weight.contiguous(torch::MemoryFormat::ChannelsLast));
}

std::shared_ptr<Generator> copyOf(const Generator& network, torch::Device place, torch::ScalarType type) {
  const torch::InferenceMode off(false);
  auto copy = makeNetwork(network.networkName(), network.parametersJson());
  Safetensors weights;
  storeModule(network, "", weights);
  loadModule(*copy, "", weights, "a copy");
  if (takesPictureStatistics(network)) usePictureStatistics(*copy);
  copy->eval();
  for (torch::Tensor& weight : copy->parameters()) weight.set_requires_grad(false);
  copy->to(place, type);
  layChannelsLast(*copy);
  return copy;
}

}  // namespace

double psnr(const torch::Tensor& a, const torch::Tensor& b) {
  const double error = ((a - b) / 2).square().mean().item<double>();  // colours in [0,1]
  return std::isfinite(error) ? -10 * std::log10(error + 1e-12) : 0;
}

struct Engine::State {
  State(std::shared_ptr<Generator> given, torch::Device at, int side) : network(std::move(given)), place(at), size(side) { info.device = deviceName(place); }

  torch::Tensor forward(const torch::Tensor& input);
  torch::Tensor logits(PaletteNet& palette, const torch::Tensor& input, const torch::Tensor& shares);
  torch::Tensor onPlace(const torch::Tensor& input) const { return input.to(place, type, false, false, torch::MemoryFormat::ChannelsLast); }
  bool agrees(const torch::Tensor& input, const torch::Tensor& exact);
  bool tryTiles(const engine::Kernels* kernels, const torch::Tensor& input, const torch::Tensor& exact);
  void tryHalf(const torch::Tensor& input, const torch::Tensor& exact, double before);
  void choose(const std::string& precision);

  std::shared_ptr<Generator> network;  // fp32 on the CPU
  std::shared_ptr<Generator> runner;   // what LibTorch runs: the network, or its copy on the place in the type
  std::unique_ptr<TiledUNet> tiled;    // goes before it
  torch::Device place;
  int size;
  torch::ScalarType type = torch::kFloat;
  EngineInfo info;
};

torch::Tensor Engine::State::forward(const torch::Tensor& input) {
  if (!tiled) return runner->forward(onPlace(input)).to(torch::kCPU, torch::kFloat);
  const SmallSteps small;  // what is left for LibTorch
  const auto [raw, head] = tiled->run(input);
  if (auto* palette = dynamic_cast<PaletteNet*>(network.get())) return palette->mix(palette->partsOf(head, raw, input), input);
  if (dynamic_cast<ColouringNet*>(network.get())) return ColouringNet::mix(raw, input);
  return static_cast<UNet&>(*network).options.tanh ? torch::tanh(raw) : raw;
}

torch::Tensor Engine::State::logits(PaletteNet& palette, const torch::Tensor& input, const torch::Tensor& shares) {
  if (tiled) return palette.logitsOf(tiled->head(input, palette.contextOf(shares)), shares);
  return static_cast<PaletteNet&>(*runner).parts(onPlace(input), shares.defined() ? shares.to(place, type) : shares).logits.to(torch::kCPU, torch::kFloat);
}

bool Engine::State::agrees(const torch::Tensor& input, const torch::Tensor& exact) {
  const double agreement = psnr(forward(input), exact);
  if (agreement >= kEnoughPsnr) info.psnrVsPlainDb = agreement;
  return agreement >= kEnoughPsnr;
}

bool Engine::State::tryTiles(const engine::Kernels* kernels, const torch::Tensor& input, const torch::Tensor& exact) {
  std::unique_ptr<TiledUNet> others = TiledUNet::make(*network, size, at::get_num_threads(), kernels);
  if (!others) {
    if (!tiled) info.note = "slower: no kernels for this processor or network";
    return false;
  }
  const EngineInfo former = info;
  std::swap(tiled, others);
  info.precision = kernels->pairs ? "bf16" : "fp32";
  info.path = tiled->kernels() + " tiles";
  info.note.clear();
  if (agrees(input, exact)) return true;
  info = former;
  std::swap(tiled, others);
  if (!tiled) info.note = "slower: the kernels' colours differ visibly from LibTorch's";
  return false;
}

/// `before`: milliseconds that it has to undercut.
void Engine::State::tryHalf(const torch::Tensor& input, const torch::Tensor& exact, double before) {
  const EngineInfo former = info;
  std::unique_ptr<TiledUNet> formerTiles = std::move(tiled);
  type = place.is_cuda() ? torch::kHalf : torch::kBFloat16;
  runner = copyOf(*network, place, type);
  info.precision = place.is_cuda() ? "fp16" : "bf16";
  info.path = "LibTorch";
  const bool visible = !agrees(input, exact);
  if (!visible && (std::isinf(before) || millisecondsOf([&] { forward(input); }) < kClearly * before)) return;
  info = former;
  if (visible) info.note = "half precision differs visibly from fp32";
  type = torch::kFloat;
  runner = place.is_cpu() ? network : copyOf(*network, place, type);
  tiled = std::move(formerTiles);
}

void Engine::State::choose(const std::string& precision) {
  if (precision != "auto" && precision != "fp32" && precision != "bf16") failUsage("unknown precision " + precision + "; use auto, fp32 or bf16");
  layChannelsLast(*network);
  info.precision = "fp32";
  info.path = "LibTorch";
  info.psnrVsPlainDb = psnr(torch::zeros(1), torch::zeros(1));
  runner = network;
  const torch::Device wanted = std::exchange(place, torch::kCPU);
  const torch::InferenceMode inference;
  const torch::Tensor input = probeInput(*network, size), exact = forward(input);
  place = wanted;
  if (place.is_cuda()) runner = copyOf(*network, place, type);
  else if (precision != "bf16") tryTiles(engine::bestKernels(), input, exact);
  if (precision == "fp32") return;
  const bool asked = place.is_cuda() || precision == "bf16";
  const engine::Kernels* kernels = place.is_cuda() ? nullptr : engine::bf16Kernels();
  const double before = asked ? INFINITY : millisecondsOf([&] { forward(input); });
  // A short forward stays in fp32: nobody sees the gain, and a small network gives the same picture whenever it is opened.
  if (before < kShort) return;
  if (kernels && tryTiles(kernels, input, exact)) return;  // of what is not short they need two thirds of the time or less: no clock is asked
  if (asked || bf16Pays()) tryHalf(input, exact, before);
}

Engine::Engine(std::shared_ptr<Generator> network, torch::Device place, int size, const std::string& precision)
    : state_(std::make_unique<State>(std::move(network), place, size)) {
  state_->choose(precision);
}

Engine::~Engine() = default;

torch::Tensor Engine::forward(const torch::Tensor& input) {
  const torch::InferenceMode inference;
  return state_->forward(input);
}

torch::Tensor Engine::logits(const torch::Tensor& input, const torch::Tensor& shares) {
  const torch::InferenceMode inference;
  return state_->logits(static_cast<PaletteNet&>(*state_->network), input, shares);
}

const EngineInfo& Engine::info() const { return state_->info; }

engine::Team* Engine::team() const { return state_->tiled ? &state_->tiled->team() : nullptr; }

}  // namespace chaesaek
