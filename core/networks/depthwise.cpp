// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/depthwise.h"

#include <ATen/Parallel.h>

#include <array>

namespace chaesaek {
namespace {

constexpr int64_t kLanes = 16;  // channels that are summed side by side

/// Pictures in memory as [N,H,W,C].
struct Laid {
  explicit Laid(const torch::Tensor& t) : tensor(t.to(torch::kFloat32).contiguous(torch::MemoryFormat::ChannelsLast)), channels(t.size(1)), height(t.size(2)), width(t.size(3)) {}
  const float* row(int64_t picture, int64_t y) const { return tensor.const_data_ptr<float>() + (picture * height + y) * width * channels; }
  torch::Tensor tensor;
  int64_t channels, height, width;
};

/// Row `ky` of the filters' gradients of kLanes channels from `channel` on: the sum of what each tap saw times what was asked of it.
template <int K>
std::array<std::array<float, kLanes>, K> filterRow(const Laid& x, const Laid& gradient, int64_t ky, int64_t channel, int64_t stride) {
  std::array<std::array<float, kLanes>, K> sums{};
  const int64_t pictures = x.tensor.size(0);
  for (int64_t n = 0; n < pictures; ++n)
    for (int64_t y = 0; y < gradient.height; ++y) {
      const float* g = gradient.row(n, y) + channel;
      const float* seen = x.row(n, y * stride + ky) + channel;
      for (int64_t i = 0; i < gradient.width; ++i, g += gradient.channels, seen += stride * x.channels)
        for (int kx = 0; kx < K; ++kx)
          for (int64_t c = 0; c < kLanes; ++c) sums[static_cast<size_t>(kx)][static_cast<size_t>(c)] += g[c] * seen[kx * x.channels + c];
    }
  return sums;
}

template <int K>
torch::Tensor filterGradient(const Laid& x, const Laid& gradient, int64_t stride) {
  torch::Tensor out = torch::empty({x.channels, 1, K, K});
  float* values = out.mutable_data_ptr<float>();
  at::parallel_for(0, K * x.channels / kLanes, 1, [&](int64_t begin, int64_t end) {
    for (int64_t job = begin; job < end; ++job) {
      const int64_t ky = job % K, channel = job / K * kLanes;
      const auto sums = filterRow<K>(x, gradient, ky, channel, stride);
      for (int64_t c = 0; c < kLanes; ++c)
        for (int kx = 0; kx < K; ++kx) values[((channel + c) * K + ky) * K + kx] = sums[static_cast<size_t>(kx)][static_cast<size_t>(c)];
    }
  });
  return out;
}

/// The gradient with stride - 1 zeros between its pixels, `before` zeros before them, of `height` x `width` in all.
torch::Tensor apart(const torch::Tensor& gradient, int64_t stride, int64_t before, int64_t height, int64_t width) {
  torch::Tensor out = torch::empty({gradient.size(0), gradient.size(1), height, width}, gradient.options(), torch::MemoryFormat::ChannelsLast).zero_();
  const auto every = [&](const torch::Tensor& t, int64_t dim) { return t.slice(dim, before, before + (gradient.size(dim) - 1) * stride + 1, stride); };
  every(every(out, 2), 3).copy_(gradient);
  return out;
}

torch::Tensor padded(const torch::Tensor& x, Margin margin) {
  return torch::constant_pad_nd(x, {margin.before, margin.after, margin.before, margin.after}, 0);
}

torch::Tensor convolved(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, int64_t stride, int64_t padding) {
  return torch::conv2d(x, weight, bias, at::IntArrayRef{stride}, at::IntArrayRef{padding}, at::IntArrayRef{1}, weight.size(0));
}

torch::Tensor plainDepthwise(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, int64_t stride, Margin margin) {
  if (margin.before == margin.after) return convolved(x, weight, bias, stride, margin.before);
  return convolved(padded(x, margin), weight, bias, stride, 0);
}

struct Depthwise : torch::autograd::Function<Depthwise> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight, int64_t stride, Margin margin) {
    context->save_for_backward({x, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["before"] = margin.before;
    context->saved_data["after"] = margin.after;
    return plainDepthwise(x, weight, {}, stride, margin);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, const torch::autograd::variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &weight = saved[1], &gradient = gradients[0];
    const int64_t stride = context->saved_data["stride"].toInt(), k = weight.size(2);
    const Margin margin{context->saved_data["before"].toInt(), context->saved_data["after"].toInt()};
    const torch::Tensor turned = weight.flip({2, 3}).to(gradient.scalar_type());
    const int64_t around = k - 1 - margin.before;
    const torch::Tensor ofInput = stride == 1 ? convolved(gradient, turned, {}, 1, around)
                                              : convolved(apart(gradient, stride, around, x.size(2) + k - 1, x.size(3) + k - 1), turned, {}, 1, 0);
    const Laid seen(padded(x, margin)), asked(gradient);
    const torch::Tensor ofWeight = k == 3 ? filterGradient<3>(seen, asked, stride) : filterGradient<5>(seen, asked, stride);
    return {ofInput.to(x.scalar_type()), ofWeight.to(weight.scalar_type()), {}, {}};
  }
};

}  // namespace

torch::Tensor depthwiseConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, int64_t stride, Margin margin) {
  const int64_t channels = weight.size(0), k = weight.size(2);
  const bool own = x.is_cpu() && torch::GradMode::is_enabled() && !bias.defined() && channels % kLanes == 0 && (k == 3 || k == 5);
  return own ? Depthwise::apply(x, weight, stride, margin) : plainDepthwise(x, weight, bias, stride, margin);
}

}  // namespace chaesaek
