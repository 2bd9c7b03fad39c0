// SPDX-License-Identifier: GPL-3.0-or-later
// GANs of points: small enough to be seen whole. What the losses do on the plane, and what theory says of D on a line:
// Goodfellow et al. 2014 (1406.2661), §4.1; the ring of Gaussians: Metz et al. 2017 (1611.02163), LSGAN: Mao et al. 2016.
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"
#include "core/evaluation/points.h"
#include "core/experiments/experiment.h"
#include "core/losses/adversarial.h"
#include "core/networks/initialise.h"
#include "core/networks/mlp.h"
#include "core/networks/thread_random.h"

namespace chaesaek {
namespace {

constexpr int kSide = 512;  // of the picture
constexpr int kShownPoints = 500, kArrows = 60, kMap = 128;
constexpr int kMeasured = 2500, kCompared = 1000, kPlaces = 301, kDensityPoints = 20000;
constexpr int kLiveMap = 64, kLiveDensityPoints = 5000;  // many times a second
constexpr double kLongestPush = 0.6, kHalfPush = 1;  // of an arrow, and the gradient of one half as long
constexpr uint64_t kSeed = 20140610;

const std::vector<std::string>& lossNames() {
  static const std::vector<std::string> names = {"non_saturating", "minimax", "least_squares", "pearson"};
  return names;
}

torch::Tensor normOf(const std::vector<torch::Tensor>& gradients) {
  std::vector<torch::Tensor> squares;
  for (const torch::Tensor& g : gradients) squares.push_back(g.detach().square().sum());
  return torch::stack(squares).sum().sqrt();
}

Points pointsOf(const torch::Tensor& points) {
  const torch::Tensor t = points.to(torch::kCPU, torch::kFloat64).contiguous();
  Points out;
  for (int64_t i = 0; i < t.size(0); ++i) out.emplace_back(t.data_ptr<double>()[i * t.size(1)], t.size(1) == 2 ? t.data_ptr<double>()[i * 2 + 1] : 0);
  return out;
}

class Playground : public ExperimentOn<PointSet> {
 public:
  Playground(const Settings& s, const PointSet& set, torch::Device device)
      : settings_(s), device_(device), dimensions_(set.dimensions()), loss_(s.choice("loss")) {
    const auto width = static_cast<int>(s.integer("width"));
    MlpGeneratorOptions g;  // a picture of one pixel: its channels are the coordinates
    g.latent = static_cast<int>(s.integer("latent"));
    g.channels = dimensions_;
    g.size = 1;
    g.hidden = {width, width, width};
    MlpDiscriminatorOptions d;
    d.inputs = dimensions_;
    d.hidden = g.hidden;
    d.slope = 0.2;
    generator_ = std::make_shared<MlpGenerator>(g);
    judge_ = std::make_shared<MlpDiscriminator>(d);
    initialiseHe(*generator_);
    initialiseHe(*judge_);
    {
      const torch::NoGradGuard noGradients;
      generator_->output->weight.mul_(s.real("spread"));
    }
    addNetwork("G", generator_, device_);
    addNetwork("D", judge_, device_);
    const double rate = s.real("learning_rate"), beta1 = s.real("beta1");
    adamD_ = addOptimiser("D", *judge_, {rate * s.real("judge_rate"), beta1, 0.999});
    adamG_ = addOptimiser("G", *generator_, {rate, beta1, 0.999});
    addPhase("D", [this](const Batch& b, const StepContext& c) { return stepD(b, c); });
    addPhase("G", [this](const Batch&, const StepContext& c) { return stepG(c); });
  }

  std::string generatorName() const override { return "G"; }

  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "playground";
    d.role = "points";
    d.input = generator_->inputNames();
    d.output = "picture";
    d.size = kSide;
    return d;
  }

  MakeSample trainingSamples(std::shared_ptr<const PointSet> set) const override {
    return [set](int, Random& random) {
      const cv::Point2d p = set->draw(random) / kPointReach;
      const torch::Tensor point = set->dimensions() == 2 ? torch::tensor({p.x, p.y}) : torch::tensor({p.x});
      return Batch{{"point", point.to(torch::kFloat32)}};
    };
  }

