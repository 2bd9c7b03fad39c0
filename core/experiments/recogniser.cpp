// SPDX-License-Identifier: GPL-3.0-or-later
// The recogniser: what does a sketch show, and which colours do such things have? Drawings of the same thing by other
// hands are its examples; the canvas looks up those that lie nearest and colours with their palettes.
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/data/common_colours.h"
#include "core/data/partners.h"
#include "core/experiments/experiment.h"
#include "core/image/compose.h"
#include "core/image/tensors.h"
#include "core/losses/palette.h"
#include "core/losses/retrieval.h"
#include "core/networks/initialise.h"
#include "core/networks/recogniser_net.h"
#include "core/networks/thread_random.h"

namespace chaesaek {
namespace {

/// A direction for each thing, learnt along: drawings of it lie there, whoever drew them.
struct Centres : torch::nn::Module {
  Centres(int64_t things, int64_t embedding) : vectors(register_parameter("vectors", torch::randn({things, embedding}, threadRandom()))) {}
  torch::Tensor vectors;  // [T,E]
};

class RecogniserTraining : public ExperimentOn<PairSet> {
 public:
  RecogniserTraining(const Settings& s, const PairSet& set, torch::Device device) : settings_(s), device_(device) {
    if (size() % kSideMultiple != 0) failUsage("parameter size must be a multiple of " + std::to_string(kSideMultiple));
    network_ = std::make_shared<RecogniserNet>(RecogniserOptions{static_cast<int>(s.integer("embedding")), static_cast<int>(s.integer("palette"))});
    initialiseHe(*network_);
    addNetwork("G", network_, device);
    centres_ = std::make_shared<Centres>(thingsOf(set).count, s.integer("embedding"));
    addNetwork("centres", centres_, device);
    adam_ = addOptimiser("G", *network_, {s.real("learning_rate"), 0.9, 0.999});
    centresAdam_ = addOptimiser("centres", *centres_, {kCentresRate * s.real("learning_rate"), 0.9, 0.999});
    addPhase("G", [this](const Batch& b, const StepContext& c) { return step(b, c); });
  }

  std::string generatorName() const override { return "G"; }

  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "recogniser";
    d.role = "recogniser";
    d.input = {"sketch"};
    d.size = size();
    return d;
  }

  void prepare(const PairSet& set, const std::vector<int>& drawings) override {
    if (network_->palette.any().item<bool>()) return;  // of the network that it starts from
    const torch::NoGradGuard guard;
    network_->palette.copy_(commonColours(set, drawings, network_->options.colours, static_cast<uint64_t>(settings_.integer("seed"))).colours);
  }

  std::vector<double> weights(const PairSet& set, const std::vector<int>& indices) const override { return thingWeights(set, indices); }

  MakeSample trainingSamples(std::shared_ptr<const PairSet> set) const override {
    const double severity = settings_.real("severity");
    Augmentation a;  // at a larger side than the network's: framing enlarges what is small
    a.side = size() * 5 / 4;
    a.loadSide = a.side * 280 / 256;
    const double unit = a.side / kReferenceSide;
    a.rotate = 12;
    a.scale = 0.2;
    a.elastic = 4 * severity * unit;
    a.lineWidth = true;
    a.wobble = 3 * severity * unit;
    a.doodle = severity;
    a.gaps = static_cast<int>(6 * severity);
    a.unfinished = settings_.real("unfinished");
    return [set, a, side = size(), partners = partnersOf(*set), things = thingsOf(*set).numbers](int index, Random& random) {
      const std::vector<int>& others = partners[static_cast<size_t>(index)];
      const int other = others[static_cast<size_t>(random.integer(0, static_cast<int>(others.size()) - 1))];
      Batch batch = twoViewsSample(*set, index, other, side, a, random);
      batch["thing"] = torch::tensor(static_cast<float>(things[static_cast<size_t>(index)]));
      return batch;
    };
  }

  NamedValues measures(const std::filesystem::path& model, const PairSet& set, const std::vector<int>& drawings,
                       const Progress& progress) const override {
    const auto network = openRecogniser(model);
    double sum = 0;
    int coloured = 0;  // lines without colours have nothing to expect
    for (size_t i = 0; i < drawings.size(); ++i) {
      progress(static_cast<double>(i), static_cast<double>(drawings.size()), set.info(drawings[i]).name);
      const auto [expected, real] = sharesOf(*network, fittedPair(set.load(drawings[i], set.nativeWidth()), size()));
      sum += torch::minimum(expected, real).sum().item<double>();
      coloured += real.sum().item<double>() > 0;
    }
    return {{"colour_overlap", coloured == 0 ? 0 : sum / coloured}};
  }

  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const PairSet& set, const std::vector<int>& drawings,
                                            const Progress& progress) const override {
    const auto network = openRecogniser(model);
    std::vector<std::vector<cv::Mat>> rows;
    for (size_t i = 0; i < drawings.size(); ++i) {
      progress(static_cast<double>(i), static_cast<double>(drawings.size()), set.info(drawings[i]).name);
      const Pair pair = fittedPair(set.load(drawings[i], set.nativeWidth()), size());
      cv::Mat sketch;
      cv::cvtColor(pair.sketch, sketch, cv::COLOR_GRAY2BGR);
      rows.push_back({sketch, bars(sharesOf(*network, pair).first, network->palette), pair.fill});
    }
    return rows;
  }

