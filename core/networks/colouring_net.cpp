// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/colouring_net.h"

#include "core/base/error.h"

namespace chaesaek {

UNetOptions colouringOptions(int size, int baseWidth) {
  UNetOptions options;
  options.inputs = 9;
  options.outputs = 4;
  options.size = size;
  options.baseWidth = baseWidth;
  options.norm = Norm::Group;
  options.dropout = false;
  options.tanh = false;
  return options;
}

ColouringNet::ColouringNet(const UNetOptions& options) {
  if (options.inputs != 9 || options.outputs != 4 || options.tanh)
    failUsage("a colouring network has 9 inputs and 4 outputs without tanh: start from colouringOptions");
  unet = register_module("unet", std::make_shared<UNet>(options));
}

torch::Tensor ColouringNet::forward(const torch::Tensor& x) { return mix(unet->forward(x), x); }

torch::Tensor ColouringNet::mix(const torch::Tensor& raw, const torch::Tensor& x) {
  const auto full = raw.to(x.scalar_type());  // autocast leaves bf16, too coarse for colours
  const auto colours = torch::tanh(full.narrow(1, 0, 3));
  const auto gate = torch::sigmoid(full.narrow(1, 3, 1) * 4 + 1) * x.narrow(1, 8, 1);
  return colours + gate * (x.narrow(1, 5, 3) - colours);
}

}  // namespace chaesaek