  NamedValues measures(const std::filesystem::path& model, const PointSet& set, const std::vector<int>&, const Progress& progress) const override {
    progress(0, 1, "measuring points");
    const auto generator = open(model);
    const Points made = make(*generator, kMeasured);
    NamedValues values{{"distance", energyDistance({made.begin(), made.begin() + kCompared}, drawPoints(set, kCompared))}};
    for (const auto& figure : figuresOf(made, set)) values.push_back(figure);
    if (dimensions_ == 1) values.emplace_back("optimum_gap", optimumGap(skyline(*generator, set, kDensityPoints)));
    return values;
  }

  std::shared_ptr<const PointView> view(Generator& generator, const PointSet& set) const override {
    auto& shown = dynamic_cast<MlpGenerator&>(generator);
    auto view = std::make_shared<PointView>();
    view->dimensions = dimensions_;
    view->figures = figuresOf(make(shown, kMeasured), set);
    if (dimensions_ == 2) {
      view->plane = landscape(shown, set, kLiveMap);
    } else {
      view->line = skyline(shown, set, kLiveDensityPoints);
      view->figures.emplace_back("optimum_gap", optimumGap(view->line));
    }
    return view;
  }

  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const PointSet& set, const std::vector<int>&,
                                            const Progress& progress) const override {
    progress(0, 1, "samples");
    const auto generator = open(model);
    return {{dimensions_ == 1 ? drawSkyline(skyline(*generator, set, kDensityPoints), kSide) : drawLandscape(landscape(*generator, set, kMap), kSide)}};
  }

 private:
  bool leastSquares() const { return loss_ == "least_squares" || loss_ == "pearson"; }
  LeastSquaresCodes codes() const { return leastSquaresCodes(loss_ == "pearson" ? "pearson" : "zero_one"); }

  torch::Tensor judgeLoss(const torch::Tensor& onReal, const torch::Tensor& onFake) const {
    return leastSquares() ? discriminatorLoss(codes(), onReal, onFake) : discriminatorLoss(AdversarialLoss::Bce, onReal, onFake);
  }
  torch::Tensor foolLoss(const std::string& loss, const torch::Tensor& onFake) const {
    if (leastSquares()) return generatorLoss(codes(), onFake);
    return loss == "minimax" ? minimaxGeneratorLoss(onFake) : generatorLoss(AdversarialLoss::Bce, onFake);
  }
  torch::Tensor realness(const torch::Tensor& scores) const {
    const torch::Tensor s = scores.detach().to(torch::kFloat32);
    return leastSquares() ? ((s - codes().fake) / (codes().real - codes().fake)).clamp(0, 1) : s.sigmoid();
  }

  /// Points as D sees them: through noise that fades, linearly, over the first half of the run (Sønderby et al. 2017, 1610.04490).
  torch::Tensor blurred(const torch::Tensor& points, const StepContext& context) const {
    const double sigma = settings_.real("blur") * (1 - 2 * context.progress());
    return sigma > 0 ? points + sigma * torch::empty(points.sizes()).normal_(0, 1, threadRandom()).to(device_) : points;
  }

  Scalars stepD(const Batch& batch, const StepContext& context) {
    Scalars scalars;
    torch::Tensor loss;
    {
      AutocastScope scope(context.mixed, device_.type());
      const torch::Tensor real = batch.at("point") * kPointReach;
      fakes_ = places(*generator_, generator_->drawLatents(real.size(0)).to(device_));
      const torch::Tensor onReal = judge_->forward(blurred(real, context)), onFake = judge_->forward(blurred(fakes_.detach(), context));
      loss = judgeLoss(onReal, onFake);
      scalars = {{"D", loss.detach()}, {"D_real", realness(onReal).mean()}, {"D_fake", realness(onFake).mean()}};
    }
    adamD_->zeroGrad();
    loss.backward();
    adamD_->step();
    return scalars;
  }

