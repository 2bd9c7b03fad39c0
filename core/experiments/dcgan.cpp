// SPDX-License-Identifier: GPL-3.0-or-later
// DCGAN: Radford, Metz, Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
// Networks", 2015.
#include "core/experiments/vector_gan.h"

namespace chaesaek {
namespace {

class Dcgan : public ConvGan {
 public:
  Dcgan(const Settings& s, const PictureSet& set, torch::Device device) : ConvGan("dcgan", s, set, device) {
    addConvPlayers(false, Conditioning::OneHot, {.hidden = static_cast<int>(s.integer("hidden"))});
  }
};

ParameterSchema dcganParameters() {
  ParameterSchema p;
  addClasslessConvParameters(p);
  p.preset("paper", {{"size", 64}, {"base_width", 128}, {"discriminator_width", 128}, {"hidden", 0}, {"prior", "uniform"}, {"batch", 128},
                     {"learning_rate", 2e-4}, {"judge_rate", 1}, {"epochs", 15}, {"decay_share", 0}, {"ema", 0}});
  return p;
}

}  // namespace

ExperimentDeclaration dcgan() {
  ExperimentDeclaration d;
  d.info = vectorGanInfo("dcgan", "DCGAN", DataKind::Images);
  d.info.symbol = "layers";
  d.info.sentence = "Convolutions instead of full connections: sharper pictures, in grey or in colour.";
  d.info.paper = "Radford et al. 2015, arXiv 1511.06434";
  d.info.parameters = dcganParameters();
  d.create = makeVectorGan<Dcgan>;
  return d;
}

}  // namespace chaesaek
