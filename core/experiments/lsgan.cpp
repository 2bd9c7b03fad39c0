// SPDX-License-Identifier: GPL-3.0-or-later
// LSGAN: Mao et al., "Least Squares Generative Adversarial Networks", 2016. DCGAN's networks, other losses.
#include "core/experiments/vector_gan.h"
#include "core/losses/adversarial.h"

namespace chaesaek {
namespace {

class Lsgan : public ConvGan {
 public:
  Lsgan(const Settings& s, const PictureSet& set, torch::Device device) : ConvGan("lsgan", s, set, device), codes_(leastSquaresCodes(s.choice("coding"))) {
    addConvPlayers(false, Conditioning::OneHot, {.hidden = static_cast<int>(s.integer("hidden"))});
  }

 protected:
  torch::Tensor judgeLoss(const Batch&, const Opinion& onReal, const Opinion& onFake, Scalars& scalars) override {
    const torch::Tensor loss = discriminatorLoss(codes_, onReal.source, onFake.source);
    scalars.emplace_back("D", loss.detach());
    return loss;
  }

  torch::Tensor foolLoss(const Batch&, const Opinion& onFake, Scalars& scalars) override {
    const torch::Tensor loss = generatorLoss(codes_, onFake.source);
    scalars.emplace_back("G_adversarial", loss.detach());
    return loss;
  }

  torch::Tensor realness(const Opinion& opinion) const override {
    return ((opinion.source.to(torch::kFloat32) - codes_.fake) / (codes_.real - codes_.fake)).clamp(0, 1);
  }

 private:
  const LeastSquaresCodes codes_;
};

ParameterSchema lsganParameters() {
  ParameterSchema p;
  p.choice("coding", "Coding", "What D is to say of fakes and of reals, and G wants to hear: zero_one 0, 1, 1; pearson -1, 1, 0.", leastSquaresCodings().front(),
           leastSquaresCodings());
  addClasslessConvParameters(p);
  p.preset("paper", {{"hidden", 0}, {"base_width", 64}, {"discriminator_width", 64}, {"prior", "uniform"}, {"batch", 64}, {"learning_rate", 2e-4},
                     {"judge_rate", 1}, {"decay_share", 0}, {"ema", 0}, {"epochs", 12}});
  return p;
}

}  // namespace

ExperimentDeclaration lsgan() {
  ExperimentDeclaration d;
  d.info = vectorGanInfo("lsgan", "LSGAN", DataKind::Images);
  d.info.symbol = "activity";
  d.info.sentence = "Judged by squared distances: a made picture that D rejects still says by how much.";
  d.info.paper = "Mao et al. 2016, arXiv 1611.04076";
  d.info.parameters = lsganParameters();
  d.info.telling.sure = 0.85;  // answers beyond both codes count as the codes, so that their means stay off them
  d.create = makeVectorGan<Lsgan>;
  return d;
}

}  // namespace chaesaek
