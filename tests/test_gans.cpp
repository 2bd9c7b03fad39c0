// SPDX-License-Identifier: GPL-3.0-or-later
// The GANs that make pictures out of vectors: what each does beyond the contract of all experiments.
#include <torch/torch.h>

#include <QtTest>
#include <cmath>

#include "core/experiments/vector_gan.h"
#include "core/image/codec.h"
#include "core/image/sheet.h"
#include "core/losses/classes.h"
#include "core/networks/dcgan.h"
#include "core/networks/mlp.h"
#include "tests/errors.h"
#include "tests/tiny_experiments.h"
#include "tests/tiny_runs.h"

namespace chaesaek {
namespace {

/// The wall as a model file makes it, cut into its pictures.
std::vector<std::vector<cv::Mat>> wallOf(const Experiment& experiment, const PictureSet& set, int side) {
  const QTemporaryDir folder;
  const std::filesystem::path model = folder.filePath("m.safetensors").toStdString();
  saveModel(model, experiment.model(), dynamic_cast<const Generator&>(*networkOf(experiment, "G")));
  const cv::Mat wall = experiment.samples(model, set, {}, {}).at(0).at(0);
  std::vector<std::vector<cv::Mat>> rows(8);
  for (int row = 0; row < 8; ++row)
    for (int column = 0; column < 8; ++column) rows[size_t(row)].push_back(wall(cv::Rect(2 + column * (side + 2), 2 + row * (side + 2), side, side)));
  return rows;
}

}  // namespace

class TestGans : public QObject {
  Q_OBJECT
  std::shared_ptr<const ToyPictures> set_ = std::make_shared<ToyPictures>(60);

 private Q_SLOTS:
  void initTestCase() { qputenv("CHAESAEK_HOME", home_.path().toUtf8()); }  // without a judge

