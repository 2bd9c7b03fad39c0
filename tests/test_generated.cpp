// SPDX-License-Identifier: GPL-3.0-or-later
// Generators measured by a judge: distances with known values, generators whose faults are known, and finding the judge.
#include "core/evaluation/generated.h"

#include <torch/torch.h>

#include <QtTest>
#include <cmath>

#include "core/evaluation/distances.h"
#include "core/evaluation/picture_report.h"
#include "core/experiments/experiment.h"
#include "core/inference/colourer.h"
#include "core/networks/mlp.h"
#include "core/training/health.h"
#include "tests/errors.h"
#include "tests/tiny_runs.h"
#include "tests/toy_pictures.h"

namespace chaesaek {
namespace {

constexpr int64_t kCollapse = 60;  // step after which the collapsing experiment's generator makes one picture only

/// Enough pictures in every split.
class SpreadPictures : public ToyPictures {
 public:
  explicit SpreadPictures(int count = 480) : ToyPictures(count) {}
  Split splitOf(int index) const override { return index / 3 % 4 == 0 ? Split::Val : index / 3 % 4 == 1 ? Split::Test : Split::Train; }
};

/// Rows whose mean and covariance are exactly these.
torch::Tensor exactRows(const torch::Tensor& mean, const torch::Tensor& covariance, int64_t count) {
  const torch::Tensor noise = torch::randn({count, mean.size(0)}, torch::kFloat64), centred = noise - noise.mean(0, true);
  const torch::Tensor own = torch::linalg_cholesky(centred.t().mm(centred) / static_cast<double>(count - 1));
  const torch::Tensor white = torch::linalg_solve_triangular(own.t(), centred, /*upper=*/true, /*left=*/false);
  return white.mm(torch::linalg_cholesky(covariance).t()) + mean;
}

struct OneToValidate : ToyPictures {
  Split splitOf(int index) const override { return index == 0 ? Split::Val : Split::Train; }
};

/// Makes the set's own pictures: of the class that is asked for, or `off` classes further on.
struct KnowingGenerator : VectorGenerator {
  KnowingGenerator(const PictureSet& pictures, int shift, bool same = false) : VectorGenerator(optionsOf(pictures)), set(pictures), off(shift), constant(same) {
    register_parameter("none", torch::zeros({1}));
  }
  static VectorOptions optionsOf(const PictureSet& set) {
    VectorOptions options;
    options.latent = 2;
    options.classes = static_cast<int>(set.classes().size());
    options.size = set.pictureSize().width;
    return options;
  }
  torch::Tensor forward(const torch::Tensor& x) override {
    const torch::Tensor labels = classPart(x).argmax(1);
    std::vector<int> chosen;
    for (int64_t i = 0; i < x.size(0); ++i) {
      const int label = (static_cast<int>(labels[i].item<int64_t>()) + off) % shape.classes;
      chosen.push_back(shape.classes * (constant ? 0 : made++ % (set.size() / shape.classes)) + label);
    }
    return picturesOf(set, chosen, shape.size);
  }
  std::string networkName() const override { return "knowing"; }
  Json parametersJson() const override { return {}; }