  /// During D's head start G only finds out what it would learn.
  Scalars stepG(const StepContext& context) {
    setTrainable(*judge_, false);
    Scalars scalars;
    torch::Tensor loss, other;
    {
      AutocastScope scope(context.mixed, device_.type());
      const torch::Tensor onFake = judge_->forward(blurred(fakes_, context));
      loss = foolLoss(loss_, onFake);
      if (!leastSquares()) other = foolLoss(loss_ == "minimax" ? "non_saturating" : "minimax", onFake);
    }
    scalars.emplace_back("G_adversarial", loss.detach());
    if (other.defined()) scalars.emplace_back("gradient_other", normOf(torch::autograd::grad({other}, generator_->parameters(), {}, true)));
    adamG_->zeroGrad();
    loss.backward();
    std::vector<torch::Tensor> gradients;
    for (const auto& p : generator_->parameters()) gradients.push_back(p.grad());
    scalars.emplace_back("gradient", normOf(gradients));
    if (context.step >= settings_.integer("head_start")) adamG_->step();
    fakes_ = torch::Tensor();
    setTrainable(*judge_, true);
    return scalars;
  }

  std::shared_ptr<MlpGenerator> open(const std::filesystem::path& model) const {
    auto generator = std::dynamic_pointer_cast<MlpGenerator>(openModel(model).network);
    if (!generator || generator->shape.channels != dimensions_ || generator->shape.size != 1) fail(model.string() + " makes no such points");
    generator->to(device_);
    return generator;
  }

  /// [N,dimensions], in the set's own coordinates.
  static torch::Tensor places(MlpGenerator& generator, const torch::Tensor& latents) { return generator.forward(latents).flatten(1) * kPointReach; }

  /// Always of the same latents.
  Points make(MlpGenerator& generator, int count) const {
    const torch::NoGradGuard noGradients;
    return pointsOf(places(generator, generator.drawLatents(count, at::make_generator<at::CPUGeneratorImpl>(kSeed)).to(device_)));
  }

  Skyline skyline(MlpGenerator& generator, const PointSet& set, int points) const {
    const torch::NoGradGuard noGradients;
    const torch::Tensor x = torch::linspace(-kPointReach, kPointReach, kPlaces).unsqueeze(1);
    const torch::Tensor real = realness(judge_->forward(x.to(device_))).to(torch::kCPU, torch::kFloat64).contiguous();
    return skylineOf({real.data_ptr<double>(), real.data_ptr<double>() + kPlaces}, make(generator, points), set);
  }

  /// D's map of `cells` x `cells`.
  Landscape landscape(MlpGenerator& generator, const PointSet& set, int cells) const {
    Landscape map;
    map.reach = kPointReach;
    map.real = drawPoints(set, kShownPoints);
    map.made = make(generator, kShownPoints);
    map.pushes = pushes({map.made.begin(), map.made.begin() + kArrows});
    const torch::NoGradGuard noGradients;
    const double half = kPointReach / cells;  // of a cell
    const torch::Tensor along = torch::linspace(-kPointReach + half, kPointReach - half, cells);
    const torch::Tensor places = torch::stack({along.repeat({cells}), along.flip(0).repeat_interleave(cells)}, 1);
    const torch::Tensor real = realness(judge_->forward(places.to(device_))).to(torch::kCPU).contiguous();
    map.realness = cv::Mat(cells, cells, CV_32F, real.data_ptr<float>()).clone();
    return map;
  }

  /// Where G's loss wants each point to go; a gradient however steep makes no arrow longer than kLongestPush.
  Points pushes(const Points& points) const {
    const torch::AutoGradMode gradients(true);
    torch::Tensor at = torch::empty({kArrows, 2});
    for (int i = 0; i < kArrows; ++i) at[i][0] = points[size_t(i)].x, at[i][1] = points[size_t(i)].y;
    at = at.to(device_).requires_grad_();
    const torch::Tensor loss = foolLoss(loss_, judge_->forward(at)) * kArrows;  // the sum, of which each point has its own part
    Points out = pointsOf(-torch::autograd::grad({loss}, {at})[0]);
    for (cv::Point2d& push : out) push *= kLongestPush / (cv::norm(push) + kHalfPush);
    return out;
  }

  const Settings settings_;
  const torch::Device device_;
  const int dimensions_;
  const std::string loss_;
  std::shared_ptr<MlpGenerator> generator_;
  std::shared_ptr<MlpDiscriminator> judge_;
  std::shared_ptr<Adam> adamD_, adamG_;
  torch::Tensor fakes_;  // of this step, [N,dimensions]
};