  void members_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"gan", "cgan", "dcgan", "lsgan", "sgan", "acgan"}) QTest::newRow(id) << id;
  }

  void runsStopAndResumeExactly_data() { members_data(); }
  void runsStopAndResumeExactly() {
    QFETCH(QString, id);
    const RunConfig config = run(id.toStdString());
    const auto whole = TrainingSession::begin(config);
    QCOMPARE(waitForEnd(*whole), RunState::Finished);
    const cv::Mat sheet = readPicture(whole->folder().sample(12));
    QCOMPARE(splitSheet(sheet, 1).size(), size_t{1});
    const RunHistory history = readHistory(whole->folder().path());
    QCOMPARE(history.scalars.size(), size_t{12});
    for (const char* name : {"D", "G_adversarial", "D_real", "D_fake"}) QVERIFY2(std::isfinite(valueOf(history.scalars.back().values, name)), name);
    for (const char* name : {"D_real", "D_fake"}) QVERIFY(valueOf(history.scalars.back().values, name) >= 0 && valueOf(history.scalars.back().values, name) <= 1);
    QVERIFY(valueOf(history.measures.back().values, "diversity") > 0);
    QVERIFY(!std::filesystem::exists(whole->folder().judged(12)));
    compareWithHalves(config);
  }

  void stepModeTellsOfEachPhase_data() { members_data(); }
  void stepModeTellsOfEachPhase() {
    QFETCH(QString, id);
    RunConfig config = run(id.toStdString());
    config.run += "-steps";
    const auto session = TrainingSession::begin(config);
    session->pause();
    session->start();
    untilPaused(*session);
    session->step("D");
    const Events d = untilPaused(*session);
    QCOMPARE(d.phases.size(), size_t{1});
    QVERIFY(std::isfinite(valueOf(d.phases[0].values, "D")) && std::isnan(valueOf(d.phases[0].values, "G_adversarial")));
    QVERIFY(d.picture && d.picture->live && d.scalars.empty());
    QCOMPARE(session->nextPhase(), std::string("G"));
    session->step("G");
    const Events g = untilPaused(*session);
    QVERIFY(std::isfinite(valueOf(g.phases[0].values, "G_adversarial")));
    QCOMPARE(g.scalars.size(), size_t{1});
    session->stop();
  }

  void presetsAndSizes_data() { members_data(); }
  void presetsAndSizes() {
    QFETCH(QString, id);
    const ExperimentInfo& info = experimentInfo(id.toStdString());
    const ToyPictures coloured(12, 72, 3);
    for (const auto& [name, unused] : info.parameters.presets()) {
      Settings s = info.parameters.withPreset(name);
      if (s.toJson().contains("base_width")) s.set("base_width", Json(4));
      if (s.toJson().contains("labels")) s.set("labels", Json(3));
      const auto experiment = makeTiny(info.id, s, coloured);
      QCOMPARE(experiment->model().size, 64);
      const Batch batch = batchOf(*experiment, std::make_shared<ToyPictures>(coloured), 2);
      QCOMPARE(batch.at("picture").sizes(), torch::IntArrayRef({2, 3, 64, 64}));
      for (const auto& phase : experiment->phases())
        for (const auto& [scalar, value] : phase.run(batch, {0, 100, false})) QVERIFY2(std::isfinite(value.item<double>()), scalar.c_str());
    }
    const ToyPictures plain(12, 16, 1, false);
    const bool classes = info.data == DataKind::LabelledImages;
    const std::string refused = errorOf([&] { makeTiny(info.id, plain); });
    QCOMPARE(refused, classes ? std::string("the data set toy pictures has no classes; name a set of labelled pictures") : std::string());
  }

  void dcganLearnsFromPicturesOfAnyKind() {
    const auto labelled = makeTiny("dcgan", *set_);
    QVERIFY(labelled->model().classes.empty());
    QCOMPARE(labelled->model().input, std::vector<std::string>{"latent"});
    const auto plain = std::make_shared<ToyPictures>(12, 16, 3, false);
    const auto experiment = makeTiny("dcgan", *plain);
    const Batch batch = batchOf(*experiment, plain, 4);
    QVERIFY(!batch.count("label"));
    QVERIFY(std::isfinite(scalarOf(runPhase(*experiment, "D", batch), "D")));
    QVERIFY(std::isfinite(scalarOf(runPhase(*experiment, "G", batch), "G_adversarial")));
    QVERIFY(errorOf([&] { makeTiny("dcgan", *plain, {{"size", 30}}); }).find("parameter size") != std::string::npos);
  }

  void largePicturesAreShrunkOnce() {
    struct Counted : ToyPictures {
      using ToyPictures::ToyPictures;
      cv::Mat picture(int index) const override { return ++asked, ToyPictures::picture(index); }
      mutable int asked = 0;
    };
    const auto large = std::make_shared<Counted>(12, 32, 3, false), fitting = std::make_shared<Counted>(12, 16, 3, false);
    for (const auto& set : {large, fitting}) {
      const MakeSample sample = makeTiny("dcgan", *set, {{"size", 16}})->trainingSamples(set);
      Random random(1);
      const torch::Tensor first = sample(7, random).at("picture"), again = sample(7, random).at("picture");
      QVERIFY(torch::equal(first, again) && torch::equal(first, pictureSample(*set, 7, 16).at("picture")));
    }
    QCOMPARE(large->asked, 2);  // one of them here
    QCOMPARE(fitting->asked, 3);
  }

  void huesTurnAboutGrey() {
    const torch::Tensor colours = torch::tensor({{1.f, -1.f, -1.f}, {1.f, 1.f, 1.f}, {-1.f, -1.f, -1.f}, {.2f, .2f, .2f}}).t().reshape({3, 2, 2}).contiguous();
    const torch::Tensor green = torch::tensor({{-1.f, 1.f, -1.f}, {1.f, 1.f, 1.f}, {-1.f, -1.f, -1.f}, {.2f, .2f, .2f}}).t().reshape({3, 2, 2});
    QVERIFY(torch::allclose(turnedHues(colours, 120), green, 0, 1e-6));
    QVERIFY(torch::allclose(turnedHues(colours, 360), colours, 0, 1e-6));
    const torch::Tensor yellow = torch::tensor({1.f, .8f, -.5f}).view({3, 1, 1});
    for (int degrees = 0; degrees < 360; degrees += 15) QVERIFY(turnedHues(yellow, degrees).abs().max().item<double>() <= 1);
  }

  void halfOfTheSamplesGetOtherHues() {
    const auto coloured = std::make_shared<ToyPictures>(12, 16, 3, false);
    const auto changed = [&](bool hues, std::shared_ptr<const ToyPictures> set) {
      const MakeSample sample = makeTiny("dcgan", *set, {{"hues", hues}})->trainingSamples(set);
      int count = 0;
      for (uint64_t i = 0; i < 60; ++i) {
        Random random(1, 0, i);
        count += !torch::equal(sample(int(i % 12), random).at("picture"), pictureSample(*set, int(i % 12), 16).at("picture"));
      }
      return count;
    };
    QCOMPARE(changed(false, coloured), 0);
    QCOMPARE(changed(true, std::make_shared<ToyPictures>(12, 16, 1, false)), 0);  // of greys there are none
    const int turned = changed(true, coloured);
    QVERIFY2(turned > 15 && turned < 45, qPrintable(QString::number(turned)));
  }

  void conditionalWallsHaveARowForEachClass() {
    for (const char* id : {"cgan", "acgan"}) {
      const auto experiment = makeTiny(id, *set_);
      QCOMPARE(experiment->model().classes, (std::vector<std::string>{"disc", "square", "bar"}));
      QCOMPARE(experiment->model().input, (std::vector<std::string>{"latent", "class"}));
      const auto generator = std::dynamic_pointer_cast<VectorGenerator>(networkOf(*experiment, "G"));
      const torch::NoGradGuard noGradients;
      for (auto& [name, p] : generator->named_parameters().pairs())  // without the class all rows are alike
        if (name == "from_class.weight") p.zero_();
        else if (name == "embedding.weight") p.fill_(1);
      const auto alike = wallOf(*experiment, *set_, 8);
      double columns = 0;
      for (size_t column = 0; column < 8; ++column) {
        for (size_t row : {1, 2}) QVERIFY(cv::norm(alike[0][column], alike[row][column], cv::NORM_INF) == 0);  // the same latents
        columns += cv::norm(alike[0][0], alike[0][column]);
        for (size_t row = 3; row < 8; ++row) QVERIFY(cv::countNonZero(alike[row][column].reshape(1) != 255) == 0);
      }
      QVERIFY(columns > 0);
      for (auto& [name, p] : generator->named_parameters().pairs())
        if (name == "from_class.weight" || name == "embedding.weight") p.normal_();
      const auto told = wallOf(*experiment, *set_, 8);
      QVERIFY(cv::norm(told[0][0], told[1][0]) > 0 && cv::norm(told[1][0], told[2][0]) > 0);
      const auto again = wallOf(*experiment, *set_, 8);
      QVERIFY(cv::norm(told[2][7], again[2][7]) == 0);
    }
  }

  /// At first both networks hear the class as well as latent and picture.
  void classesAreHeard() {
    const auto experiment = makeTiny("cgan", *set_);
    const auto generator = std::dynamic_pointer_cast<MlpGenerator>(networkOf(*experiment, "G"));
    const auto judge = std::dynamic_pointer_cast<MaxoutDiscriminator>(networkOf(*experiment, "D"));
    const torch::NoGradGuard noGradients;
    const auto loudness = [](torch::nn::LinearImpl& layer, const torch::Tensor& x) { return layer.forward(x).std().item<double>(); };
    const torch::Tensor classes = torch::eye(3);
    const auto pairs = {std::pair{generator->fromLatent, generator->fromClass}, {judge->picture->linear, judge->label->linear}};
    for (auto [other, label] : pairs) {
      const double ratio = loudness(*label, classes) / loudness(*other, torch::randn({200, other->options.in_features()}));
      QVERIFY2(ratio > 0.8 && ratio < 1.25, qPrintable(QString::number(ratio)));
    }
  }

  /// D is sure: then minimax teaches G next to nothing, and the other loss a great deal.
  void minimaxSaturates() {
    std::map<std::string, double> reach;
    for (const char* loss : {"non_saturating", "minimax"}) {
      const auto experiment = makeTiny("gan", *set_, {{"loss", loss}});
      const auto judge = std::dynamic_pointer_cast<MlpDiscriminator>(networkOf(*experiment, "D"));
      const Batch batch = batchOf(*experiment, set_, 4);
      {
        const torch::NoGradGuard noGradients;
        judge->output->bias.fill_(-6);
      }
      runPhase(*experiment, "D", batch);
      const double value = scalarOf(runPhase(*experiment, "G", batch), "G_adversarial");
      QVERIFY(loss == std::string("minimax") ? value < 0 && value > -0.1 : value > 3);
      double sum = 0;
      for (const auto& p : networkOf(*experiment, "G")->parameters()) sum += p.grad().square().sum().item<double>();
      reach[loss] = std::sqrt(sum);
    }
    QVERIFY2(reach["non_saturating"] > 50 * reach["minimax"], qPrintable(QString::number(reach["non_saturating"] / reach["minimax"])));
  }

  void simultaneousStepsMoveDLast() {
    for (const bool simultaneous : {false, true}) {
      const auto experiment = makeTiny("dcgan", *set_, {{"simultaneous", simultaneous}});
      const Batch batch = batchOf(*experiment, set_, 4);
      const torch::Tensor weight = networkOf(*experiment, "D")->parameters().front(), before = weight.detach().clone();
      runPhase(*experiment, "D", batch);
      QCOMPARE(torch::equal(weight, before), simultaneous);
      runPhase(*experiment, "G", batch);
      QVERIFY(!torch::equal(weight, before));
    }
  }

  /// Not only what each place looks like: two dots far apart are more, or less, than the sum of either. D learns more slowly than G.
  void discriminatorsOfDigitsSeeWhatBelongsTogether() {
    for (const char* id : {"dcgan", "lsgan"}) {
      const auto experiment = makeTiny(id, ToyPictures(12, 28), {{"base_width", 16}, {"discriminator_width", 16}, {"hidden", experimentInfo(id).parameters.defaults().integer("hidden")}});
      const auto judge = std::dynamic_pointer_cast<ConvDiscriminator>(networkOf(*experiment, "D"));
      judge->eval();
      const torch::NoGradGuard noGradients;
      for (auto& p : judge->parameters()) p.mul_(5);  // so that what a dot does is not lost in rounding
      torch::Tensor dots = torch::full({4, 1, 28, 28}, -1.0);
      for (const int picture : {1, 3}) dots[picture][0][2][2] = 1;
      for (const int picture : {2, 3}) dots[picture][0][25][25] = 1;
      const torch::Tensor says = judge->look(dots).source.flatten(), alone = says.slice(0, 1, 3) - says[0], together = says[3] - says[0];
      QVERIFY2((together - alone.sum()).abs().item<double>() > 0.01 * alone.abs().max().item<double>(), id);
      QVERIFY(experiment->optimisers()[0].name == "D" && experiment->optimisers()[0].adam->baseRate() < experiment->optimisers()[1].adam->baseRate());
    }
  }

  void codingsSayWhatIsReal() {
    for (const char* coding : {"zero_one", "pearson"}) {
      const auto experiment = makeTiny("lsgan", *set_, {{"coding", coding}});
      const Batch batch = batchOf(*experiment, set_, 4);
      {
        const torch::NoGradGuard noGradients;
        std::dynamic_pointer_cast<ConvDiscriminator>(networkOf(*experiment, "D"))->source->weight.zero_();  // and it has no bias: every score is 0
      }
      const Scalars d = runPhase(*experiment, "D", batch);
      QCOMPARE(scalarOf(d, "D"), coding == std::string("pearson") ? 1.0 : 0.5);
      QCOMPARE(scalarOf(d, "D_real"), coding == std::string("pearson") ? 0.5 : 0.0);
    }
  }

  void acganLearnsClassesOfRealPicturesAlone() {
    std::vector<double> classes;
    for (const bool realOnly : {false, true}) {
      const auto experiment = makeTiny("acgan", *set_, {{"real_only", realOnly}});
      const Batch batch = batchOf(*experiment, set_, 4);
      const auto judge = std::dynamic_pointer_cast<ConvDiscriminator>(networkOf(*experiment, "D"));
      const torch::NoGradGuard noGradients;
      const double expected = classLoss(judge->look(batch.at("picture")).classes, batch.at("label")).item<double>();
      {
        const torch::AutoGradMode gradients(true);
        classes.push_back(scalarOf(runPhase(*experiment, "D", batch), "D_classes"));
      }
      QCOMPARE(std::abs(classes.back() - expected) < 1e-6, realOnly);
    }
    QVERIFY(classes[0] != classes[1]);
  }

 private:
  RunConfig run(const std::string& id) const {
    RunConfig config;
    config.experiment = config.run = id;
    config.data = home_.filePath("pictures.chsk").toStdString();
    if (!std::filesystem::exists(config.data)) packPictures(*set_, config.data);
    config.settings = tinySettings(experimentInfo(id)).toJson();
    config.settings.update({{"batch", 4}, {"ema", 0.9}});
    if (config.settings.contains("hidden")) config.settings["hidden"] = 16;
    config.steps = 12;
    config.device = "cpu";
    return config;
  }

  QTemporaryDir home_;
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestGans)
#include "test_gans.moc"
