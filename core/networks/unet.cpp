// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/unet.h"

#include <algorithm>
#include <bit>

#include "core/base/parameters.h"
#include "core/networks/names.h"
#include "core/networks/thread_random.h"

namespace chaesaek {
namespace nn = torch::nn;
namespace {

constexpr int kDropoutLevels = 3;  // innermost decoder levels

const std::vector<std::string>& upsamplingNames() {
  static const std::vector<std::string> names = {"transposed", "resize"};
  return names;
}

const ParameterSchema& schema() {
  static const ParameterSchema s = [] {
    const UNetOptions d;
    ParameterSchema s;
    s.integer("inputs", "Inputs", "Channels that it reads.", d.inputs, 1, 64)
        .integer("outputs", "Outputs", "Channels that it paints.", d.outputs, 1, 64)
        .integer("size", "Size", "Side of the training pictures.", d.size, 4, 4096)
        .integer("depth", "Depth", "Levels down; 0 goes down to 1x1.", d.depth, 0, 12)
        .integer("base_width", "Base width", "Channels of the first level.", d.baseWidth, 1, 512)
        .integer("most_channels", "Most channels", "Channels of the widest level.", d.mostChannels, 1, 1024)
        .choice("norm", "Norm", "Normalisation between the layers.", nameOf(d.norm), normNames())
        .toggle("skips", "Skips", "Off: an encoder-decoder.", d.skips)
        .toggle("dropout", "Dropout", "On the first three decoder levels, in training.", d.dropout)
        .choice("upsampling", "Upsampling", "How the decoder doubles a picture.", "transposed", upsamplingNames())
        .toggle("tanh", "Tanh", "Bounds the output.", d.tanh);
    return s;
  }();
  return s;
}

/// ReLU of two tensors, one's channels behind the other's. Its gradients are whole tensors in the layout of the network's: those of a
/// concatenation are slices, through which batch norm goes number by number, alone.
struct JoinedRelu : torch::autograd::Function<JoinedRelu> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& first, const torch::Tensor& second) {
    torch::Tensor out = torch::cat({first, second}, 1);
    torch::relu_(out);
    context->save_for_backward({out});
    context->saved_data["first"] = first.size(1);
    return out;
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, const torch::autograd::variable_list& gradients) {
    const torch::Tensor out = context->get_saved_variables()[0];
    const int64_t first = context->saved_data["first"].toInt();
    const auto part = [&](int64_t start, int64_t channels) {
      const torch::Tensor values = out.narrow(1, start, channels);
      torch::Tensor gradient = torch::empty(values.sizes(), values.options().memory_format(out.suggest_memory_format()));
      return torch::threshold_backward_out(gradient, gradients[0].narrow(1, start, channels), values, 0);
    };
    return {part(0, first), part(first, out.size(1) - first)};
  }
};

bool hasDropout(const UNetOptions& o, int level) { return o.dropout && level < std::min(kDropoutLevels, o.depth - 1); }

}  // namespace

Upsampling parseUpsampling(const std::string& name) { return static_cast<Upsampling>(indexOfName(upsamplingNames(), name, "upsampling")); }

int UNetOptions::levels() const { return depth > 0 ? depth : std::bit_width(static_cast<unsigned>(size)) - 1; }

int UNetOptions::width(int level) const { return std::min(baseWidth << level, mostChannels); }

void UNetOptions::check() const {
  schema().fromJson(toJson());
  if (depth == 1) failUsage("parameter depth must be 0 (down to 1x1) or 2 and more, not 1");
  if (size % (1 << levels()) != 0)
    failUsage("parameter size must be a multiple of " + std::to_string(1 << levels()) + " for depth " + std::to_string(levels()) +
              ", not " + std::to_string(size));
}

Json UNetOptions::toJson() const {
  return {{"inputs", inputs}, {"outputs", outputs}, {"size", size}, {"depth", depth}, {"base_width", baseWidth},
          {"most_channels", mostChannels}, {"norm", nameOf(norm)}, {"skips", skips}, {"dropout", dropout},
          {"upsampling", upsamplingNames().at(static_cast<size_t>(upsampling))}, {"tanh", tanh}};
}

