// SPDX-License-Identifier: GPL-3.0-or-later
// SGAN: Odena, "Semi-Supervised Learning with Generative Adversarial Networks", 2016; feature matching and the term of
// unlabelled pictures as in Salimans et al., "Improved Techniques for Training GANs", 2016.
#include <torch/torch.h>

#include "core/data/label_budget.h"
#include "core/experiments/vector_gan.h"
#include "core/losses/adversarial.h"
#include "core/losses/classes.h"
#include "core/networks/thread_random.h"

namespace chaesaek {
namespace {

constexpr int kMeasuredAtOnce = 250;

/// In evaluation mode for a while.
class Evaluating {
 public:
  explicit Evaluating(torch::nn::Module& module) : module_(module), wasTraining_(module.is_training()) { module_.eval(); }
  ~Evaluating() { module_.train(wasTraining_); }
  Evaluating(const Evaluating&) = delete;
  Evaluating& operator=(const Evaluating&) = delete;

 private:
  torch::nn::Module& module_;
  const bool wasTraining_;
};

/// D tells K classes and "made" apart. Of most pictures it is told only that they are real.
class Sgan : public ConvGan {
 public:
  Sgan(const Settings& s, const PictureSet& set, torch::Device device)
      : ConvGan("sgan", s, set, device), budget_(labelBudget(set, static_cast<int>(s.integer("labels")), static_cast<uint64_t>(s.integer("seed")))),
        matching_(s.choice("generator_loss") == "feature_matching"), conditional_(s.on("conditional")), plain_(s.on("plain")) {
    ConvDiscriminatorOptions heads;
    heads.batchNorm = false;  // the statistics of few labelled pictures, again and again, would be those of no others
    heads.dropout = 0.25;
    heads.source = false;
    heads.classes = static_cast<int>(classCount());
    addConvPlayers(conditional_, Conditioning::OneHot, heads);
  }

  /// To the picture, whose label is not looked at, one of the budget: "labelled" [C,S,S] with "label" [].
  MakeSample trainingSamples(std::shared_ptr<const PictureSet> set) const override {
    return [sample = ConvGan::trainingSamples(std::move(set)), budget = budget_](int index, Random& random) {
      Batch batch = sample(index, random);
      const Batch labelled = sample(budget[static_cast<size_t>(random.integer(0, static_cast<int>(budget.size()) - 1))], random);
      batch["labelled"] = labelled.at("picture");
      batch["label"] = labelled.at("label");
      return batch;
    };
  }

  NamedValues measures(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>& drawings,
                       const Progress& progress) const override {
    NamedValues values;
    for (const auto& [name, split] : {std::pair{"accuracy", Split::Val}, {"test_accuracy", Split::Test}})
      if (const double share = accuracy(set, split, progress); std::isfinite(share)) values.emplace_back(name, share);
    if (plain_) return values;
    const NamedValues made = ConvGan::measures(model, set, drawings, progress);
    values.insert(values.end(), made.begin(), made.end());
    return values;
  }

 protected:
  torch::Tensor fakeLabels(const Batch& batch) const override {
    return torch::empty({batch.at("picture").size(0)}, torch::kInt64).random_(0, static_cast<int64_t>(classCount()), threadRandom()).to(device_);
  }

  torch::Tensor judgeLoss(const Batch& batch, const Opinion& onReal, const Opinion& onFake, Scalars& scalars) override {
    const torch::Tensor source = discriminatorLoss(AdversarialLoss::Bce, realLogit(onReal.classes), realLogit(onFake.classes));
    const torch::Tensor classes = realClassLoss(judge_->look(batch.at("labelled")).classes, batch.at("label"));
    scalars.emplace_back("D", source.detach());
    scalars.emplace_back("D_classes", classes.detach());
    return source + classes;
  }

  torch::Tensor foolLoss(const Batch& batch, const Opinion& onFake, Scalars& scalars) override {
    torch::Tensor loss;
    if (conditional_) loss = realClassLoss(onFake.classes, fakes_.labels);
    else if (matching_) loss = featureMatchingLoss(judge_->look(shown(batch.at("picture"))).features, onFake.features);
    else loss = generatorLoss(AdversarialLoss::Bce, realLogit(onFake.classes));
    scalars.emplace_back("G_adversarial", loss.detach());
    return loss;
  }

  torch::Tensor realness(const Opinion& opinion) const override { return chaesaek::realness(AdversarialLoss::Bce, realLogit(opinion.classes)); }

