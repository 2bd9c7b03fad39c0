// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment while it trains. Core sources only (torch).
#pragma once
#include <torch/torch.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/values.h"
#include "core/data/loader.h"
#include "core/data/data_set.h"
#include "core/experiments/declaration.h"
#include "core/image/landscape.h"
#include "core/networks/adam.h"
#include "core/networks/device.h"
#include "core/networks/model_file.h"

namespace chaesaek {

/// Named scalars of a phase; tensors, so that the loop waits for the device once a step.
using Scalars = std::vector<std::pair<std::string, torch::Tensor>>;

/// Where a run is, for phases that depend on it.
struct StepContext {
  int64_t step = 0;        ///< 0-based
  int64_t totalSteps = 1;
  bool mixed = false;      ///< bf16 autocast
  double progress() const { return static_cast<double>(step) / static_cast<double>(totalSteps); }
};

/// Mixed precision for forwards and losses; leave the scope before backward(). Does nothing where it is off.
class AutocastScope {
 public:
  AutocastScope(bool on, torch::DeviceType device);
  ~AutocastScope();
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  bool on_, before_ = false;
  torch::DeviceType device_;
};

struct Phase {
  std::string name;
  std::function<Scalars(const Batch&, const StepContext&)> run;
};

struct NamedNetwork {
  std::string name;  ///< the checkpoint format: never rename
  std::shared_ptr<torch::nn::Module> module;
};

struct NamedOptimiser {
  std::string name;  ///< the checkpoint format: never rename
  std::shared_ptr<Adam> adam;
};

/// Networks, optimisers, phases of one run, made from settings. The training loop does the rest and knows no experiment.
class Experiment {
 public:
  virtual ~Experiment() = default;

  const std::vector<NamedNetwork>& networks() const { return networks_; }
  const std::vector<NamedOptimiser>& optimisers() const { return optimisers_; }
  const std::vector<Phase>& phases() const { return phases_; }

  /// The network that the canvas or the explore page loads: its description (without data, steps, measures).
  virtual ModelDescription model() const = 0;
  /// Name of that network in networks().
  virtual std::string generatorName() const = 0;
  /// What is learnt from the data before the first step (a palette), kept in the networks' buffers; what a network that
  /// training starts from has brought along stays.
  virtual void prepare(const DataSet&, const std::vector<int>&) {}
  /// A training sample; called from loader threads, everything random from its Random.
  virtual MakeSample trainingSamples(std::shared_ptr<const DataSet> set) const = 0;
  /// How often each index is drawn; empty: each once an epoch.
  virtual std::vector<double> weights(const DataSet&, const std::vector<int>&) const { return {}; }
  /// What a model file makes, measured on validation drawings; the figure of merit is among it, unless the data are such that
  /// it cannot be known. Tells `progress` before each, and so may be cancelled.
  virtual NamedValues measures(const std::filesystem::path& model, const DataSet& set, const std::vector<int>& drawings,
                               const Progress& progress) const = 0;
  /// The fixed validation drawings as a model file makes them: a row each of square BGR pictures of one size, in the
  /// columns that ExperimentInfo names. Tells `progress` before each.
  virtual std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const DataSet& set, const std::vector<int>& drawings,
                                                    const Progress& progress) const = 0;
  /// What D thinks of pictures that were made of these drawings (BGR), patch by patch: CV_32F in 0..1, the probability
  /// "real", at D's own output size. Empty where there is no D. Changes nothing: no statistics, no random stream.
  virtual std::vector<cv::Mat> judgements(const DataSet&, const std::vector<int>& /*drawings*/, const std::vector<cv::Mat>& /*generated*/) const { return {}; }
  /// A GAN of points as it is now, `generator` beside its D; null for all others. Changes nothing.
  virtual std::shared_ptr<const PointView> view(Generator& /*generator*/, const DataSet&) const { return nullptr; }

 protected:
  /// Registers a network: moved to the device, its weights channels_last where that is faster.
  void addNetwork(const std::string& name, std::shared_ptr<torch::nn::Module> module, torch::Device device);
  std::shared_ptr<Adam> addOptimiser(const std::string& name, const torch::nn::Module& module, Adam::Options options);
  void addPhase(const std::string& name, std::function<Scalars(const Batch&, const StepContext&)> run) { phases_.push_back({name, std::move(run)}); }

 private:
  std::vector<NamedNetwork> networks_;
  std::vector<NamedOptimiser> optimisers_;
  std::vector<Phase> phases_;
};

/// An experiment that learns from sets of one kind (PairSet…), and is asked with that kind.
template <class Set>
class ExperimentOn : public Experiment {
 public:
  virtual void prepare(const Set&, const std::vector<int>&) {}
  virtual MakeSample trainingSamples(std::shared_ptr<const Set> set) const = 0;
  virtual std::vector<double> weights(const Set&, const std::vector<int>&) const { return {}; }
  virtual NamedValues measures(const std::filesystem::path& model, const Set& set, const std::vector<int>& drawings,
                               const Progress& progress) const = 0;
  virtual std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const Set& set, const std::vector<int>& drawings,
                                                    const Progress& progress) const = 0;
  virtual std::vector<cv::Mat> judgements(const Set&, const std::vector<int>&, const std::vector<cv::Mat>&) const { return {}; }
  virtual std::shared_ptr<const PointView> view(Generator&, const Set&) const { return nullptr; }

  void prepare(const DataSet& set, const std::vector<int>& drawings) final { prepare(of(set), drawings); }
  MakeSample trainingSamples(std::shared_ptr<const DataSet> set) const final { return trainingSamples(std::dynamic_pointer_cast<const Set>(set)); }
  std::vector<double> weights(const DataSet& set, const std::vector<int>& indices) const final { return weights(of(set), indices); }
  NamedValues measures(const std::filesystem::path& model, const DataSet& set, const std::vector<int>& drawings,
                       const Progress& progress) const final {
    return measures(model, of(set), drawings, progress);
  }
  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const DataSet& set, const std::vector<int>& drawings,
                                            const Progress& progress) const final {
    return samples(model, of(set), drawings, progress);
  }
  std::vector<cv::Mat> judgements(const DataSet& set, const std::vector<int>& drawings, const std::vector<cv::Mat>& generated) const final {
    return judgements(of(set), drawings, generated);
  }
  std::shared_ptr<const PointView> view(Generator& generator, const DataSet& set) const final { return view(generator, of(set)); }

 private:
  static const Set& of(const DataSet& set) { return dynamic_cast<const Set&>(set); }  // openData() gave it
};

/// The whole declaration: what is known, and how a run of it is made. The data say how many classes there are, and the like.
struct ExperimentDeclaration {
  ExperimentInfo info;
  std::function<std::unique_ptr<Experiment>(const Settings&, const DataSet&, torch::Device)> create;
};

const ExperimentDeclaration& experimentDeclaration(const std::string& id);
/// Adds one to the list (registry.cpp's own lines, and tests).
void addExperiment(ExperimentDeclaration declaration);

/// Parameters that every experiment has: batch, rate, epochs, decay, EMA, mixed precision, seed.
struct CommonDefaults {
  int batch = 1, epochs = 200;
  double rate = 2e-4, decayShare = 0, ema = 0;
  int leastBatch = 1;
};
void addCommonParameters(ParameterSchema& schema, const CommonDefaults& defaults);

/// Turns gradients of a network's weights on or off: D costs nothing for its weights while G is trained.
void setTrainable(torch::nn::Module& module, bool on);

}  // namespace chaesaek
