// SPDX-License-Identifier: GPL-3.0-or-later
// The colouring network: sketch and hints in, the colours without ink out. A U-Net with GroupNorm whose gate mixes the
// hints, spread over their regions, with a colour that it chooses from a palette (or, without one, paints by L1).
#include "core/data/common_colours.h"
#include "core/data/partners.h"
#include "core/evaluation/evaluate.h"
#include "core/experiments/experiment.h"
#include "core/image/tensors.h"
#include "core/inference/colourer.h"
#include "core/losses/palette.h"
#include "core/losses/reconstruction.h"
#include "core/networks/colouring_net.h"
#include "core/networks/initialise.h"
#include "core/networks/palette_net.h"

namespace chaesaek {
namespace {

UNetOptions shaped(UNetOptions options, const Settings& s) {
  options.mostChannels = static_cast<int>(s.integer("most_channels"));
  options.depth = static_cast<int>(s.integer("depth"));
  return options;
}

/// [3,h,w]: a picture whose colours the network is told: the target's (half), another drawing's of the same thing (a third), or paper.
torch::Tensor toldColours(const PairSet& set, const std::vector<int>& partners, const torch::Tensor& target, Random& random) {
  constexpr int kSide = 32;
  const double which = random.uniform();
  if (which < 1. / 2) return torch::upsample_nearest2d(target.unsqueeze(0), {kSide, kSide})[0];
  if (which > 5. / 6) return torch::ones({3, kSide, kSide});
  const int partner = partners[static_cast<size_t>(random.integer(0, static_cast<int>(partners.size()) - 1))];
  return torch::upsample_nearest2d(colourTensor(set.loadParts(partner, set.nativeWidth(), kLoadFill).fill).unsqueeze(0), {kSide, kSide})[0];
}

class Colouring : public ExperimentOn<PairSet> {
 public:
  Colouring(const Settings& s, torch::Device device) : settings_(s), device_(device) {
    const int width = static_cast<int>(s.integer("base_width")), colours = static_cast<int>(s.integer("palette"));
    if (colours > 1) {
      PaletteOptions options = PaletteOptions::with(size(), width, colours);
      options.unet = shaped(options.unet, s);
      options.told = s.on("told");
      chooser_ = std::make_shared<PaletteNet>(options);
      generator_ = chooser_;
    } else {
      generator_ = std::make_shared<ColouringNet>(shaped(colouringOptions(size(), width), s));
    }
    initialiseHe(*generator_);
    if (chooser_) chooser_->forgetShares();
    addNetwork("G", generator_, device);
    adam_ = addOptimiser("G", *generator_, {s.real("learning_rate"), 0.5, 0.999});
    addPhase("G", [this](const Batch& b, const StepContext& c) { return step(b, c); });
  }

  std::string generatorName() const override { return "G"; }

  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "colouring";
    d.role = "colouring";
    d.input = {"sketch", "hint_r", "hint_g", "hint_b", "hint_mask", "spread_r", "spread_g", "spread_b", "spread_mask"};
    d.output = "fill";
    d.size = size();
    return d;
  }

  void prepare(const PairSet& set, const std::vector<int>& drawings) override {
    if (!chooser_ || chooser_->palette.any().item<bool>()) return;  // of the network that it starts from
    const ColourStatistics found = commonColours(set, drawings, chooser_->options.colours, static_cast<uint64_t>(settings_.integer("seed")));
    torch::NoGradGuard guard;
    chooser_->palette.copy_(found.colours);
    chooser_->rarity.copy_(found.rarity);
  }

  MakeSample trainingSamples(std::shared_ptr<const PairSet> set) const override {
    const double severity = settings_.real("severity"), unit = size() / kReferenceSide;
    Augmentation a;
    a.side = size();
    a.loadSide = size() * 280 / 256;
    a.rotate = 12;
    a.scale = 0.15;
    a.elastic = 3 * severity * unit;
    a.lineWidth = true;
    a.wobble = 2 * severity * unit;
    a.doodle = severity;
    a.gaps = static_cast<int>(6 * severity);
    a.unfinished = settings_.real("unfinished");
    HintSimulation h;
    h.without = settings_.real("without_hints");
    h.recoloured = settings_.real("recoloured");
    if (!chooser_ || !chooser_->options.told) return [set, a, h](int index, Random& random) { return colouringSample(*set, index, a, h, random); };
    return [set, a, h, partners = partnersOf(*set)](int index, Random& random) {
      Batch batch = colouringSample(*set, index, a, h, random);
      batch["told"] = toldColours(*set, partners[static_cast<size_t>(index)], batch.at("target"), random);
      return batch;
    };
  }

  std::vector<double> weights(const PairSet& set, const std::vector<int>& indices) const override { return balancedWeights(set, indices); }