 private:
  int size() const { return static_cast<int>(settings_.integer("size")); }

  static std::shared_ptr<RecogniserNet> openRecogniser(const std::filesystem::path& model) {
    return std::dynamic_pointer_cast<RecogniserNet>(openModel(model).network);
  }

  /// Expected and real shares of the palette, [1,K] each.
  static std::pair<torch::Tensor, torch::Tensor> sharesOf(RecogniserNet& network, const Pair& pair) {
    const torch::NoGradGuard guard;
    const auto opinion = network.look(sketchTensor(framedInk(pair.sketch, pair.sketch.cols)).unsqueeze(0));
    return {torch::softmax(opinion.colours, 1), colourShares(colourTensor(pair.fill).unsqueeze(0), network.palette)};
  }

  /// The expected colours as stripes, the commonest first.
  cv::Mat bars(const torch::Tensor& shares, const torch::Tensor& palette) const {
    cv::Mat out(size(), size(), CV_8UC3, cv::Scalar::all(255));
    const auto order = shares[0].argsort(0, true);
    double left = 0;
    for (int64_t i = 0; i < order.size(0); ++i) {
      const auto k = order[i].item<int64_t>();
      const double right = left + shares[0][k].item<double>() * size();
      const auto rgb = ((palette[k] + 1) * 127.5).contiguous();
      const cv::Scalar colour(rgb[2].item<double>(), rgb[1].item<double>(), rgb[0].item<double>());
      cv::rectangle(out, cv::Point(cvRound(left), 0), cv::Point(cvRound(right) - 1, size() - 1), colour, cv::FILLED);
      left = right;
    }
    return out;
  }

  Scalars step(const Batch& batch, const StepContext& context) {
    const torch::Tensor views = batch.at("input"), fills = batch.at("target"), things = batch.at("thing").flatten();
    const int64_t s = views.size(-1), h = fills.size(-1);
    RecogniserNet::Opinion seen;
    {
      AutocastScope scope(context.mixed, device_.type());
      seen = network_->look(views.reshape({-1, 1, s, s}));
    }
    const auto same = centresLoss(seen.embedding.to(torch::kFloat32), things.repeat_interleave(2).to(torch::kInt64), centres_->vectors, kTemperature);
    const auto expected = sharesLoss(seen.colours.to(torch::kFloat32), colourShares(fills.reshape({-1, 3, h, h}).to(torch::kFloat32), network_->palette));
    for (const auto& adam : {adam_, centresAdam_}) adam->zeroGrad();
    (same + expected).backward();
    for (const auto& adam : {adam_, centresAdam_}) adam->step();
    return {{"same_thing", same.detach()}, {"colours", expected.detach()}};
  }

  static constexpr double kTemperature = 0.1, kCentresRate = 5;
  static constexpr int kSideMultiple = 32;  // the network halves five times
  Settings settings_;
  torch::Device device_;
  std::shared_ptr<RecogniserNet> network_;
  std::shared_ptr<Centres> centres_;
  std::shared_ptr<Adam> adam_, centresAdam_;
};

ParameterSchema recogniserParameters() {
  ParameterSchema p;
  p.integer("size", "Picture size", "Side of the training pictures.", 128, 64, 256, "px")
      .integer("embedding", "Embedding", "Numbers that stand for a drawing.", 128, 8, 512)
      .integer("palette", "Palette", "Colours that it expects a share of, the commonest of the data.", 64, 2, 256)
      .real("severity", "Doodled lines", "How shaky and gapped the lines are: 0 as drawn, 1 very.", 0.7, 0, 1)
      .real("unfinished", "Unfinished", "Share of the sketches that are not drawn to the end.", 0.15, 0, 1);
  addCommonParameters(p, {.batch = 48, .epochs = 30, .rate = 5e-4, .decayShare = 0.7, .ema = 0.998});
  p.changeable({"severity", "unfinished"});
  return p;
}

}  // namespace

ExperimentDeclaration recogniser() {
  ExperimentDeclaration d;
  d.info.id = "recogniser";
  d.info.title = "Recogniser";
  d.info.symbol = "search";
  d.info.sentence = "Finds drawings of the same thing, and expects their colours.";
  d.info.paper = "EfficientNet-Lite0 of Tan and Le 2019, arXiv 1905.11946, by the loss of Zhai and Wu 2019, arXiv 1811.12649";
  d.info.parameters = recogniserParameters();
  d.info.plots = {{"Same thing", {"same_thing"}, "How well it tells drawings of one thing from those of all others."},
                  {"Colours", {"colours"}, "How far the colours that it expects are from the real ones. It cannot fall to nothing: things come in several colours."}};
  d.info.merit = {"colour_overlap", "Colours expected", false};
  d.info.telling = {"", "", {"colours"}};
  d.info.columns = {"Sketch", kGeneratedColumn, "Real"};
  d.info.colours = false;
  d.info.needsNoColours = true;
  d.info.phases = {"G"};
  d.create = [](const Settings& s, const DataSet& set, torch::Device device) { return std::make_unique<RecogniserTraining>(s, dynamic_cast<const PairSet&>(set), device); };
  return d;
}

}  // namespace chaesaek
