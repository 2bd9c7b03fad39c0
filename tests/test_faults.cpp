// SPDX-License-Identifier: GPL-3.0-or-later
// Losses and weights that are no numbers; stopping and pausing in the middle of a validation.
#include <QtTest>
#include <cmath>
#include <thread>

#include "core/data/samples.h"
#include "core/experiments/experiment.h"
#include "core/networks/unet.h"
#include "tests/errors.h"
#include "tests/tiny_runs.h"

namespace chaesaek {
namespace {

constexpr int64_t kFaultyStep = 7;  // 0-based
constexpr double kTooFast = 1e-3;   // the learning rate from which on the fault shows

/// What the test makes an experiment do; one run at a time.
struct Fault {
  bool inLoss = false, inWeights = false;
  int validationMs = 0;  // for each drawing
} fault;

/// One small network; its merit depends on the weights.
class Faulty : public ExperimentOn<PairSet> {
 public:
  Faulty(const Settings& s, torch::Device device) : rate_(s.real("learning_rate")) {
    UNetOptions options;
    options.size = 16;
    options.depth = 2;
    options.baseWidth = 4;
    options.norm = Norm::None;
    options.dropout = false;
    network_ = std::make_shared<UNet>(options);
    addNetwork("G", network_, device);
    adam_ = addOptimiser("G", *network_, {rate_});
    addPhase("G", [this](const Batch& b, const StepContext& c) { return step(b, c); });
  }
  ModelDescription model() const override {
    ModelDescription d;
    d.experiment = "faulty";
    d.role = "image_to_image";
    d.input = {"sketch"};
    d.output = "picture";
    d.size = 16;
    return d;
  }
  std::string generatorName() const override { return "G"; }
  MakeSample trainingSamples(std::shared_ptr<const PairSet> set) const override {
    return [set](int index, Random&) { return plainPairSample(*set, index, 16, false); };
  }
  NamedValues measures(const std::filesystem::path&, const PairSet& set, const std::vector<int>&, const Progress& progress) const override {
    for (int i = 0; i < 20; ++i) {
      progress(i, 20, set.info(0).name);
      std::this_thread::sleep_for(std::chrono::milliseconds(fault.validationMs));
    }
    return {{"weight", network_->parameters()[0].detach().abs().sum().item<double>()}};
  }
  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path&, const PairSet& set, const std::vector<int>& drawings, const Progress&) const override {
    return {{set.load(drawings.front(), 0).picture}};
  }

 private:
  Scalars step(const Batch& batch, const StepContext& context) {
    const bool now = context.step == kFaultyStep && rate_ > kTooFast;
    torch::Tensor loss = (network_->forward(batch.at("input")) - batch.at("target")).abs().mean();
    if (now && fault.inLoss) loss = loss * std::nan("");
    adam_->zeroGrad();
    loss.backward();
    adam_->step();
    if (now && fault.inWeights) {
      torch::NoGradGuard guard;
      network_->parameters()[0].fill_(INFINITY);
    }
    return {{"loss", loss.detach()}};
  }
  double rate_;
  std::shared_ptr<UNet> network_;
  std::shared_ptr<Adam> adam_;
};

ExperimentDeclaration faulty() {
  ExperimentDeclaration d;
  d.info.id = "faulty";
  d.info.title = "Faulty";
  addCommonParameters(d.info.parameters, {.batch = 2, .epochs = 2, .rate = 2e-3, .ema = 0.9});
  d.info.merit = {"weight", "Weight", true};
  d.info.columns = {kGeneratedColumn};
  d.info.phases = {"G"};
  d.create = [](const Settings& s, const DataSet&, torch::Device device) { return std::make_unique<Faulty>(s, device); };
  return d;
}

}  // namespace

class TestFaults : public QObject {
  Q_OBJECT
  std::unique_ptr<ToyHome> home_;

