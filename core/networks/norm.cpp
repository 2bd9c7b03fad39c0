// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/norm.h"

#include <numeric>

#include "core/networks/names.h"

namespace chaesaek {
namespace nn = torch::nn;

const std::vector<std::string>& normNames() {
  static const std::vector<std::string> names = {"none", "batch", "instance", "layer", "group"};
  return names;
}

Norm parseNorm(const std::string& name) { return static_cast<Norm>(indexOfName(normNames(), name, "norm")); }

std::string nameOf(Norm norm) { return normNames().at(static_cast<size_t>(norm)); }

nn::AnyModule makeNorm(Norm norm, int channels, int groups) {
  switch (norm) {
    case Norm::Batch: return nn::AnyModule(nn::BatchNorm2d(channels));
    case Norm::Instance: return nn::AnyModule(nn::InstanceNorm2d(channels));
    case Norm::Layer: return nn::AnyModule(nn::GroupNorm(1, channels));
    case Norm::Group: return nn::AnyModule(nn::GroupNorm(std::gcd(groups, channels), channels));
    case Norm::None: break;
  }
  return {};
}

torch::Tensor applyNorm(nn::AnyModule& norm, const torch::Tensor& x) { return norm.is_empty() ? x : norm.forward(x); }

void usePictureStatistics(nn::Module& module) {
  module.apply([](nn::Module& part) {
    // Without tracking, batch norm takes the batch's statistics; momentum 0 keeps it from touching the running ones.
    if (auto* norm = dynamic_cast<nn::BatchNorm2dImpl*>(&part)) norm->options.track_running_stats(false).momentum(0.0);
  });
}

bool takesPictureStatistics(const nn::Module& module) {
  for (const auto& part : module.modules())
    if (const auto* norm = dynamic_cast<const nn::BatchNorm2dImpl*>(part.get()); norm && !norm->options.track_running_stats()) return true;
  return false;
}

PictureStatistics::PictureStatistics(nn::Module& module) : module_(module), wasTraining_(module.is_training()) {
  module_.eval();
  module_.apply([this](nn::Module& part) {
    auto* norm = dynamic_cast<nn::BatchNorm2dImpl*>(&part);
    if (!norm) return;
    kept_.push_back({norm, norm->running_mean, norm->running_var, norm->options.track_running_stats()});
    norm->options.track_running_stats(false);
    norm->running_mean = norm->running_var = torch::Tensor();  // out of reach: nothing can touch them
  });
}

PictureStatistics::~PictureStatistics() {
  for (const Kept& kept : kept_) {
    kept.norm->options.track_running_stats(kept.tracks);
    kept.norm->running_mean = kept.mean;
    kept.norm->running_var = kept.variance;
  }
  module_.train(wasTraining_);
}

}  // namespace chaesaek
