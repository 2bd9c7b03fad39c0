// SPDX-License-Identifier: GPL-3.0-or-later
// Pix2Pix: Isola, Zhu, Zhou, Efros, "Image-to-Image Translation with Conditional Adversarial Networks", 2017.
#include "core/experiments/experiment.h"
#include "core/image/codec.h"
#include "core/image/tensors.h"
#include "core/inference/colourer.h"
#include "core/losses/adversarial.h"
#include "core/losses/reconstruction.h"
#include "core/networks/discriminators.h"
#include "core/networks/initialise.h"
#include "core/networks/unet.h"

namespace chaesaek {
namespace {

UNetOptions generatorOptions(const Settings& s) {
  UNetOptions options;
  options.size = static_cast<int>(s.integer("size"));
  options.baseWidth = static_cast<int>(s.integer("base_width"));
  options.mostChannels = 8 * options.baseWidth;
  options.norm = parseNorm(s.choice("norm"));
  options.skips = s.choice("generator") == "unet";
  options.dropout = s.on("dropout");
  options.upsampling = parseUpsampling(s.choice("upsampling"));
  return options;
}

class Pix2Pix : public ExperimentOn<PairSet> {
 public:
  Pix2Pix(const Settings& s, torch::Device device)
      : settings_(s), device_(device), loss_(parseAdversarialLoss(s.choice("adversarial_loss"))), conditional_(s.choice("adversary") == "cgan") {
    if (!adversarial() && s.choice("reconstruction") == "none") failUsage("adversary none and reconstruction none leave nothing to learn from; choose one of them");
    const Adam::Options adam{s.real("learning_rate"), s.real("beta1"), 0.999};
    generator_ = std::make_shared<UNet>(generatorOptions(s));
    initialiseNormal(*generator_);
    addNetwork("G", generator_, device);
    if (adversarial()) {
      DiscriminatorOptions options;
      options.inputs = conditional_ ? 4 : 3;
      options.size = generator_->options.size;
      options.norm = generator_->options.norm;
      options.baseWidth = static_cast<int>(s.integer("discriminator_width"));
      discriminator_ = makeDiscriminator(s.choice("discriminator"), options);
      if (discriminator_->mapSide(options.size) < 1)
        failUsage("discriminator " + s.choice("discriminator") + " sees more than pictures of " + std::to_string(options.size) + " pixels have; choose a smaller patch or larger pictures");
      initialiseNormal(*discriminator_);
      addNetwork("D", discriminator_, device);
      adamD_ = addOptimiser("D", *discriminator_, adam);
    }
    adamG_ = addOptimiser("G", *generator_, adam);
    addPhase("D", [this](const Batch& b, const StepContext& c) { return stepD(b, c); });
    addPhase("G", [this](const Batch& b, const StepContext& c) { return stepG(b, c); });
  }

  std::string generatorName() const override { return "G"; }

  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "pix2pix";
    d.role = "image_to_image";
    d.input = {"sketch"};
    d.output = fill() ? "fill" : "picture";
    d.size = generator_->options.size;
    d.normalisation = generator_->options.norm == Norm::Batch ? "picture" : "running";
    return d;
  }

  MakeSample trainingSamples(std::shared_ptr<const PairSet> set) const override {
    Augmentation a;
    a.side = generator_->options.size;
    a.loadSide = settings_.on("jitter") ? a.side * 286 / 256 : a.side;
    a.mirror = settings_.on("mirror");
    a.rotate = settings_.real("rotate");
    a.scale = settings_.real("scale");
    a.elastic = settings_.real("elastic");
    a.lineWidth = settings_.on("line_width");
    a.wobble = settings_.real("wobble");
    a.gaps = static_cast<int>(settings_.integer("gaps"));
    return [set, a, fill = fill()](int index, Random& random) { return pairSample(*set, index, a, fill, random); };
  }

  NamedValues measures(const std::filesystem::path& model, const PairSet& set, const std::vector<int>& drawings,
                       const Progress& progress) const override {
    const auto colourer = openColourer(model.string(), deviceName(device_), Recognise::ByTrain, "fp32");
    double sum = 0;
    for (int index : drawings) {
      const Pair pair = shown(set, index, progress);
      sum += cv::norm(colourer->colour(pair.sketch, {}), target(pair), cv::NORM_L1) / (255.0 * 3 * pair.sketch.total());
    }
    return {{"l1", sum / std::max<double>(1, static_cast<double>(drawings.size()))}};
  }

  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const PairSet& set, const std::vector<int>& drawings,
                                            const Progress& progress) const override {
    const auto colourer = openColourer(model.string(), deviceName(device_), Recognise::ByTrain, "fp32");
    std::vector<std::vector<cv::Mat>> rows;
    for (int index : drawings) {
      const Pair pair = shown(set, index, progress);
      rows.push_back({toBgrOnWhite(pair.sketch), colourer->colour(pair.sketch, {}), target(pair)});
    }
    return rows;
  }

