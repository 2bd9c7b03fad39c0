// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiments/experiment.h"

#include <ATen/autocast_mode.h>

namespace chaesaek {

AutocastScope::AutocastScope(bool on, torch::DeviceType device) : on_(on), device_(device) {
  if (!on_) return;
  before_ = at::autocast::is_autocast_enabled(device_);
  at::autocast::set_autocast_enabled(device_, true);
  at::autocast::set_autocast_dtype(device_, torch::kBFloat16);
  at::autocast::increment_nesting();
}

AutocastScope::~AutocastScope() {
  if (!on_) return;
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  at::autocast::set_autocast_enabled(device_, before_);
}

void Experiment::addNetwork(const std::string& name, std::shared_ptr<torch::nn::Module> module, torch::Device device) {
  module->to(device);
  torch::NoGradGuard guard;
  for (const auto& each : module->modules()) {
    // On the CPU oneDNN gives a transposed convolution's gradient in the usual order: two copies of the largest weights a step.
    if (device.is_cpu() && each->as<torch::nn::ConvTranspose2d>()) continue;
    for (torch::Tensor& p : each->parameters(/*recurse=*/false))
      if (p.dim() == 4) p.set_data(p.contiguous(torch::MemoryFormat::ChannelsLast));
  }
  networks_.push_back({name, std::move(module)});
}

std::shared_ptr<Adam> Experiment::addOptimiser(const std::string& name, const torch::nn::Module& module, Adam::Options options) {
  optimisers_.push_back({name, std::make_shared<Adam>(module.parameters(), options)});
  return optimisers_.back().adam;
}

void addCommonParameters(ParameterSchema& schema, const CommonDefaults& defaults) {
  schema.integer("batch", "Batch", "Drawings in one training step.", defaults.batch, defaults.leastBatch, 1024)
      .integer("epochs", "Epochs", "How often every drawing is seen.", defaults.epochs, 1, 100000)
      .real("learning_rate", "Learning rate", "Step size of Adam.", defaults.rate, 1e-7, 0.1)
      .real("decay_share", "Falling rate", "Share of the run, at its end, over which the learning rate falls to zero.", defaults.decayShare, 0, 1)
      .advanced()
      .real("ema", "Averaged weights", "Decay of the moving average of the generator's weights; 0 is none.", defaults.ema, 0, 0.99999)
      .advanced()
      .choice("precision", "Precision", "bf16 trains faster on processors that are made for it; auto measures.", "auto", {"auto", "fp32", "bf16"})
      .advanced()
      .integer("sample_steps", "Samples every", "The fixed drawings are drawn and measured after so many steps (and often at the start).", 500, 10, 1000000, "steps")
      .advanced()
      .integer("checkpoint_steps", "Checkpoint every", "A checkpoint after so many steps; 0: every ten minutes.", 0, 0, 1000000, "steps")
      .advanced()
      .integer("seed", "Seed", "Runs with the same seed and settings are equal.", 1, 0, 2147483647)
      .advanced()
      .changeable({"epochs", "learning_rate", "decay_share", "precision", "sample_steps", "checkpoint_steps"});
}

void setTrainable(torch::nn::Module& module, bool on) {
  for (auto& p : module.parameters()) p.set_requires_grad(on);
}

}  // namespace chaesaek
