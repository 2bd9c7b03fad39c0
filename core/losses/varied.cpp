// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/losses/varied.h"

#include "core/networks/thread_random.h"

namespace chaesaek {
namespace {

/// [N,1,1,1], uniform in [low, high).
torch::Tensor each(const torch::Tensor& pictures, double low, double high) {
  return torch::rand({pictures.size(0), 1, 1, 1}, threadRandom()).to(pictures.options()) * (high - low) + low;
}

torch::Tensor recoloured(const torch::Tensor& pictures) {
  torch::Tensor x = pictures + each(pictures, -0.5, 0.5);
  if (x.size(1) == 3) x = torch::lerp(x.mean(1, true).expand_as(x), x, each(x, 0, 2).expand_as(x));
  return torch::lerp(x.mean({1, 2, 3}, true).expand_as(x), x, each(x, 0.5, 1.5).expand_as(x));
}

/// By whole pixels; what comes in is 0.
torch::Tensor shifted(const torch::Tensor& pictures) {
  const int64_t count = pictures.size(0), side = pictures.size(3), most = side / 8;
  const torch::Tensor by = torch::randint(-most, most + 1, {count, 2}, threadRandom()).to(pictures.options()) * (2. / static_cast<double>(side));
  const torch::Tensor along = (2 * torch::arange(side, pictures.options()) + 1) / side - 1;  // affine_grid_generator would multiply, in bf16 under autocast
  const torch::Tensor x = along.view({1, 1, side}) + by.select(1, 0).view({count, 1, 1}), y = along.view({1, side, 1}) + by.select(1, 1).view({count, 1, 1});
  const torch::Tensor grid = torch::stack({x.expand({count, side, side}), y.expand({count, side, side})}, 3);
  return torch::grid_sampler_2d(pictures, grid, 1, 0, false);  // the nearest pixel, nothing outside
}

torch::Tensor covered(const torch::Tensor& pictures) {
  const int64_t count = pictures.size(0), side = pictures.size(3), cover = side / 2;
  const torch::Tensor along = torch::arange(side, pictures.options());
  const auto inside = [&] {  // [N,S]
    const torch::Tensor start = torch::randint(-cover / 2, side - cover / 2 + 1, {count, 1}, threadRandom()).to(pictures.options());
    return along.ge(start).logical_and(along.lt(start + cover));
  };
  const torch::Tensor rows = inside(), columns = inside();
  return pictures.masked_fill(rows.unsqueeze(2).logical_and(columns.unsqueeze(1)).unsqueeze(1), 0);
}

}  // namespace

torch::Tensor varied(const torch::Tensor& pictures) { return covered(shifted(recoloured(pictures.to(torch::kFloat32)))); }

}  // namespace chaesaek