  RunConfig configOf(const std::string& name, const Json& settings = Json::object()) const {
    RunConfig config;
    config.experiment = "faulty";
    config.data = home_->data();
    config.run = name;
    config.settings = settings;
    config.steps = 20;
    config.device = "cpu";
    return config;
  }
  static StateEvent endOf(TrainingSession& session) {
    session.start();
    return gather(session, [](const Events& e) { return !e.states.empty() && e.states.back().state >= RunState::Finished; }).states.back();
  }
  static void waitForValidation(TrainingSession& session) {
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(session.folder().sample(10)), 20000);
    QTest::qWait(100);
  }

 private Q_SLOTS:
  void initTestCase() { addExperiment(faulty()); }
  void init() {
    home_ = std::make_unique<ToyHome>();
    fault = {};
  }

  void notANumber_data() {
    QTest::addColumn<bool>("inLoss");
    QTest::addColumn<int>("checkpointSteps");
    QTest::addColumn<QString>("message");
    QTest::newRow("loss") << true << 4 << "loss loss is not a number at step 8; the last good checkpoint is of step 4: resume from there, with a lower learning rate";
    QTest::newRow("weight, found at the checkpoint") << false << 8 << "a weight of G is not a number at step 8; no checkpoint was written yet: begin again, with a lower learning rate";
    QTest::newRow("weight, found by the next loss") << false << 7 << "loss loss is not a number at step 9; the last good checkpoint is of step 7: resume from there, with a lower learning rate";
  }
  void notANumber() {
    QFETCH(bool, inLoss);
    QFETCH(int, checkpointSteps);
    QFETCH(QString, message);
    fault.inLoss = inLoss;
    fault.inWeights = !inLoss;
    {
      const auto session = TrainingSession::begin(configOf("bad", {{"checkpoint_steps", checkpointSteps}}));
      const StateEvent end = endOf(*session);
      QCOMPARE(end.state, RunState::Failed);
      QCOMPARE(QString::fromStdString(end.message), message);
    }
    const RunRecord record = readRun("bad");
    QCOMPARE(record.standing, RunStanding::Failed);
    QCOMPARE(QString::fromStdString(record.message), message);
    if (record.steps > 0) {
      const Safetensors good = readSafetensors(RunFolder::open("bad").checkpoint());
      for (const auto& [name, tensor] : good.tensors)
        for (size_t i = 0; tensor.type == "F32" && i + 4 <= tensor.bytes.size(); i += 4) {
          float value;
          std::memcpy(&value, tensor.bytes.data() + i, 4);
          QVERIFY2(std::isfinite(value), name.c_str());
        }
    }
    QCOMPARE(endOf(*TrainingSession::resumeRun("bad", 0, {{"learning_rate", 1e-4}})).state, RunState::Finished);
    QCOMPARE(readHistory(runsFolder() / "bad").scalars.size(), size_t{20});
    QCOMPARE(readRun("bad").message, std::string());
  }

  void stoppingInAValidationIsQuickAndExact() {
    waitForEnd(*TrainingSession::begin(configOf("whole", {{"sample_steps", 10}})));
    fault.validationMs = 500;
    QElapsedTimer timer;
    {
      const auto session = TrainingSession::begin(configOf("halves", {{"sample_steps", 10}}));
      session->start();
      waitForValidation(*session);
      timer.start();
    }
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(readRun("halves").steps, int64_t{10});
    QVERIFY(!readRun("halves").best);
    fault.validationMs = 0;
    const auto session = TrainingSession::resumeRun("halves");
    QCOMPARE(endOf(*session).state, RunState::Finished);
    compareCheckpoints("whole", "halves");  // the validation that was skipped came first
    QCOMPARE(readHistory(runsFolder() / "halves").measures, readHistory(runsFolder() / "whole").measures);
  }

  void aValidationIsPausedBetweenDrawings() {
    fault.validationMs = 50;
    const auto session = TrainingSession::begin(configOf("paused", {{"sample_steps", 10}}));
    session->start();
    waitForValidation(*session);
    session->pause();
    QCOMPARE(untilPaused(*session).states.back().step, int64_t{10});
    QTest::qWait(1500);
    QVERIFY(session->events().take().measures.empty());
    session->resume();
    const Events events = gather(*session, [](const Events& e) { return !e.measures.empty(); });
    QVERIFY(events.measures[0].step == 10 && events.measures[0].best);
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestFaults)
#include "test_faults.moc"