ParameterSchema playgroundParameters() {
  ParameterSchema p;
  p.choice("loss", "Loss", "non_saturating: G wants D to say \"real\"; minimax: not to say \"made\", which teaches nothing while D is sure; least_squares and "
           "pearson: squared distances to the codes 0, 1, 1 and -1, 1, 0.", lossNames().front(), lossNames())
      .integer("width", "Width", "Units of each of the three hidden layers, of G and of D.", 128, 4, 512)
      .integer("latent", "Latent numbers", "Random numbers that a point is made of.", 2, 1, 256)
      .integer("head_start", "D's head start", "So many steps at the beginning D learns alone.", 0, 0, 100000, "steps")
      .real("judge_rate", "D's rate", "D's learning rate, as a multiple of G's.", 1, 0.01, 100)
      .advanced()
      .real("spread", "First spread", "How far apart G's points lie before it has learnt anything; near 0 all lie in the middle.", 1, 0.001, 3)
      .advanced()
      .real("blur", "Blur", "Deviation of the noise through which D sees all points at first; over the first half of the run it fades to none.", 0, 0, 3)
      .advanced()
      .real("beta1", "Adam beta 1", "Decay of Adam's first moment.", 0.5, 0, 0.999)
      .advanced();
  addCommonParameters(p, {.batch = 256, .epochs = 50, .rate = 1e-3});
  p.fallback("precision", "fp32").fallback("sample_steps", 250);
  p.preset("saturation", {{"loss", "minimax"}, {"head_start", 200}, {"spread", 0.05}, {"learning_rate", 2e-5}, {"judge_rate", 50}});
  p.preset("collapse", {{"latent", 1}, {"head_start", 400}, {"spread", 0.001}, {"learning_rate", 3e-4}, {"judge_rate", 3}});
  p.preset("least_squares", {{"loss", "least_squares"}, {"blur", 1}, {"decay_share", 0.8}, {"ema", 0.99}});
  p.preset("optimum", {{"decay_share", 0.8}});  // for bumps
  return p;
}

}  // namespace

ExperimentDeclaration playground() {
  ExperimentDeclaration d;
  d.info.id = "playground";
  d.info.title = "Playground";
  d.info.symbol = "dices";
  d.info.sentence = "A GAN of points on the plane, learnt in a minute: see the losses pull, saturate and collapse.";
  d.info.paper = "Goodfellow et al. 2014, arXiv 1406.2661; Mao et al. 2016, arXiv 1611.04076";
  d.info.data = DataKind::Points;
  d.info.parameters = playgroundParameters();
  d.info.plots = {{"Losses", {"D", "G_adversarial"}, "D learns to tell real points from made ones, G to fool it."},
                  {"What D thinks", {"D_real", "D_fake"}, "How likely D holds real points to be real, and made ones. Both near .5, it has to guess."},
                  {"G's gradient", {"gradient", "gradient_other"},
                   "How much G learns from D, by its own loss and by the other of minimax and non-saturating. While D is sure, minimax gives next to nothing."},
                  {"Modes", {"modes"}, "How many dots G hits with at least 20 of 2,500 points, within three deviations.", true},
                  {"Distances", {"distance", "off", "optimum_gap"},
                   "The energy distance between made and real points; the share of made points that lie more than three deviations beside all real ones; on a "
                   "line also how far D is from the best D there is, p / (p + q). Lower is better.",
                   true}};
  d.info.telling = {"D", "G_adversarial", {}, "D_real", "D_fake"};
  d.info.columns = {"Samples"};
  d.info.aboutPictures = "Grey: real points; orange: what G makes. D takes blue areas for real, orange ones for made, and cannot tell in white ones. Arrows: "
                         "where G's loss pushes its points. On a line: D over the best D there is, below them the densities of real and made points.";
  d.info.merit = {"distance", "energy distance", true};
  d.info.colours = false;
  d.info.phases = {"D", "G"};
  d.create = [](const Settings& settings, const DataSet& set, torch::Device device) {
    return std::make_unique<Playground>(settings, dynamic_cast<const PointSet&>(set), device);
  };
  return d;
}

}  // namespace chaesaek