  std::vector<cv::Mat> judgements(const PairSet& set, const std::vector<int>& drawings, const std::vector<cv::Mat>& generated) const override {
    if (!discriminator_) return {};
    const torch::NoGradGuard noGradients;
    const PictureStatistics alone(*discriminator_);
    std::vector<cv::Mat> maps;
    for (size_t i = 0; i < drawings.size(); ++i) {
      const torch::Tensor sketch = sketchTensor(pairAt(set, drawings[i]).sketch), picture = colourTensor(generated.at(i));
      const torch::Tensor logits = discriminator_->forward(judged(sketch.unsqueeze(0).to(device_), picture.unsqueeze(0).to(device_)));
      const torch::Tensor map = realness(loss_, logits)[0][0].cpu().contiguous();
      maps.push_back(cv::Mat(static_cast<int>(map.size(0)), static_cast<int>(map.size(1)), CV_32F, map.data_ptr<float>()).clone());
    }
    return maps;
  }

 private:
  bool adversarial() const { return settings_.choice("adversary") != "none"; }
  Pair pairAt(const PairSet& set, int index) const { return fittedPair(set.load(index, set.nativeWidth()), generator_->options.size); }
  Pair shown(const PairSet& set, int index, const Progress& progress) const {
    progress(0, 0, set.info(index).name);
    return pairAt(set, index);
  }
  const cv::Mat& target(const Pair& pair) const { return fill() ? pair.fill : pair.picture; }
  bool fill() const { return settings_.choice("target") == "fill"; }
  torch::Tensor judged(const torch::Tensor& input, const torch::Tensor& picture) const {
    return conditional_ ? torch::cat({input, picture}, 1) : picture;
  }

  Scalars stepD(const Batch& batch, const StepContext& context) {
    const torch::Tensor input = batch.at("input"), real = batch.at("target");
    torch::Tensor loss, judgedReal, judgedFake;
    {
      AutocastScope scope(context.mixed, device_.type());
      fake_ = generator_->forward(input);  // kept for G's phase: one forward a step
      if (!discriminator_) return {};
      judgedReal = discriminator_->forward(judged(input, real));
      judgedFake = discriminator_->forward(judged(input, fake_.detach().to(real.scalar_type())));
      loss = discriminatorLoss(loss_, judgedReal, judgedFake);
    }
    adamD_->zeroGrad();
    loss.backward();
    adamD_->step();
    return {{"D", loss.detach()}, {"D_real", realness(loss_, judgedReal.detach()).mean()}, {"D_fake", realness(loss_, judgedFake.detach()).mean()}};
  }

  Scalars stepG(const Batch& batch, const StepContext& context) {
    const torch::Tensor input = batch.at("input"), real = batch.at("target");
    if (discriminator_) setTrainable(*discriminator_, false);
    Scalars scalars;
    torch::Tensor total = torch::zeros({}, torch::TensorOptions(device_));
    {
      AutocastScope scope(context.mixed, device_.type());
      const torch::Tensor fake = fake_.defined() ? fake_ : generator_->forward(input);
      const torch::Tensor wide = fake.to(real.scalar_type());
      if (discriminator_) {
        const torch::Tensor fooled = generatorLoss(loss_, discriminator_->forward(judged(input, wide)));
        scalars.emplace_back("G_adversarial", fooled.detach());
        total = total + fooled;
      }
      if (const std::string kind = settings_.choice("reconstruction"); kind != "none") {
        const torch::Tensor off = kind == "l1" ? l1Loss(wide, real) : l2Loss(wide, real);
        scalars.emplace_back("G_" + kind, off.detach());
        total = total + off * settings_.real("l1_weight");
      }
    }
    fake_ = torch::Tensor();
    adamG_->zeroGrad();
    total.backward();
    adamG_->step();
    if (discriminator_) setTrainable(*discriminator_, true);
    return scalars;
  }

  Settings settings_;
  torch::Device device_;
  AdversarialLoss loss_;
  bool conditional_;
  std::shared_ptr<UNet> generator_;
  std::shared_ptr<Discriminator> discriminator_;
  std::shared_ptr<Adam> adamG_, adamD_;
  torch::Tensor fake_;
};

