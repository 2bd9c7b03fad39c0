// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/error.h"
#include "core/inference/colourer.h"
#include "core/inference/model_places.h"
#include "core/inference/network_colourer.h"

namespace chaesaek {
namespace {

ModelInfo infoOf(const ModelPlace& place) {
  ModelInfo info;
  info.name = place.name;
  info.path = place.path;
  info.shipped = place.kind == ModelPlace::Kind::Shipped;
  return info;
}

/// Nothing where it is damaged, or no model that colours.
std::optional<ModelInfo> described(const ModelPlace& place) try {
  ModelInfo info = infoOf(place);
  describeModel(info);
  return info;
} catch (const std::exception&) {
  return {};
}

std::string knownNames() {
  std::string text;
  for (const ModelInfo& info : listModels()) text += (text.empty() ? "" : ", ") + info.name;
  return text;
}

ModelInfo findModel(const std::string& nameOrPath) {
  const auto place = findModelPlace(nameOrPath);
  if (!place) failUsage("no model, run or file is called " + nameOrPath + "; known models: " + knownNames());
  return infoOf(*place);
}

}  // namespace

std::optional<ModelInfo> colouringModelAt(const std::string& nameOrPath) try {
  const auto place = findModelPlace(nameOrPath);
  return place ? described(*place) : std::nullopt;
} catch (const Error&) {  // a run without a model yet
  return {};
}

std::vector<ModelInfo> listModels() {
  std::vector<ModelInfo> out;
  for (const ModelPlace& place : modelPlaces())
    if (auto info = described(place)) out.push_back(std::move(*info));
  out.push_back(makeFlatColourer()->info());
  return out;
}

std::string defaultModelName() {
  const std::vector<ModelInfo> models = listModels();
  const auto usual = std::find_if(models.begin(), models.end(), [](const ModelInfo& info) { return info.shipped && info.name == "colouring"; });
  if (usual != models.end()) return usual->name;
  return models.front().shipped ? models.front().name : "flat";
}

std::unique_ptr<Colourer> openColourer(const std::string& nameOrPath, const std::string& device, Recognise recognise,
                                       const std::string& precision) {
  if (device != "auto" && device != "cpu" && device != "cuda") failUsage("unknown device " + device + "; use auto, cpu or cuda");
  if (nameOrPath == "flat") return makeFlatColourer();
  return openNetworkColourer(findModel(nameOrPath), device, recognise, precision);
}

}  // namespace chaesaek
