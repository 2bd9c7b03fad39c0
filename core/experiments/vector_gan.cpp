// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiments/vector_gan.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/base/error.h"
#include "core/evaluation/generated.h"
#include "core/image/sheet.h"
#include "core/image/tensors.h"
#include "core/losses/adversarial.h"
#include "core/losses/varied.h"
#include "core/networks/initialise.h"

namespace chaesaek {
namespace {

constexpr int kMostSide = 64;  // of pictures whose size the data say
constexpr uint64_t kWallSeed = 20140610;
constexpr int kWallSide = 8, kMostWallRows = 16, kWallGap = 2;

int sideOf(const Settings& settings, const PictureSet& set) {
  const auto wanted = static_cast<int>(settings.integer("size"));
  return wanted > 0 ? wanted : std::min(kMostSide, std::max(set.pictureSize().width, set.pictureSize().height));
}

bool allLabelled(const PictureSet& set) {
  const std::vector<int> train = indicesOf(set, Split::Train);
  return !set.classes().empty() && std::all_of(train.begin(), train.end(), [&](int index) { return set.labelOf(index) >= 0; });
}

std::shared_ptr<VectorGenerator> openGenerator(const std::filesystem::path& model, torch::Device device) {
  auto generator = std::dynamic_pointer_cast<VectorGenerator>(openModel(model).network);
  if (!generator) fail(model.string() + " makes no pictures out of vectors");
  generator->to(device);
  return generator;
}

/// Pictures larger than the samples are unpacked and shrunk once, as far as memory goes: every epoch anew takes longer than learning from them.
class KeptSamples {
 public:
  KeptSamples(std::shared_ptr<const PictureSet> set, int side) : set_(std::move(set)), side_(side) {
    const int64_t bytes = int64_t{set_->size()} * set_->channels() * side * side * int64_t{sizeof(float)};
    if (set_->pictureSize() != cv::Size(side, side) && bytes <= kMostKeptBytes) kept_.resize(static_cast<size_t>(set_->size()));
  }

  Batch sample(int index) {
    if (kept_.empty()) return pictureSample(*set_, index, side_);
    Batch& kept = kept_.at(static_cast<size_t>(index));
    {
      const std::lock_guard lock(mutex_);
      if (!kept.empty()) return kept;
    }
    Batch made = pictureSample(*set_, index, side_);
    const std::lock_guard lock(mutex_);
    return kept = std::move(made);
  }

 private:
  static constexpr int64_t kMostKeptBytes = int64_t{512} << 20;

