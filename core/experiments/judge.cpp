// SPDX-License-Identifier: GPL-3.0-or-later
// The judge: which class does a picture show? A small classifier, by whose opinions and features generators are measured.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "core/base/error.h"
#include "core/data/samples.h"
#include "core/evaluation/judge.h"
#include "core/experiments/experiment.h"
#include "core/image/sheet.h"
#include "core/image/tensors.h"
#include "core/losses/classes.h"
#include "core/networks/initialise.h"

namespace chaesaek {
namespace {

constexpr int kMostSide = 64, kAcross = 6;
constexpr int kTile = 104, kShownSide = 72, kTextLine = 14;  // of a picture in the wall, and of the words below it

JudgeOptions judgeOptions(const Settings& s, const PictureSet& set) {
  if (set.classes().size() < 2) failUsage("the data set " + set.name() + " has fewer than two classes: there is nothing to tell apart");
  JudgeOptions options;
  options.inputs = set.channels();
  options.classes = static_cast<int>(set.classes().size());
  options.features = static_cast<int>(s.integer("features"));
  options.size = std::max(4, std::min({kMostSide, set.pictureSize().width, set.pictureSize().height}) / 4 * 4);
  return options;
}

/// The validation part, all of it; of a set without one the drawings that the run validates on.
std::vector<int> validationOf(const PictureSet& set, const std::vector<int>& drawings) {
  std::vector<int> all = indicesOf(set, Split::Val);
  return all.empty() ? drawings : all;
}

/// Moved by whole pixels, and mirrored; what comes in is the colour of the border.
torch::Tensor moved(const torch::Tensor& picture, int shift, bool mirror, Random& random) {
  const int64_t side = picture.size(1);
  const int64_t right = random.integer(0, 2 * shift), down = random.integer(0, 2 * shift);
  torch::Tensor out = torch::replication_pad2d(picture.unsqueeze(0), {shift, shift, shift, shift})[0].narrow(1, down, side).narrow(2, right, side);
  return mirror && random.chance(0.5) ? out.flip({2}) : out;
}

/// How sure a judge is of a picture's class.
struct Certainty {
  int64_t place = 0;    ///< among the pictures
  int64_t guess = 0;    ///< the class that it finds likeliest
  double margin = 0;    ///< probability of the right class less that of the likeliest other one: below 0 it is mistaken
  double sureness = 0;  ///< probability of its guess
};

/// The least sure first.
std::vector<Certainty> leastSure(const torch::Tensor& logits, const torch::Tensor& labels) {
  const torch::Tensor shares = logits.softmax(1), right = shares.gather(1, labels.unsqueeze(1)).squeeze(1);
  const auto [sureness, guesses] = shares.max(1);
  const torch::Tensor margins = right - shares.scatter(1, labels.unsqueeze(1), -1).amax(1);
  const auto [sorted, order] = margins.sort();
  std::vector<Certainty> out;
  for (int64_t i = 0; i < std::min<int64_t>(order.size(0), kAcross * kAcross); ++i) {
    const int64_t place = order[i].item<int64_t>();
    out.push_back({place, guesses[place].item<int64_t>(), sorted[i].item<double>(), sureness[place].item<double>()});
  }
  return out;
}

void write(cv::Mat& tile, const std::string& text, int bottom, const cv::Scalar& colour) {
  int below = 0;
  double scale = 0.42;
  const int width = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, scale, 1, &below).width;
  if (width > tile.cols) scale *= static_cast<double>(tile.cols) / width;
  const int shown = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, scale, 1, &below).width;
  cv::putText(tile, text, {(tile.cols - shown) / 2, bottom}, cv::FONT_HERSHEY_SIMPLEX, scale, colour, 1, cv::LINE_AA);
}

/// The picture, what it is, and what the judge takes it for, red where it is mistaken.
cv::Mat captioned(const cv::Mat& picture, const std::string& is, const std::string& guess, const Certainty& certainty) {
  cv::Mat tile(kTile, kTile, CV_8UC3, cv::Scalar::all(255)), shown = picture;
  if (picture.channels() == 1) cv::cvtColor(picture, shown, cv::COLOR_GRAY2BGR);
  cv::resize(shown, shown, {kShownSide, kShownSide}, 0, 0, picture.cols < kShownSide ? cv::INTER_NEAREST : cv::INTER_AREA);
  shown.copyTo(tile(cv::Rect((kTile - kShownSide) / 2, 0, kShownSide, kShownSide)));
  std::ostringstream opinion;
  opinion << guess << "? " << std::lround(100 * certainty.sureness) << "%";
  write(tile, "is " + is, kShownSide + kTextLine, cv::Scalar::all(40));
  write(tile, opinion.str(), kShownSide + 2 * kTextLine, certainty.margin < 0 ? cv::Scalar(40, 40, 200) : cv::Scalar(60, 120, 40));
  return tile;
}

class JudgeTraining : public ExperimentOn<PictureSet> {
 public:
  JudgeTraining(const Settings& s, const PictureSet& set, torch::Device device) : settings_(s), device_(device), classes_(set.classes()) {
    network_ = std::make_shared<JudgeNet>(judgeOptions(s, set));
    initialiseHe(*network_);
    addNetwork("G", network_, device);
    adam_ = addOptimiser("G", *network_, {s.real("learning_rate"), 0.9, 0.999});
    addPhase("G", [this](const Batch& b, const StepContext& c) { return step(b, c); });
  }