  const PictureSet& set;
  int off, made = 0;
  bool constant;
};

MlpGeneratorOptions tinyGenerator(int classes = 0) {
  MlpGeneratorOptions options;
  options.latent = 4;
  options.classes = classes;
  options.size = 8;
  options.hidden = {16};
  return options;
}

/// A generator whose pictures suddenly are all the same.
class Collapsing : public ExperimentOn<PictureSet> {
 public:
  explicit Collapsing(torch::Device device) : network_(std::make_shared<MlpGenerator>(tinyGenerator())) {
    const torch::NoGradGuard guard;
    network_->output->weight.mul_(20);  // as various as a trained one's
    addNetwork("G", network_, device);
    addPhase("G", [this](const Batch&, const StepContext& c) { return step(c); });
  }
  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "collapsing";
    d.role = "generator";
    d.input = network_->inputNames();
    d.output = "picture";
    d.size = 8;
    return d;
  }
  std::string generatorName() const override { return "G"; }
  MakeSample trainingSamples(std::shared_ptr<const PictureSet> set) const override {
    return [set](int index, Random&) { return Batch{{"picture", picturesOf(*set, {index}, 8)[0]}}; };
  }
  NamedValues measures(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>&, const Progress& progress) const override {
    return measureGenerated(*std::dynamic_pointer_cast<VectorGenerator>(openModel(model).network), set, {}, progress);
  }
  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path&, const PictureSet&, const std::vector<int>&, const Progress&) const override {
    return {{cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(0))}};
  }

 private:
  Scalars step(const StepContext& context) {
    const torch::NoGradGuard guard;
    if (context.step == kCollapse) network_->output->weight.zero_();
    return {{"D", torch::tensor(0.5)}, {"G_adversarial", torch::tensor(1.0)}};
  }
  std::shared_ptr<MlpGenerator> network_;
};

ExperimentDeclaration collapsing() {
  ExperimentDeclaration d;
  d.info.id = "collapsing";
  d.info.title = "Collapsing";
  d.info.data = DataKind::Images;
  addCommonParameters(d.info.parameters, {.batch = 2, .epochs = 2});
  d.info.telling = {"D", "G_adversarial", {}};
  d.info.telling.diversity = "diversity";
  d.info.merit = {"frechet", "Fréchet distance", true};
  d.info.columns = {"Samples"};
  d.info.phases = {"G"};
  d.create = [](const Settings&, const DataSet&, torch::Device device) { return std::make_unique<Collapsing>(device); };
  return d;
}

}  // namespace

class TestGenerated : public QObject {
  Q_OBJECT
  QTemporaryDir home_;
  SpreadPictures set_;

