// SPDX-License-Identifier: GPL-3.0-or-later
// The first GAN: Goodfellow et al., "Generative Adversarial Nets", 2014.
#include "core/experiments/vector_gan.h"
#include "core/losses/adversarial.h"
#include "core/networks/initialise.h"
#include "core/networks/mlp.h"

namespace chaesaek {
namespace {

class Gan : public VectorGan {
 public:
  Gan(const Settings& s, const PictureSet& set, torch::Device device) : VectorGan("gan", s, set, device), minimax_(s.choice("loss") == "minimax") {
    const bool paper = s.choice("networks") == "paper";
    MlpGeneratorOptions g;
    static_cast<VectorOptions&>(g) = vectorOptions(false);
    MlpDiscriminatorOptions d;
    if (paper) {
      g.hidden = {1200, 1200};
      d = MlpDiscriminatorOptions::maxout();
    }
    g.batchNorm = s.on("batch_norm");
    d.inputs = g.channels * g.size * g.size;
    auto generator = std::make_shared<MlpGenerator>(g);
    judge_ = std::make_shared<MlpDiscriminator>(d);
    if (paper) {  // deviations of the authors' U(-.05, .05) and U(-.005, .005)
      initialiseNormal(*generator, 0.029);
      initialiseNormal(*judge_, 0.0029);
    } else {
      initialiseGlorot(*generator);
      initialiseGlorot(*judge_);
    }
    addPlayers(std::move(generator), judge_);
  }

 protected:
  Opinion look(const torch::Tensor& pictures, const torch::Tensor&) override { return {judge_->forward(pictures), {}, {}}; }

  torch::Tensor foolLoss(const Batch& batch, const Opinion& onFake, Scalars& scalars) override {
    if (!minimax_) return VectorGan::foolLoss(batch, onFake, scalars);
    const torch::Tensor loss = minimaxGeneratorLoss(onFake.source);
    scalars.emplace_back("G_adversarial", loss.detach());
    return loss;
  }

 private:
  const bool minimax_;
  std::shared_ptr<MlpDiscriminator> judge_;
};

ParameterSchema ganParameters() {
  ParameterSchema p;
  p.choice("loss", "G's loss", "non_saturating: G wants D to say \"real\"; minimax: G wants D not to say \"made\", which teaches nothing while D is sure.",
           "non_saturating", {"non_saturating", "minimax"})
      .choice("networks", "Networks", "course: 128, 256, 512 and 512, 256, 128 units; paper: 1200, 1200 and two maxout layers with dropout.", "course",
              {"course", "paper"})
      .toggle("batch_norm", "G's batch norm", "Without it G draws some digits never, and mostly ones.", true);
  // On MNIST the Fréchet distance comes down to 139 in five epochs so, and at 2e-4 to 193 in ten.
  addVectorParameters(p, {.batch = 128, .epochs = 25, .rate = 1e-3, .decayShare = 0.5, .ema = 0.99});
  p.preset("course", {{"learning_rate", 1e-4}, {"beta1", 0.9}, {"simultaneous", true}, {"batch_norm", false}, {"epochs", 30}, {"decay_share", 0}, {"ema", 0}});
  // By Adam instead of SGD with momentum.
  p.preset("paper", {{"networks", "paper"}, {"prior", "uniform"}, {"batch", 100}, {"simultaneous", true}, {"epochs", 30}, {"learning_rate", 2e-4},
                     {"batch_norm", false}, {"decay_share", 0}, {"ema", 0}});
  return p;
}

}  // namespace

ExperimentDeclaration gan() {
  ExperimentDeclaration d;
  d.info = vectorGanInfo("gan", "GAN", DataKind::Images);
  d.info.symbol = "square-split-horizontal";
  d.info.sentence = "The first of them: fully connected networks, one that makes pictures, one that judges.";
  d.info.paper = "Goodfellow et al. 2014, arXiv 1406.2661";
  d.info.parameters = ganParameters();
  d.create = makeVectorGan<Gan>;
  return d;
}

}  // namespace chaesaek