  std::string generatorName() const override { return "G"; }

  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "judge";
    d.role = "judge";
    d.input = network_->options.inputs == 1 ? std::vector<std::string>{"grey"} : std::vector<std::string>{"red", "green", "blue"};
    d.output = "picture";
    d.size = network_->options.size;
    d.classes = classes_;
    return d;
  }

  MakeSample trainingSamples(std::shared_ptr<const PictureSet> set) const override {
    return [set, side = network_->options.size, shift = static_cast<int>(settings_.integer("shift")), mirror = settings_.on("mirror")](
               int index, Random& random) {
      Batch sample = pictureSample(*set, index, side);
      sample["picture"] = moved(sample.at("picture"), shift, mirror, random).contiguous();
      return sample;
    };
  }

  /// Pictures without a class teach nothing.
  std::vector<double> weights(const PictureSet& set, const std::vector<int>& indices) const override {
    std::vector<double> weights;
    for (const int index : indices) weights.push_back(set.labelOf(index) >= 0 ? 1 : 0);
    const bool all = std::find(weights.begin(), weights.end(), 0.0) == weights.end();
    return all ? std::vector<double>() : weights;
  }

  NamedValues measures(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>& drawings,
                       const Progress& progress) const override {
    const Opinions opinions = lookAt(model, set, drawings, progress);
    return {{"accuracy", (opinions.logits.argmax(1) == opinions.labels).to(torch::kFloat64).mean().item<double>()}};
  }

  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>& drawings,
                                            const Progress& progress) const override {
    const Opinions opinions = lookAt(model, set, drawings, progress);
    std::vector<std::vector<cv::Mat>> rows;
    for (const Certainty& each : leastSure(opinions.logits, opinions.labels)) {
      if (rows.empty() || rows.back().size() == kAcross) rows.emplace_back();
      const int index = opinions.indices.at(static_cast<size_t>(each.place));
      const std::string &is = classes_.at(static_cast<size_t>(set.labelOf(index))), &guess = classes_.at(static_cast<size_t>(each.guess));
      rows.back().push_back(captioned(set.picture(index), is, guess, each));
    }
    rows.resize(kAcross);
    for (auto& row : rows) row.resize(kAcross, cv::Mat(kTile, kTile, CV_8UC3, cv::Scalar::all(255)));  // a small set leaves places free
    return {{composeSheet(rows)}};
  }

 private:
  struct Opinions {
    std::vector<int> indices;
    torch::Tensor labels, logits;
  };

  Opinions lookAt(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>& drawings, const Progress& progress) const {
    const Judge judge({"", model, ModelPlace::Kind::File}, device_);
    Opinions opinions;
    for (const int index : validationOf(set, drawings))
      if (set.labelOf(index) >= 0) opinions.indices.push_back(index);
    if (opinions.indices.empty()) fail("data " + set.name() + " has no pictures with a class to judge");
    opinions.labels = labelsOf(set, opinions.indices);
    opinions.logits = judge.look(picturesOf(set, opinions.indices, judge.side()), progress).logits;
    return opinions;
  }

  Scalars step(const Batch& batch, const StepContext& context) {
    torch::Tensor loss;
    {
      AutocastScope scope(context.mixed, device_.type());
      loss = classLoss(network_->look(batch.at("picture")).logits, batch.at("label"));
    }
    adam_->zeroGrad();
    loss.backward();
    adam_->step();
    return {{"loss", loss.detach()}};
  }

  Settings settings_;
  torch::Device device_;
  std::vector<std::string> classes_;
  std::shared_ptr<JudgeNet> network_;
  std::shared_ptr<Adam> adam_;
};

ParameterSchema judgeParameters() {
  ParameterSchema p;
  p.integer("features", "Features", "Numbers that stand for a picture; Fréchet distances are taken between them.", 64, 2, 1024)
      .advanced()
      .integer("shift", "Shift", "Pictures are moved by at most so many pixels.", 2, 0, 8, "px")
      .advanced()
      .toggle("mirror", "Mirror", "Half of the pictures are mirrored: for things, not for digits.", false)
      .advanced();
  addCommonParameters(p, {.batch = 128, .epochs = 8, .rate = 2e-3, .decayShare = 1, .ema = 0.99});
  p.changeable({"shift", "mirror"});
  return p;
}

}  // namespace

ExperimentDeclaration judge() {
  ExperimentDeclaration d;
  d.info.id = "judge";
  d.info.title = "Judge";
  d.info.sentence = "Picture to class: a small classifier that measures what generators make.";
  d.info.paper = "Its features take the place of Inception's in the distance of Heusel et al. 2017, arXiv 1706.08500";
  d.info.symbol = "eye";
  d.info.data = DataKind::LabelledImages;
  d.info.parameters = judgeParameters();
  d.info.plots = {{"Loss", {"loss"}, "How sure it is of the right class. It falls within the first hundred steps."},
                  {"On pictures it never saw", {"accuracy"}, "Share of them of which it names the class.", true}};
  d.info.aboutPictures = "The pictures that it is least sure of, or mistakes, and what it takes them for.";
  d.info.telling.likeness = {"loss"};
  d.info.telling.likenessName = "loss";
  d.info.merit = {"accuracy", "Accuracy", false};
  d.info.columns = {"Mistaken for something else, or least sure"};
  d.info.colours = false;
  d.info.phases = {"G"};
  d.create = [](const Settings& s, const DataSet& set, torch::Device device) {
    return std::make_unique<JudgeTraining>(s, dynamic_cast<const PictureSet&>(set), device);
  };
  return d;
}

}  // namespace chaesaek
