// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/model_file.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/networks/names.h"
#include "core/networks/norm.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int kFormat = 1;
constexpr char kKey[] = "chaesaek";
constexpr double kMostOutput = 1.5;  // tanh keeps 1; a network without it may overshoot a little

ModelDescription descriptionOf(const std::map<std::string, std::string>& metadata, const fs::path& path) {
  const auto found = metadata.find(kKey);
  if (found == metadata.end()) fail(path.string() + " holds no Chaesaek model: its metadata has no key chaesaek");
  try {
    return ModelDescription::fromJson(parseJson(found->second, "its metadata"));
  } catch (const Error& error) {
    fail(path.string() + " is not a usable model: " + error.what());
  }
}

std::shared_ptr<Generator> buildNetwork(const ModelDescription& about, const fs::path& path) try {
  auto network = makeNetwork(about.network, about.parameters);
  if (about.input.size() != static_cast<size_t>(network->inputs()))
    fail("it names " + std::to_string(about.input.size()) + " input channels and has " + std::to_string(network->inputs()));
  if (about.size % network->sideMultiple() != 0)
    fail("its size " + std::to_string(about.size) + " is not a multiple of " + std::to_string(network->sideMultiple()));
  return network;
} catch (const Error& error) {
  fail(path.string() + " is not a usable model: " + error.what());
}

/// One forward of the smallest input that the network takes.
void tryForward(Generator& network, const fs::path& path) {
  const torch::NoGradGuard noGrad;
  const auto output = network.forward(network.probe());
  if (!output.isfinite().all().item<bool>()) fail(path.string() + " is not a usable model: it paints numbers that are not finite");
  if (output.abs().max().item<double>() > kMostOutput) fail(path.string() + " is not a usable model: it paints out of range");
}

}  // namespace

Json ModelDescription::toJson() const {
  Json json = {{"format", kFormat}, {"experiment", experiment}, {"network", {{"name", network}, {"parameters", parameters}}}, {"role", role},
          {"input", input}, {"output", output}, {"size", size}, {"normalisation", normalisation}, {"data", data}, {"licence", licence},
          {"steps", steps}, {"measures", measures}, {"program", program}};
  if (!classes.empty()) json["classes"] = classes;
  return json;
}

ModelDescription ModelDescription::fromJson(const Json& json) try {
  if (json.at("format").get<int>() != kFormat)
    failUsage("its format " + json.at("format").dump() + " is not known; it may come from a newer version");
  ModelDescription d;
  d.experiment = json.at("experiment").get<std::string>();
  d.network = json.at("network").at("name").get<std::string>();
  d.parameters = json.at("network").at("parameters");
  if (!d.parameters.is_object()) failUsage("its description is not understood: the network's parameters are not an object");
  d.role = json.at("role").get<std::string>();
  d.input = json.at("input").get<std::vector<std::string>>();
  d.output = json.at("output").get<std::string>();
  d.size = json.at("size").get<int>();
  d.normalisation = json.at("normalisation").get<std::string>();
  d.classes = json.value("classes", d.classes);
  d.data = json.at("data").get<std::string>();
  d.licence = json.at("licence").get<std::string>();
  d.steps = json.at("steps").get<int64_t>();
  d.measures = json.at("measures");
  d.program = json.at("program").get<std::string>();
  indexOfName({"colouring", "image_to_image", "generator", "recogniser", "judge", "points"}, d.role, "role");
  indexOfName({"fill", "picture"}, d.output, "output");
  indexOfName({"running", "picture"}, d.normalisation, "normalisation");
  if (d.size < 4 || d.size > 4096) failUsage("its size must be between 4 and 4096, not " + std::to_string(d.size));
  return d;
} catch (const Json::exception& error) {
  failUsage(std::string("its description is not understood: ") + error.what());
}

ModelDescription readModelDescription(const fs::path& path) { return descriptionOf(readSafetensorsMetadata(path), path); }

void saveModel(const fs::path& path, ModelDescription description, const Generator& generator, bool half) {
  description.network = generator.networkName();
  description.parameters = generator.parametersJson();
  if (description.program.empty()) description.program = programVersion();
  Safetensors content;
  storeModule(generator, "", content, half ? "F16" : "F32");
  for (const auto& [name, stored] : content.tensors)
    if (!loadTensor(stored).isfinite().all().item<bool>())
      fail(path.string() + " was not written: the weights in " + name + " are not finite");
  content.metadata[kKey] = description.toJson().dump();
  writeSafetensors(path, content);
}

LoadedModel openModel(const fs::path& path) {
  const auto content = readSafetensors(path);
  LoadedModel model{descriptionOf(content.metadata, path), nullptr};
  model.network = buildNetwork(model.description, path);
  loadModule(*model.network, "", content, path.string());
  if (model.description.normalisation == "picture") usePictureStatistics(*model.network);
  model.network->eval();
  for (auto& parameter : model.network->parameters()) parameter.set_requires_grad(false);
  tryForward(*model.network, path);
  return model;
}

}  // namespace chaesaek
