// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment in one file: a one-layer "colour by L1" network. Added with one line: addExperiment(toyExperiment()).
#include "core/experiments/experiment.h"
#include "core/inference/colourer.h"
#include "core/losses/reconstruction.h"
#include "core/networks/unet.h"

namespace chaesaek {
namespace {

class Toy : public ExperimentOn<PairSet> {
 public:
  Toy(const Settings& s, torch::Device device) : size_(static_cast<int>(s.integer("size"))) {
    UNetOptions options;
    options.size = size_;
    options.depth = 2;
    options.baseWidth = 4;
    options.norm = Norm::None;
    options.dropout = false;
    network_ = std::make_shared<UNet>(options);
    addNetwork("G", network_, device);
    adam_ = addOptimiser("G", *network_, {s.real("learning_rate")});
    addPhase("G", [this](const Batch& b, const StepContext&) -> Scalars {
      const torch::Tensor loss = l1Loss(network_->forward(b.at("input")), b.at("target"));
      adam_->zeroGrad();
      loss.backward();
      adam_->step();
      return {{"loss", loss.detach()}};
    });
  }
  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "toy";
    d.role = "image_to_image";
    d.input = {"sketch"};
    d.output = "picture";
    d.size = size_;
    return d;
  }
  std::string generatorName() const override { return "G"; }
  MakeSample trainingSamples(std::shared_ptr<const PairSet> set) const override {
    return [set, size = size_](int index, Random&) { return plainPairSample(*set, index, size, false); };
  }
  NamedValues measures(const std::filesystem::path&, const PairSet&, const std::vector<int>&, const Progress&) const override {
    return {{"toy", 1}};
  }
  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path&, const PairSet& set, const std::vector<int>& drawings, const Progress&) const override {
    std::vector<std::vector<cv::Mat>> rows;
    for (int drawing : drawings) rows.push_back({set.load(drawing, 0).picture});
    return rows;
  }

 private:
  int size_;
  std::shared_ptr<UNet> network_;
  std::shared_ptr<Adam> adam_;
};

}  // namespace

ExperimentDeclaration toyExperiment() {
  ExperimentDeclaration d;
  d.info.id = "toy";
  d.info.title = "Toy";
  d.info.sentence = "A very small network.";
  d.info.parameters.integer("size", "Size", "Side.", 64, 16, 128, "px");
  addCommonParameters(d.info.parameters, {.batch = 2, .epochs = 2, .rate = 1e-3});
  d.info.plots = {{"Loss", {"loss"}}};
  d.info.telling = {"", "", {"loss"}};
  d.info.merit = {"toy", "Toy", true};
  d.info.columns = {kGeneratedColumn};
  d.info.phases = {"G"};
  d.create = [](const Settings& s, const DataSet&, torch::Device device) { return std::make_unique<Toy>(s, device); };
  return d;
}

}  // namespace chaesaek