  Scalars stepD(const Batch& batch, const StepContext& context) override { return plain_ ? stepClassifier(batch, context) : ConvGan::stepD(batch, context); }
  Scalars stepG(const Batch& batch, const StepContext& context) override { return plain_ ? Scalars() : ConvGan::stepG(batch, context); }

 private:
  /// What D would be without G: the same network, labels and steps.
  Scalars stepClassifier(const Batch& batch, const StepContext& context) {
    torch::Tensor loss;
    {
      AutocastScope scope(context.mixed, device_.type());
      loss = classLoss(judge_->look(batch.at("labelled")).classes, batch.at("label"));
    }
    adamD_->zeroGrad();
    loss.backward();
    adamD_->step();
    return {{"D_classes", loss.detach()}};
  }

  /// Share of the split's labelled pictures whose class D finds; not a number where there are none.
  double accuracy(const PictureSet& set, Split split, const Progress& progress) const {
    const torch::NoGradGuard noGradients;
    const Evaluating evaluating(*judge_);
    const std::vector<int> indices = indicesOf(set, split);
    std::vector<torch::Tensor> pictures, labels;
    int64_t right = 0, seen = 0;
    for (size_t i = 0; i < indices.size(); ++i) {
      if (set.labelOf(indices[i]) >= 0) {
        const Batch sample = pictureSample(set, indices[i], side());
        pictures.push_back(sample.at("picture"));
        labels.push_back(sample.at("label"));
      }
      if (pictures.empty() || (pictures.size() < kMeasuredAtOnce && i + 1 < indices.size())) continue;
      progress(static_cast<double>(i), static_cast<double>(indices.size()), "accuracy");
      const torch::Tensor found = judge_->look(torch::stack(pictures).to(device_)).classes.argmax(1).cpu();
      right += found.eq(torch::stack(labels)).sum().item<int64_t>();
      seen += static_cast<int64_t>(pictures.size());
      pictures.clear();
      labels.clear();
    }
    return static_cast<double>(right) / static_cast<double>(seen);
  }

  const std::vector<int> budget_;  // pictures whose labels it may see
  const bool matching_, conditional_, plain_;
};

ParameterSchema sganParameters() {
  ParameterSchema p;
  p.integer("labels", "Labels", "Pictures whose class D is told, as many of each class; 0: all.", 100, 0, 1000000)
      .choice("generator_loss", "G's loss", "feature_matching: made pictures are to have the real ones' features in D; non_saturating: D is to say \"real\".",
              "feature_matching", {"feature_matching", "non_saturating"})
      .toggle("conditional", "G is told the class", "G wants D to find the class that it was told; its other loss is not used.", false)
      .toggle("plain", "Without G", "D learns from the labels alone, as a plain classifier: to compare with.", false);
  addConvParameters(p);
  // At 1e-3, D has learnt nothing from G after 1,500 steps of 25 labels on MNIST (.608, a plain classifier .605); at 3e-3 it has (.697).
  addVectorParameters(p, {.batch = 128, .epochs = 15, .rate = 3e-3, .decayShare = 0.5, .ema = kConvEma});
  p.preset("course", {{"conditional", true}, {"learning_rate", 2e-4}, {"decay_share", 0}, {"ema", 0}});
  p.preset("paper", {{"generator_loss", "non_saturating"}, {"learning_rate", 2e-4}, {"decay_share", 0}, {"ema", 0}});
  return p;
}

}  // namespace

ExperimentDeclaration sgan() {
  ExperimentDeclaration d;
  d.info = vectorGanInfo("sgan", "SGAN", DataKind::LabelledImages);
  d.info.symbol = "bookmark";
  d.info.sentence = "Learns classes from a few labels, and the rest from pictures without any.";
  d.info.paper = "Odena 2016, arXiv 1606.01583, with the feature matching of Salimans et al. 2016, arXiv 1606.03498";
  d.info.parameters = sganParameters();
  d.info.columns = {"Samples"};
  d.info.aboutPictures = "What G makes, always of the same random numbers: each place shows one picture as it grows. It need not be pretty: G is there to teach D.";
  d.info.telling = {"", "", {}, "", "", "diversity"};  // that D is sure is no harm: its features teach G all the same
  d.info.merit = {"accuracy", "Accuracy", false};
  d.info.plots.insert(d.info.plots.begin() + 1,
                      {{"Accuracy", {"accuracy", "test_accuracy"}, "Share of the pictures, none of which it has learnt from, whose class D finds.", true},
                       {"Classes", {"D_classes"}, "How badly D tells the classes of its few labelled pictures apart. It soon knows them by heart: accuracy says more."}});
  d.create = makeVectorGan<Sgan>;
  return d;
}

}  // namespace chaesaek
