// SPDX-License-Identifier: GPL-3.0-or-later
// ACGAN: Odena, Olah, Shlens, "Conditional Image Synthesis with Auxiliary Classifier GANs", 2016.
#include "core/experiments/vector_gan.h"
#include "core/losses/classes.h"

namespace chaesaek {
namespace {

class Acgan : public ConvGan {
 public:
  Acgan(const Settings& s, const PictureSet& set, torch::Device device) : ConvGan("acgan", s, set, device), realOnly_(s.on("real_only")) {
    ConvDiscriminatorOptions heads;
    heads.classes = static_cast<int>(classCount());
    addConvPlayers(true, parseConditioning(s.choice("conditioning")), heads);
  }

 protected:
  torch::Tensor judgeLoss(const Batch& batch, const Opinion& onReal, const Opinion& onFake, Scalars& scalars) override {
    const torch::Tensor source = ConvGan::judgeLoss(batch, onReal, onFake, scalars), ofReal = classLoss(onReal.classes, batch.at("label"));
    const torch::Tensor classes = realOnly_ ? ofReal : (ofReal + classLoss(onFake.classes, fakes_.labels)) / 2;  // halved as the source's is
    scalars.emplace_back("D_classes", classes.detach());
    return source + classes;
  }

  torch::Tensor foolLoss(const Batch& batch, const Opinion& onFake, Scalars& scalars) override {
    const torch::Tensor source = ConvGan::foolLoss(batch, onFake, scalars), classes = classLoss(onFake.classes, fakes_.labels);
    scalars.emplace_back("G_classes", classes.detach());
    return source + classes;
  }

 private:
  const bool realOnly_;
};

ParameterSchema acganParameters() {
  ParameterSchema p;
  p.choice("conditioning", "How G is told", "hadamard: an embedding of the class times the latent; one_hot: the class behind the latent.", "hadamard",
           conditioningNames())
      .toggle("real_only", "Classes of real pictures alone", "D learns classes from real pictures alone. From made ones too, D and G may agree on classes of their own.", true);
  addConvParameters(p);
  addVectorParameters(p, {.batch = 128, .epochs = 15, .rate = 2e-4, .ema = kConvEma});
  p.preset("paper", {{"conditioning", "one_hot"}, {"real_only", false}, {"ema", 0}});
  return p;
}

}  // namespace

ExperimentDeclaration acgan() {
  ExperimentDeclaration d;
  d.info = vectorGanInfo("acgan", "ACGAN", DataKind::LabelledImages);
  d.info.symbol = "star";
  d.info.sentence = "D also says which class a picture shows, and G wants it to be the right one.";
  d.info.paper = "Odena et al. 2016, arXiv 1610.09585";
  d.info.parameters = acganParameters();
  d.info.plots.insert(d.info.plots.begin() + 1, {"Classes", {"D_classes", "G_classes"},
                                                 "How badly D tells the classes apart, and how badly made pictures show the class that was asked for. Both fall."});
  d.create = makeVectorGan<Acgan>;
  return d;
}

}  // namespace chaesaek