  NamedValues measures(const std::filesystem::path& model, const PairSet& set, const std::vector<int>& drawings,
                       const Progress& progress) const override {
    const auto colourer = openColourer(model.string(), deviceName(device_), Recognise::ByTrain, "fp32");
    EvaluateOptions options;
    options.leak = false;
    const ColourMeasures m = evaluateDrawings(*colourer, set, drawings, options, progress);
    const double hue = m.noHintHue.value_or(0), recoloured = m.recolouredObedience.value_or(0);
    return {{"no_hint_hue_plus_recoloured_obedience", hue + recoloured}, {"no_hint_hue", hue}, {"recoloured_obedience", recoloured}};
  }

  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const PairSet& set, const std::vector<int>& drawings,
                                            const Progress& progress) const override {
    const auto colourer = openColourer(model.string(), deviceName(device_), Recognise::ByTrain, "fp32");
    return drawingRows(*colourer, set, drawings, {}, progress);
  }

 private:
  int size() const { return static_cast<int>(settings_.integer("size")); }

  Scalars step(const Batch& batch, const StepContext& context) {
    const torch::Tensor input = batch.at("input"), real = batch.at("target").to(torch::kFloat32), weight = batch.at("weight").to(torch::kFloat32);
    Scalars scalars;
    torch::Tensor total;
    if (chooser_) {
      const auto told = batch.find("told");
      const torch::Tensor shares = told == batch.end() ? torch::Tensor() : colourShares(told->second.to(torch::kFloat32), chooser_->palette);
      PaletteNet::Parts parts;
      torch::Tensor mixed;
      {
        AutocastScope scope(context.mixed, device_.type());
        parts = chooser_->parts(input, shares);
        mixed = chooser_->mix({parts.logits.detach(), parts.gate}, input);
      }
      const torch::Tensor choice = paletteLoss(parts.logits.to(torch::kFloat32), real, chooser_->palette, chooser_->rarity);
      // The gate alone learns from this: where the spread hint is right, and where the chosen colour is.
      const torch::Tensor off = weightedL1Loss(mixed.to(torch::kFloat32), real, weight);
      scalars = {{"G_l1", off.detach()}, {"G_choice", choice.detach()}};
      total = choice + off;
    } else {
      AutocastScope scope(context.mixed, device_.type());
      total = weightedL1Loss(generator_->forward(input).to(torch::kFloat32), real, weight);
      scalars = {{"G_l1", total.detach()}};
    }
    adam_->zeroGrad();
    total.backward();
    adam_->step();
    return scalars;
  }

  Settings settings_;
  torch::Device device_;
  std::shared_ptr<Generator> generator_;
  std::shared_ptr<PaletteNet> chooser_;  // generator_, where it has a palette
  std::shared_ptr<Adam> adam_;
};

ParameterSchema colouringParameters() {
  ParameterSchema p;
  p.integer("base_width", "Base width", "Channels of the network's first level.", 32, 8, 128)
      .integer("size", "Picture size", "Side of the training pictures.", 256, 64, 512, "px")
      .integer("palette", "Palette", "Colours that it chooses from, the commonest of the data; 0 paints freely by L1.", 64, 0, 256)
      .toggle("told", "Told colours", "It learns to place a palette: what share of a drawing each colour has.", false)
      .real("without_hints", "Without hints", "Share of the samples that have no hints.", 0.5, 0, 1)
      .real("severity", "Doodled lines", "How shaky and gapped the lines are: 0 as drawn, 1 very.", 0.7, 0, 1)
      .real("unfinished", "Unfinished", "Share of the samples without hints that are not drawn to the end.", 0.15, 0, 1)
      .real("recoloured", "Recoloured hints", "Share of the hinted samples whose hints have other colours than the drawing.", 0.5, 0, 1)
      .integer("most_channels", "Most channels", "Widest level.", 256, 16, 1024)
      .advanced()
      .integer("depth", "Depth", "Levels down; 0 goes down to one pixel.", 0, 0, 9)
      .advanced();
  addCommonParameters(p, {.batch = 8, .epochs = 30, .rate = 5e-4, .decayShare = 0.5, .ema = 0.998});
  p.changeable({"without_hints", "severity", "unfinished", "recoloured"});
  return p;
}

}  // namespace

ExperimentDeclaration colouring() {
  ExperimentDeclaration d;
  d.info.id = "colouring";
  d.info.title = "Colouring";
  d.info.symbol = "brush";
  d.info.sentence = "Sketch and colour hints to flat colours under your own ink.";
  d.info.paper = "U-Net of Isola et al. 2017 with hint channels as in Zhang et al. 2017, arXiv 1705.02999";
  d.info.parameters = colouringParameters();
  d.info.plots = {{"Reconstruction", {"G_l1"}, "How far the colours are from the real ones. Where hints are given it soon falls low."},
                   {"Choice of colours", {"G_choice"}, "How sure the network is of the right colour of its palette. This is the slow part: knowing what a thing is."},
                  {"On drawings it never saw", {"no_hint_hue", "recoloured_obedience"},
                   "How often the hue is right without hints, and how often a hint is obeyed in a colour that the thing never has.", true}};
  d.info.merit = {"no_hint_hue_plus_recoloured_obedience", "Hue + obedience", false};
  d.info.telling = {"", "", {"G_l1"}};
  d.info.columns = {"Sketch", kGeneratedColumn, "With hints", "Real"};
  d.info.phases = {"G"};
  d.create = [](const Settings& s, const DataSet&, torch::Device device) { return std::make_unique<Colouring>(s, device); };
  return d;
}

}  // namespace chaesaek