  std::string data() const { return home_.filePath("toy.pictures").toStdString(); }
  RunConfig configOf(const std::string& experiment, const std::string& name, int64_t steps, const Json& settings) const {
    RunConfig config;
    config.experiment = experiment;
    config.data = data();
    config.run = name;
    config.settings = settings;
    config.steps = steps;
    config.device = "cpu";
    return config;
  }
  static RunState train(const RunConfig& config) {
    const auto session = TrainingSession::begin(config);
    session->start();
    return gather(*session, [](const Events& e) { return !e.states.empty() && e.states.back().state >= RunState::Finished; }).states.back().state;
  }
  static ModelPlace placeOf(const std::string& run) { return {run, RunFolder::open(run).model(), ModelPlace::Kind::Run}; }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CHAESAEK_HOME", home_.path().toUtf8());
    addExperiment(collapsing());
    packPictures(set_, data());
    torch::manual_seed(1);
  }

  void frechetOfKnownGaussians() {
    const torch::Tensor m = torch::tensor({1.0, -2.0}, torch::kFloat64), n = torch::tensor({0.5, 1.0}, torch::kFloat64);
    const torch::Tensor a = torch::tensor({{2.0, 0.6}, {0.6, 1.0}}, torch::kFloat64), b = torch::tensor({{1.0, -0.4}, {-0.4, 3.0}}, torch::kFloat64);
    // Of a 2x2 matrix M the trace of the root is sqrt(tr M + 2 sqrt(det M)); AB has the eigenvalues of A^1/2 B A^1/2.
    const double trace = a.mm(b).trace().item<double>(), determinant = torch::linalg_det(a.mm(b)).item<double>();
    const double expected = 0.25 + 9 + 3 + 4 - 2 * std::sqrt(trace + 2 * std::sqrt(determinant));
    const torch::Tensor one = exactRows(m, a, 200), other = exactRows(n, b, 300);
    QVERIFY(std::abs(frechetDistance(one, other) - expected) < 1e-8);
    QVERIFY(std::abs(frechetDistance(other, one) - expected) < 1e-8);
    QVERIFY(std::abs(frechetDistance(one, one)) < 1e-8);
  }

  void frechetOfFewRowsIsANumber() {
    const torch::Tensor few = torch::randn({10, 64});
    QVERIFY(std::isfinite(frechetDistance(few, torch::randn({10, 64}))));
    QVERIFY(std::abs(frechetDistance(few, few)) < 1e-4);  // roots of eigenvalues that are zero but for rounding
  }

  void nearestAndDuplicates() {
    const torch::Tensor rows = torch::randn({1300, 20});
    const torch::Tensor exact = std::get<0>((torch::cdist(rows, rows) + torch::eye(1300) * 1e9).min(1));
    QVERIFY(torch::allclose(nearestDistances(rows, rows, {}), exact, 1e-3, 1e-3));
    const torch::Tensor others = torch::randn({700, 20});
    QVERIFY(torch::allclose(nearestDistances(rows, others, {}), std::get<0>(torch::cdist(rows, others).min(1)), 1e-3, 1e-3));

    const torch::Tensor real = torch::randn({5000, 20});
    QVERIFY(duplicateShare(torch::randn({5000, 20}), real, {}) < 0.02);
    QCOMPARE(duplicateShare(torch::randn({1000, 20}).repeat({5, 1}), real, {}), 1.0);
  }

  void withoutAJudgeThereIsDiversityOnly() {
    QVERIFY(!findJudge(set_));
    KnowingGenerator real(set_, 0);
    const NamedValues values = measureGenerated(real, set_, {}, {});
    QCOMPARE(values.size(), size_t{1});
    QVERIFY2(std::abs(valueOf(values, "diversity") - 1) < 0.15, qPrintable(QString::number(valueOf(values, "diversity"))));
    const OneToValidate few;  // as drawings of one's own may be split
    KnowingGenerator knowing(few, 0);
    QVERIFY(valueOf(measureGenerated(knowing, few, {}, {}), "diversity") > .5);
    KnowingGenerator constant(set_, 0, true);
    QVERIFY(valueOf(measureGenerated(constant, set_, {}, {}), "diversity") < 1e-6);
    KnowingGenerator grey(set_, 0);
    QVERIFY(QString::fromStdString(errorOf([&] { measureGenerated(grey, ToyPictures(24, 8, 3), {}, {}); })).contains("channels"));
  }

  void aJudgeLearnsItsSet() {
    const Json settings = {{"batch", 24}, {"shift", 0}, {"learning_rate", 3e-3}, {"precision", "fp32"}};
    QCOMPARE(train(configOf("judge", "short", 1, settings)), RunState::Finished);
    QVERIFY(findJudge(set_).has_value());
    RunFolder::open("short").describe({{"state", "running"}});
    QVERIFY(!findJudge(set_));  // unfinished
    QCOMPARE(train(configOf("judge", "good", 60, settings)), RunState::Finished);
    const auto judge = findJudge(set_);
    QVERIFY(judge && judge->name() == "good" && judge->classes() == 3);

    const Json report = reportJudge(placeOf("good"), set_, {}, {});
    QCOMPARE(report.at("pictures").get<int>(), 120);
    QVERIFY2(report.at("accuracy").get<double>() > 0.99, report.dump().c_str());
    QCOMPARE(report.at("accuracies").size(), size_t{3});
    QVERIFY(report.at("accuracies").contains("disc"));
    QVERIFY(valueOf(readHistory(RunFolder::open("good").path()).measures.back().values, "accuracy") > 0.99);
  }

  void whichJudgeFits() {
    QVERIFY(!findJudge(ToyPictures(24, 8, 3)));         // of colours
    QVERIFY(!findJudge(ToyPictures(24, 8, 1, false)));  // without classes
    makeFolder(userModelsFolder());
    writeFile(userModelsFolder() / "broken.safetensors", "nothing");
    QCOMPARE(findJudge(set_)->name(), std::string("good"));
    std::filesystem::copy_file(RunFolder::open("good").model(), userModelsFolder() / "mine.safetensors");
    QCOMPARE(findJudge(set_)->name(), std::string("mine"));
    std::filesystem::remove(userModelsFolder() / "mine.safetensors");
  }

  void agreement() {
    KnowingGenerator right(set_, 0), wrong(set_, 1), constant(set_, 0, true);
    const GeneratedOptions all{1000, 1, Split::Train};
    const NamedValues good = measureGenerated(right, set_, all, {}), bad = measureGenerated(wrong, set_, all, {}), same = measureGenerated(constant, set_, all, {});
    QVERIFY(valueOf(good, "agreement") > 0.99 && valueOf(bad, "agreement") < 0.01);
    QVERIFY2(std::abs(valueOf(good, "diversity") - 1) < 0.15, qPrintable(QString::number(valueOf(good, "diversity"))));
    QVERIFY(valueOf(same, "diversity") < 1e-6 && valueOf(same, "agreement") > 0.99);
    QVERIFY(valueOf(good, "frechet") < 0.1 * valueOf(same, "frechet"));
    QCOMPARE(measureGenerated(constant, set_, all, {}), same);
  }

  void aReportNamesCollapse() {
    MlpGenerator generator(tinyGenerator(3));
    {
      const torch::NoGradGuard guard;
      generator.output->weight.zero_();
    }
    ModelDescription about;
    about.experiment = "cgan";
    about.role = "generator";
    about.input = generator.inputNames();
    about.output = "picture";
    about.size = 8;
    const ModelPlace place{"constant", home_.filePath("constant.safetensors").toStdString(), ModelPlace::Kind::File};
    saveModel(place.path, about, generator);
    QCOMPARE(roleOf(place), std::string("generator"));
    const Json report = reportGenerator(place, set_, {}, {});
    QCOMPARE(report.at("pictures").get<int>(), 60);
    QCOMPARE(report.at("judge").get<std::string>(), std::string("good"));
    QCOMPARE(report.at("classes_present").get<int>(), 1);
    QCOMPARE(report.at("missing_classes").size(), size_t{2});
    QVERIFY(report.at("label_entropy").get<double>() < 1e-6 && report.at("diversity").get<double>() < 1e-6);
    QCOMPARE(report.at("duplicates").get<double>(), 1.0);
    QVERIFY(report.at("judge_accuracy").get<double>() > 0.99);
    QVERIFY(report.at("frechet").get<double>() > 10 * report.at("frechet_floor").get<double>());
    QVERIFY(report.at("nearest_to_train").is_number());
    QVERIFY(QString::fromStdString(errorOf([&] { reportGenerator(placeOf("good"), set_, {}, {}); })).contains("its role is judge"));
    QVERIFY(QString::fromStdString(errorOf([&] { reportJudge(place, set_, {}, {}); })).contains("is no judge"));
  }

  void theShippedJudges() {
    for (const std::string data : {"mnist", "fashion-mnist"}) {
      const ModelPlace place{"judge-" + data, shippedFolder("models") / ("judge-" + data + ".safetensors"), ModelPlace::Kind::Shipped};
      QVERIFY(std::filesystem::file_size(place.path) < 2'000'000);
      QCOMPARE(Judge(place).classes(), 10);
      QCOMPARE(readModelDescription(place.path).data, data);
    }
    for (const ModelInfo& offered : listModels()) QVERIFY2(!offered.name.starts_with("judge"), "the canvas offers a judge");
  }

  void aRunThatCollapsesIsNamed() {
    QCOMPARE(train(configOf("collapsing", "fallen", 120, {{"sample_steps", 20}})), RunState::Finished);
    const RunHistory history = readHistory(RunFolder::open("fallen").path());
    QCOMPARE(history.measures.size(), size_t{6});
    const Health health = healthOf(experimentInfo("collapsing"), history);
    QVERIFY2(health.kind == Health::Kind::Bad && health.text.starts_with("Collapse since step 80: made pictures are 0 %"), health.text.c_str());
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestGenerated)
#include "test_generated.moc"