  const std::shared_ptr<const PictureSet> set_;
  const int side_;
  std::mutex mutex_;
  std::vector<Batch> kept_;  // empty: none are
};

/// The wall's pictures, row by row.
std::vector<std::vector<cv::Mat>> wallRows(VectorGenerator& generator, torch::Device device) {
  const bool classes = generator.shape.classes > 0;
  const int rows = classes ? std::min(generator.shape.classes, kMostWallRows) : kWallSide, side = std::max(rows, kWallSide);
  const auto noise = at::make_generator<at::CPUGeneratorImpl>(kWallSeed);
  const torch::Tensor latents = classes ? generator.drawLatents(side, noise).repeat({rows, 1}) : generator.drawLatents(int64_t{rows} * side, noise);
  const torch::Tensor labels = torch::arange(rows).repeat_interleave(side);
  const torch::Tensor made = generator.forward(generator.input(latents, labels).to(device)).to(torch::kCPU, torch::kFloat32);
  std::vector<std::vector<cv::Mat>> wall(static_cast<size_t>(side));  // few classes leave the lowest rows white
  for (int64_t i = 0; i < made.size(0); ++i) wall[static_cast<size_t>(i / side)].push_back(colourPicture(made[i].expand({3, -1, -1})));
  return wall;
}

}  // namespace

VectorGan::VectorGan(std::string id, const Settings& settings, const PictureSet& set, torch::Device device)
    : settings_(settings), device_(device), id_(std::move(id)), data_(set.name()), classes_(set.classes()), channels_(set.channels()),
      side_(sideOf(settings, set)), everyLabelKnown_(allLabelled(set)) {}

VectorOptions VectorGan::vectorOptions(bool classes) const {
  if (classes && classes_.empty()) failUsage("the data set " + data_ + " has no classes; name a set of labelled pictures");
  if (classes && !everyLabelKnown_) failUsage("the data set " + data_ + " has pictures without a class among those to train on; leave them out");
  VectorOptions options;
  options.latent = static_cast<int>(settings_.integer("latent"));
  options.classes = classes ? static_cast<int>(classes_.size()) : 0;
  options.channels = channels_;
  options.size = side_;
  options.prior = parsePrior(settings_.choice("prior"));
  return options;
}

void VectorGan::addPlayers(std::shared_ptr<VectorGenerator> generator, std::shared_ptr<torch::nn::Module> discriminator) {
  generator_ = std::move(generator);
  discriminator_ = std::move(discriminator);
  addNetwork("G", generator_, device_);
  addNetwork("D", discriminator_, device_);
  const double rate = settings_.real("learning_rate"), beta1 = settings_.real("beta1");
  adamD_ = addOptimiser("D", *discriminator_, {rate * settings_.real("judge_rate"), beta1, 0.999});
  adamG_ = addOptimiser("G", *generator_, {rate, beta1, 0.999});
  addPhase("D", [this](const Batch& b, const StepContext& c) { return stepD(b, c); });
  addPhase("G", [this](const Batch& b, const StepContext& c) { return stepG(b, c); });
}

ModelDescription VectorGan::model() const {
  ModelDescription d;
  d.experiment = id_;
  d.role = "generator";
  d.input = generator_->inputNames();
  d.output = "picture";
  d.size = side_;
  if (generator_->shape.classes > 0) d.classes = classes_;
  return d;
}

MakeSample VectorGan::trainingSamples(std::shared_ptr<const PictureSet> set) const {
  return [samples = std::make_shared<KeptSamples>(set, side_), mirror = settings_.on("mirror"), hues = channels_ == 3 && settings_.on("hues")](int index, Random& random) {
    Batch sample = samples->sample(index);
    if (mirror && random.chance(0.5)) sample["picture"] = sample.at("picture").flip({2});
    if (hues && random.chance(0.5)) sample["picture"] = turnedHues(sample.at("picture"), random.uniform(0, 360));
    return sample;
  };
}

NamedValues VectorGan::measures(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>&, const Progress& progress) const {
  return measureGenerated(*openGenerator(model, device_), set, {}, progress);
}

std::vector<std::vector<cv::Mat>> VectorGan::samples(const std::filesystem::path& model, const PictureSet&, const std::vector<int>&,
                                                     const Progress& progress) const {
  progress(0, 1, "samples");
  const torch::NoGradGuard noGradients;
  return {{composeSheet(wallRows(*openGenerator(model, device_), device_), kWallGap)}};
}

torch::Tensor VectorGan::judgeLoss(const Batch&, const Opinion& onReal, const Opinion& onFake, Scalars& scalars) {
  const torch::Tensor loss = discriminatorLoss(AdversarialLoss::Bce, onReal.source, onFake.source);
  scalars.emplace_back("D", loss.detach());
  return loss;
}

torch::Tensor VectorGan::foolLoss(const Batch&, const Opinion& onFake, Scalars& scalars) {
  const torch::Tensor loss = generatorLoss(AdversarialLoss::Bce, onFake.source);
  scalars.emplace_back("G_adversarial", loss.detach());
  return loss;
}

torch::Tensor VectorGan::realness(const Opinion& opinion) const { return chaesaek::realness(AdversarialLoss::Bce, opinion.source); }

VectorGan::Fakes VectorGan::makeFakes(const Batch& batch) {
  const torch::Tensor latents = generator_->drawLatents(batch.at("picture").size(0)).to(device_);
  const torch::Tensor labels = generator_->shape.classes > 0 ? fakeLabels(batch) : torch::Tensor();
  return {generator_->forward(generator_->input(latents, labels)), labels};
}

torch::Tensor VectorGan::shown(const torch::Tensor& pictures) const { return settings_.on("varied") ? varied(pictures) : pictures; }

Scalars VectorGan::stepD(const Batch& batch, const StepContext& context) {
  const torch::Tensor real = batch.at("picture");
  const auto labels = batch.find("label");
  Scalars scalars;
  torch::Tensor loss;
  {
    AutocastScope scope(context.mixed, device_.type());
    fakes_ = makeFakes(batch);
    const Opinion onReal = look(shown(real), labels == batch.end() ? torch::Tensor() : labels->second);
    const Opinion onFake = look(shown(fakes_.pictures.detach().to(real.scalar_type())), fakes_.labels);
    loss = judgeLoss(batch, onReal, onFake, scalars);
    scalars.emplace_back("D_real", realness(onReal).detach().mean());
    scalars.emplace_back("D_fake", realness(onFake).detach().mean());
  }
  adamD_->zeroGrad();
  loss.backward();
  if (!settings_.on("simultaneous")) adamD_->step();
  return scalars;
}

Scalars VectorGan::stepG(const Batch& batch, const StepContext& context) {
  setTrainable(*discriminator_, false);
  Scalars scalars;
  torch::Tensor loss;
  {
    AutocastScope scope(context.mixed, device_.type());
    const Opinion onFake = look(shown(fakes_.pictures.to(batch.at("picture").scalar_type())), fakes_.labels);
    loss = foolLoss(batch, onFake, scalars);
  }
  adamG_->zeroGrad();
  loss.backward();
  adamG_->step();
  fakes_ = {};
  setTrainable(*discriminator_, true);
  if (settings_.on("simultaneous")) adamD_->step();  // by what it learnt in its own phase, when G had not moved
  return scalars;
}

void ConvGan::addConvPlayers(bool classes, Conditioning conditioning, ConvDiscriminatorOptions d) {
  DcganGeneratorOptions g;
  static_cast<VectorOptions&>(g) = vectorOptions(classes);
  g.baseWidth = static_cast<int>(settings_.integer("base_width"));
  g.conditioning = conditioning;
  g.hidden = d.hidden;
  d.inputs = g.channels;
  d.size = g.size;
  d.baseWidth = static_cast<int>(settings_.integer("discriminator_width"));
  auto generator = std::make_shared<DcganGenerator>(g);
  judge_ = std::make_shared<ConvDiscriminator>(d);
  initialiseNormal(*generator);
  initialiseNormal(*judge_);
  addPlayers(std::move(generator), judge_);
}

torch::Tensor turnedHues(const torch::Tensor& picture, double degrees) {
  const double angle = degrees * M_PI / 180, stays = (1 + 2 * std::cos(angle)) / 3, next = (1 - std::cos(angle)) / 3, turn = std::sin(angle) / std::sqrt(3.0);
  const torch::Tensor axes = torch::tensor({stays, next - turn, next + turn, next + turn, stays, next - turn, next - turn, next + turn, stays}, picture.options()).view({3, 3});
  return axes.matmul(picture.reshape({3, -1})).view_as(picture).clamp(-1, 1);
}

ExperimentInfo vectorGanInfo(const std::string& id, const std::string& title, DataKind data) {
  ExperimentInfo info;
  info.id = id;
  info.title = title;
  info.data = data;
  info.plots = {{"Losses", {"D", "G_adversarial"},
                 "D learns to tell real pictures from made ones, G to fool it. They pull against each other, so neither curve need fall: "
                 "a D near 0 is fooled by nothing any more, and G learns little from it."},
                {"What D thinks", {"D_real", "D_fake"},
                 "How likely D holds real pictures to be real, and made ones. Far apart, it sees through G; both near .5, it has to guess."},
                {"Fréchet distance", {"frechet"},
                 "How far the made pictures as a whole are from the real ones, as a judge sees them. Lower is better; real pictures are not quite at 0 "
                 "either. It needs a judge that was trained on the same data.",
                 true},
                {"Agreement and diversity", {"agreement", "diversity"},
                 "Agreement: how many pictures show the class that was asked for. Diversity: how different made pictures are from each other; 1 is as "
                 "different as real ones, near 0 G makes the same picture again and again.",
                 true}};
  info.telling = {"D", "G_adversarial", {}, "D_real", "D_fake", "diversity"};
  info.columns = {data == DataKind::LabelledImages ? "A row for each class" : "Samples"};
  info.aboutPictures = "What G makes, always of the same random numbers: each place shows one picture as it grows.";
  if (data == DataKind::LabelledImages) info.aboutPictures += " Every row is a class; below each other stand pictures of the same random numbers.";
  info.merit = {"frechet", "Fréchet distance", true};
  info.colours = false;
  info.phases = {"D", "G"};
  return info;
}

void addConvParameters(ParameterSchema& schema, int width) {
  schema.integer("base_width", "Base width", "Channels of the generator's last level; each level inwards has twice as many, up to eight times.", width, 4, 256)
      .integer("discriminator_width", "D's base width", "Channels of D's first level; each next has twice as many, up to eight times.", width, 4, 256)
      .advanced();
}

void addVectorParameters(ParameterSchema& schema, CommonDefaults defaults, double judgeRate) {
  defaults.leastBatch = 2;  // of one picture a batch norm knows no deviation
  schema.integer("latent", "Latent numbers", "Random numbers that a picture is made of.", 100, 1, 1024)
      .choice("prior", "Prior", "normal: around 0 with deviation 1; uniform: between -1 and 1.", priorNames().front(), priorNames())
      .advanced()
      .integer("size", "Picture size", "Side of the pictures; 0: as in the data, but at most 64.", 0, 0, 128, "px")
      .advanced()
      .real("judge_rate", "D's rate", "D's learning rate, as a multiple of G's.", judgeRate, 0.01, 100)
      .advanced()
      .real("beta1", "Adam beta 1", "Decay of Adam's first moment.", 0.5, 0, 0.999)
      .advanced()
      .toggle("mirror", "Mirror", "Half of the pictures are mirrored: for things, not for digits.", false)
      .advanced()
      .toggle("hues", "Turned hues", "Half of the coloured pictures get other hues, whites and greys stay: few drawings become many, in all colours.", false)
      .advanced()
      .toggle("varied", "D sees variants", "Before D looks at pictures, real or made, they are shifted, recoloured and partly covered, each time otherwise: few drawings last "
              "longer before D knows them by heart.", false)
      .advanced()
      .toggle("simultaneous", "Both at once", "G learns from D as it was before D's own step, instead of after it.", false)
      .advanced();
  addCommonParameters(schema, defaults);
}

void addClasslessConvParameters(ParameterSchema& schema) {
  addConvParameters(schema, 32);
  schema.integer("hidden", "Hidden units", "Of a fully connected layer next to the smallest maps of G and D, as in the authors' network for digits; 0: none. Without it D of small pictures adds "
                 "up what it thinks of places, and does not see whether they belong together.", 512, 0, 2048)
      .advanced();
  addVectorParameters(schema, {.batch = 64, .epochs = 3, .rate = 1e-3, .decayShare = 0.5, .ema = 0.99}, 0.5);
}

}  // namespace chaesaek
