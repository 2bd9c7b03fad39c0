// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments small enough for a test, with a toy set of the kind that they learn from.
#pragma once
#include <cmath>
#include <map>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/data/point_set.h"
#include "core/experiments/experiment.h"
#include "core/networks/thread_random.h"
#include "tests/toy_pairs.h"
#include "tests/toy_pictures.h"

namespace chaesaek {

inline std::shared_ptr<const DataSet> toySet(DataKind kind) {
  if (kind == DataKind::Pairs) return std::make_shared<ToyPairs>();
  if (kind == DataKind::Points) return openPoints("ring");
  if (kind == DataKind::LabelledImages || kind == DataKind::Images) return std::make_shared<ToyPictures>();
  fail("there is no toy set of " + dataKindName(kind));
}

/// Settings small enough for a test, whatever the experiment; pictures are as large as the toy set's. No hidden layer: of a batch that
/// is one picture again and again its batch norm leaves nothing.
inline Settings tinySettings(const ExperimentInfo& info) {
  Settings s = info.parameters.defaults();
  const std::map<std::string, Json> wanted = {{"size", info.data == DataKind::Pairs ? 64 : 0}, {"base_width", 8}, {"discriminator_width", 8}, {"hidden", 0}, {"width", 32}, {"most_channels", 32},
                                              {"batch", 2}, {"labels", 6}, {"precision", "fp32"}, {"palette", 8}, {"told", true}, {"dropout", false}, {"epochs", 1},
                                              {"learning_rate", 2e-3}};
  for (const auto& p : info.parameters.all())
    if (const auto found = wanted.find(p.key); found != wanted.end()) s.set(p.key, found->second);
  return s;
}

/// Prepared with the training part, from the same random weights each time.
inline std::unique_ptr<Experiment> makeTiny(const std::string& id, const Settings& settings, const DataSet& set) {
  seedThreadRandom(3);
  auto experiment = experimentDeclaration(id).create(settings, set, torch::kCPU);
  experiment->prepare(set, indicesOf(set, Split::Train));
  return experiment;
}

inline Batch batchOf(const Experiment& experiment, std::shared_ptr<const DataSet> set, int count) {
  LoaderOptions options;
  options.batch = count;
  Loader loader(indicesOf(*set, Split::Train), {}, experiment.trainingSamples(set), options);
  return loader.next();
}

inline std::shared_ptr<torch::nn::Module> networkOf(const Experiment& experiment, const std::string& name) {
  for (const auto& network : experiment.networks())
    if (network.name == name) return network.module;
  return nullptr;
}

/// With some settings of its own.
inline std::unique_ptr<Experiment> makeTiny(const std::string& id, const DataSet& set, const std::map<std::string, Json>& differences = {}) {
  Settings s = tinySettings(experimentInfo(id));
  for (const auto& [key, value] : differences) s.set(key, value);
  return makeTiny(id, s, set);
}

inline Scalars runPhase(Experiment& experiment, const std::string& name, const Batch& batch) {
  for (const auto& phase : experiment.phases())
    if (phase.name == name) return phase.run(batch, {0, 100, false});
  return {};
}

inline double scalarOf(const Scalars& scalars, const std::string& name) {
  for (const auto& [each, value] : scalars)
    if (each == name) return value.item<double>();
  return std::nan("");
}

}  // namespace chaesaek
