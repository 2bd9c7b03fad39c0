// SPDX-License-Identifier: GPL-3.0-or-later
// The conditional GAN: Mirza, Osindero, "Conditional Generative Adversarial Nets", 2014.
#include <torch/torch.h>

#include <cmath>

#include "core/experiments/vector_gan.h"
#include "core/networks/initialise.h"
#include "core/networks/mlp.h"

namespace chaesaek {
namespace {

/// Glorot's rule reckons with inputs of variance 1; of a label's only one is on. What a label says would at first vary about
/// a ninth as much as what picture and latent say, and neither network would come to listen to it. So its layer is given the
/// variance that the other's has.
void speakAsLoudAs(const torch::nn::LinearImpl& other, torch::nn::LinearImpl& label) {
  const torch::NoGradGuard noGradients;
  const auto fans = [](const torch::nn::LinearImpl& l) { return static_cast<double>(l.options.in_features() + l.options.out_features()); };
  label.weight.mul_(std::sqrt(static_cast<double>(other.options.in_features()) * fans(label) / fans(other)));
}

class Cgan : public VectorGan {
 public:
  Cgan(const Settings& s, const PictureSet& set, torch::Device device) : VectorGan("cgan", s, set, device) {
    const VectorOptions shape = vectorOptions(true);
    MlpGeneratorOptions g = MlpGeneratorOptions::conditional(shape.classes);
    static_cast<VectorOptions&>(g) = shape;
    if (s.choice("networks") == "paper") {
      g.latentWidth = 200;
      g.classWidth = 1000;
      g.hidden = {1200};
    }
    g.batchNorm = s.on("batch_norm");
    MaxoutDiscriminatorOptions d;
    d.inputs = g.channels * g.size * g.size;
    d.classes = g.classes;
    if (!s.on("dropout")) d.inputDropout = d.dropout = 0;
    auto generator = std::make_shared<MlpGenerator>(g);
    judge_ = std::make_shared<MaxoutDiscriminator>(d);
    initialiseGlorot(*generator);
    initialiseGlorot(*judge_);
    speakAsLoudAs(*generator->fromLatent, *generator->fromClass);
    speakAsLoudAs(*judge_->picture->linear, *judge_->label->linear);
    addPlayers(std::move(generator), judge_);
  }

 protected:
  Opinion look(const torch::Tensor& pictures, const torch::Tensor& labels) override {
    return {judge_->forward(pictures, torch::one_hot(labels, judge_->options.classes).to(pictures.scalar_type())), {}, {}};
  }

 private:
  std::shared_ptr<MaxoutDiscriminator> judge_;
};

ParameterSchema cganParameters() {
  ParameterSchema p;
  p.choice("networks", "G's network", "course: 256 units each for latent and class, then 512; paper: 200 and 1000, then 1200.", "course", {"course", "paper"})
      .toggle("batch_norm", "G's batch norm", "Without it D soon tells G's pictures from real ones without looking at the class, and G learns little.", true)
      .toggle("dropout", "D's dropout", "A fifth of the picture and half of the hidden units are left out while D learns; it learns classes more slowly.",
              false);
  // Over the half of the run in which the rate falls, label agreement on MNIST rises from .96 to .99.
  addVectorParameters(p, {.batch = 128, .epochs = 25, .rate = 1e-3, .decayShare = 0.5, .ema = 0.99});
  // The course's dropout is never switched on.
  p.preset("course", {{"learning_rate", 1e-4}, {"beta1", 0.9}, {"simultaneous", true}, {"batch_norm", false}, {"decay_share", 0}, {"ema", 0}});
  // By Adam instead of SGD with momentum, and no dropout in G.
  p.preset("paper", {{"networks", "paper"}, {"prior", "uniform"}, {"batch", 100}, {"learning_rate", 2e-4}, {"batch_norm", false}, {"dropout", true},
                     {"decay_share", 0}, {"ema", 0}});
  return p;
}

}  // namespace

ExperimentDeclaration cgan() {
  ExperimentDeclaration d;
  d.info = vectorGanInfo("cgan", "Conditional GAN", DataKind::LabelledImages);
  d.info.symbol = "list-plus";
  d.info.sentence = "Both networks are told the class: G draws what it is asked for.";
  d.info.paper = "Mirza, Osindero 2014, arXiv 1411.1784";
  d.info.parameters = cganParameters();
  d.create = makeVectorGan<Cgan>;
  return d;
}

}  // namespace chaesaek
