// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint.h"

#include "core/base/error.h"
#include "core/networks/weights.h"

namespace chaesaek {

void saveCheckpoint(const std::filesystem::path& path, const Experiment& experiment, const torch::nn::Module* averaged, const RunPosition& position) {
  Safetensors content;
  for (const auto& network : experiment.networks()) storeModule(*network.module, "network." + network.name, content);
  for (const auto& optimiser : experiment.optimisers()) optimiser.adam->store("optimiser." + optimiser.name, content);
  if (averaged) storeModule(*averaged, "averaged", content);
  content.metadata["run"] = Json{{"step", position.step}, {"seconds", position.seconds}, {"best", position.best}, {"owed", position.owed}, {"mixed", position.mixed.value_or(false)}}.dump();
  writeSafetensors(path, content);
}

RunPosition loadCheckpoint(const std::filesystem::path& path, Experiment& experiment, torch::nn::Module* averaged) {
  const Safetensors content = readSafetensors(path);
  const auto found = content.metadata.find("run");
  if (found == content.metadata.end()) fail(path.string() + " is not a checkpoint of this program");
  const Json state = parseJson(found->second, path.string());
  for (const auto& network : experiment.networks()) loadModule(*network.module, "network." + network.name, content, path.string());
  for (const auto& optimiser : experiment.optimisers()) optimiser.adam->load("optimiser." + optimiser.name, content);
  if (averaged) loadModule(*averaged, "averaged", content, path.string());
  return {state.at("step"), state.at("seconds"), state.at("best"), state.value("owed", false), state.contains("mixed") ? std::optional<bool>(state.at("mixed")) : std::nullopt};
}

}  // namespace chaesaek