UNetOptions UNetOptions::fromJson(const Json& json) {
  const Settings s = schema().fromJson(json);
  const auto whole = [&](const char* key) { return static_cast<int>(s.integer(key)); };
  UNetOptions o;
  o.inputs = whole("inputs");
  o.outputs = whole("outputs");
  o.size = whole("size");
  o.depth = whole("depth");
  o.baseWidth = whole("base_width");
  o.mostChannels = whole("most_channels");
  o.norm = parseNorm(s.choice("norm"));
  o.skips = s.on("skips");
  o.dropout = s.on("dropout");
  o.upsampling = parseUpsampling(s.choice("upsampling"));
  o.tanh = s.on("tanh");
  o.check();
  return o;
}

DownLevel::DownLevel(int in, int out, Norm kind, bool bias)
    : conv(register_module("conv", nn::Conv2d(nn::Conv2dOptions(in, out, 4).stride(2).padding(1).bias(bias)))), norm(makeNorm(kind, out)) {
  if (!norm.is_empty()) register_module("norm", norm.ptr());
}

torch::Tensor DownLevel::forward(const torch::Tensor& x) { return applyNorm(norm, conv(x)); }

UpLevel::UpLevel(int in, int out, Norm kind, bool bias, Upsampling upsampling) : norm(makeNorm(kind, out)) {
  if (upsampling == Upsampling::Transposed)
    transposed = register_module("conv", nn::ConvTranspose2d(nn::ConvTranspose2dOptions(in, out, 4).stride(2).padding(1).bias(bias)));
  else
    resized = register_module("conv", nn::Conv2d(nn::Conv2dOptions(in, out, 3).padding(1).bias(bias)));
  if (!norm.is_empty()) register_module("norm", norm.ptr());
}

torch::Tensor UpLevel::forward(const torch::Tensor& x) {
  if (transposed) return applyNorm(norm, transposed(x));
  return applyNorm(norm, resized(torch::upsample_nearest2d(x, {x.size(2) * 2, x.size(3) * 2})));
}

UNet::UNet(UNetOptions given) : options(given) {
  options.check();
  options.depth = options.levels();
  const int depth = options.depth, last = depth - 1;
  const bool bias = options.norm == Norm::None;
  for (int k = 0; k < depth; ++k) {
    const Norm norm = k == 0 || k == last ? Norm::None : options.norm;
    encoder->push_back(std::make_shared<DownLevel>(k == 0 ? options.inputs : options.width(k - 1), options.width(k), norm, bias));
  }
  for (int k = 0; k < depth; ++k) {
    const int in = options.width(last - k) * (k > 0 && options.skips ? 2 : 1);
    const int out = k == last ? options.outputs : options.width(last - k - 1);
    decoder->push_back(std::make_shared<UpLevel>(in, out, k == last ? Norm::None : options.norm, bias || k == last, options.upsampling));
  }
  register_module("encoder", encoder);
  register_module("decoder", decoder);
}

torch::Tensor UNet::forward(const torch::Tensor& input) { return forwardWithFeatures(input).first; }

std::pair<torch::Tensor, torch::Tensor> UNet::forwardWithFeatures(const torch::Tensor& input, const torch::Tensor& context) {
  const int multiple = sideMultiple();
  if (input.dim() != 4 || input.size(1) != options.inputs || input.size(2) % multiple != 0 || input.size(3) % multiple != 0)
    fail("the network reads [N," + std::to_string(options.inputs) + ",H,W] with sides that are multiples of " +
         std::to_string(multiple) + ", not " + c10::str(input.sizes()));
  // Activations work in place: a skip then holds LeakyReLU(x), and ReLU(LeakyReLU(x)) = ReLU(x).
  std::vector<torch::Tensor> skips;
  torch::Tensor x = input, features;
  for (int k = 0; k < options.depth; ++k) {
    if (k > 0) x = torch::leaky_relu_(x, 0.2);
    x = encoder->at<DownLevel>(k).forward(x);
    skips.push_back(x);
  }
  if (context.defined()) x = x + context.to(x.scalar_type()).unsqueeze(-1).unsqueeze(-1);
  for (int k = 0; k < options.depth; ++k) {
    x = k > 0 && options.skips ? JoinedRelu::apply(x, skips[options.depth - 1 - k]) : torch::relu_(x);
    features = x;
    x = decoder->at<UpLevel>(k).forward(x);
    if (hasDropout(options, k)) x = threadDropout(x, 0.5, is_training());
  }
  return {options.tanh ? torch::tanh(x) : x, features};
}

}  // namespace chaesaek