ParameterSchema pix2pixParameters() {
  ParameterSchema p;
  p.integer("base_width", "Base width", "Channels of the generator's first level (ngf); 64 in the paper.", 64, 4, 128)
      .real("l1_weight", "L1 weight", "How much likeness to the real picture counts beside fooling D.", 100, 0, 10000)
      .choice("adversary", "Adversary", "cgan: D sees the sketch too; gan: D sees the picture alone; none: no D.", "cgan", {"cgan", "gan", "none"})
      .choice("reconstruction", "Reconstruction", "Which distance to the real picture is minimised.", "l1", {"l1", "l2", "none"})
      .choice("generator", "Generator", "U-Net has skips between mirrored levels; an encoder-decoder has none.", "unet", {"unet", "encoder_decoder"})
      .choice("discriminator", "Discriminator", "pixel, patch1 to patch5: sees 1, 16, 34, 70, 142 or 286 pixels at once.", "patch3", discriminatorKinds())
      .integer("size", "Picture size", "Side of the training pictures.", 256, 32, 512, "px")
      .advanced()
      .choice("target", "Target", "picture: with ink; fill: the colours alone.", "picture", {"picture", "fill"})
      .advanced()
      .integer("discriminator_width", "D's base width", "Channels of D's first level (ndf).", 64, 4, 128)
      .advanced()
      .choice("adversarial_loss", "Adversarial loss", "How D's scores are judged.", "bce", adversarialLossNames())
      .advanced()
      .choice("norm", "Norm", "Normalisation of both networks.", "batch", normNames())
      .advanced()
      .choice("upsampling", "Upsampling", "transposed convolution, or resize and convolve.", "transposed", {"transposed", "resize"})
      .advanced()
      .toggle("dropout", "Dropout", "Dropout .5 on the first three decoder levels.", true)
      .advanced()
      .real("beta1", "Adam beta 1", "Decay of Adam's first moment.", 0.5, 0, 0.999)
      .advanced()
      .toggle("jitter", "Random crop", "Resize to 286/256 of the side, then crop at random.", true)
      .advanced()
      .toggle("mirror", "Mirror", "Half of the drawings are mirrored.", true)
      .advanced()
      .real("rotate", "Rotate", "Sketch and picture alike.", 0, 0, 180, "degrees")
      .advanced()
      .real("scale", "Scale", "Sketch and picture alike.", 0, 0, 0.5)
      .advanced()
      .real("elastic", "Elastic", "Root mean square displacement of sketch and picture.", 0, 0, 16, "px")
      .advanced()
      .toggle("line_width", "Line width", "Lines of several widths.", false)
      .advanced()
      .real("wobble", "Wobble", "Shakiness of the lines alone.", 0, 0, 8, "px")
      .advanced()
      .integer("gaps", "Gaps", "At most so many openings in the lines.", 0, 0, 20)
      .advanced();
  addCommonParameters(p, {.batch = 1, .epochs = 200, .rate = 2e-4});
  p.changeable({"l1_weight", "jitter", "mirror", "rotate", "scale", "elastic", "line_width", "wobble", "gaps"});
  p.preset("paper", Json::object());
  p.preset("quick", {{"base_width", 32}, {"discriminator_width", 32}, {"batch", 4}, {"epochs", 10}});
  p.preset("course", {{"batch", 4}, {"epochs", 10}});
  return p;
}

}  // namespace

ExperimentDeclaration pix2pix() {
  ExperimentDeclaration d;
  d.info.id = "pix2pix";
  d.info.title = "Pix2Pix";
  d.info.sentence = "Sketch to picture: a U-Net that draws against a PatchGAN that judges.";
  d.info.paper = "Isola et al. 2017, arXiv 1611.07004";
  d.info.parameters = pix2pixParameters();
  d.info.plots = {{"Adversarial losses",
                    {"D", "G_adversarial"},
                    "D learns to tell real pictures from made ones, G to fool it. Neither curve should fall to zero: that D stays near .7 means "
                    "that it has to guess; near 0, that nothing fools it."},
                   {"What D thinks", {"D_real", "D_fake"},
                    "How likely D holds patches of real pictures to be real, and of made ones. Far apart, it sees through G; both near .5, it has to guess."},
                   {"Reconstruction", {"G_l1", "G_l2"}, "How far the made picture is from the real one, pixel by pixel. It falls fast, then slowly."}};
  d.info.merit = {"l1", "L1", true};
  d.info.telling = {"D", "G_adversarial", {"G_l1", "G_l2"}, "D_real", "D_fake"};
  d.info.telling.patch = true;
  d.info.columns = {"Sketch", kGeneratedColumn, "Real"};
  d.info.phases = {"D", "G"};
  d.create = [](const Settings& s, const DataSet&, torch::Device device) { return std::make_unique<Pix2Pix>(s, device); };
  return d;
}

}  // namespace chaesaek
