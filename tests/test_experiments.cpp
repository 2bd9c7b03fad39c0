// SPDX-License-Identifier: GPL-3.0-or-later
// The contract that every experiment in the registry keeps; a new GAN is tested by being listed.
#include "core/experiments/experiment.h"

#include <QtTest>
#include <cmath>
#include <filesystem>
#include <set>

#include "core/networks/vector_generator.h"
#include "core/networks/weights.h"
#include "core/training/checkpoint.h"
#include "tests/errors.h"
#include "tests/tiny_experiments.h"
#include "tests/tiny_runs.h"

namespace chaesaek {
ExperimentDeclaration toyExperiment();

namespace {

/// The figure that tells how like the real thing the experiment's work is, before and after at most `steps` on one batch: fewer where it is `enough` of the first.
std::pair<double, double> likenessOf(Experiment& experiment, const Batch& batch, const std::string& likeness, int64_t steps, double enough) {
  double first = 0, last = 0;
  for (int64_t step = 0; step < steps && (step < 2 || last >= enough * first); ++step)
    for (const auto& phase : experiment.phases())
      for (const auto& [name, value] : phase.run(batch, {step, steps, false}))
        if (name == likeness) (step == 0 ? first : last) = value.item<double>();
  return {first, last};
}

/// Mean distance of what a generator makes of vectors from the one picture, or point, that it learns, before and after: at most 240 steps,
/// fewer where it has come near `enough`.
std::pair<double, double> distances(Experiment& experiment, VectorGenerator& generator, const Batch& batch, double enough) {
  Batch one;
  for (const auto& [name, tensor] : batch) one[name] = tensor.narrow(0, 0, 1).repeat_interleave(8, 0);
  const auto distance = [&] {
    const torch::NoGradGuard noGradients;
    const torch::Tensor input = generator.input(generator.drawLatents(8), one.count("label") ? one.at("label") : torch::Tensor());
    return (generator.forward(input).flatten(1) - one.at(one.count("point") ? "point" : "picture").flatten(1)).abs().mean().item<double>();
  };
  const double first = distance();
  double last = first;
  for (int round = 0; round < 6 && last >= enough * first; ++round, last = distance()) likenessOf(experiment, one, "", 40, 0);
  return {first, last};
}

torch::Tensor numbersOf(const StoredTensor& stored) {
  const auto type = stored.type == "F16" ? torch::kFloat16 : torch::kFloat32;
  return torch::from_blob(const_cast<uint8_t*>(stored.bytes.data()), stored.shape, type).to(torch::kFloat32, false, true);
}

}  // namespace

class TestExperiments : public QObject {
  Q_OBJECT
  std::shared_ptr<const DataSet> set_;  // of the kind that the row's experiment learns from

  std::unique_ptr<Experiment> make(const ExperimentInfo& info) {
    set_ = toySet(info.data);
    return makeTiny(info.id, tinySettings(info), *set_);
  }

 private Q_SLOTS:
  void initTestCase() { addExperiment(toyExperiment()); }  // the one line

  void registry_data() {
    QTest::addColumn<QString>("id");
    for (const auto* info : listExperiments()) QTest::newRow(info->id.c_str()) << QString::fromStdString(info->id);
  }

  void everyFileIsListed() {
    std::set<std::string> listed;
    for (const auto* info : listExperiments()) listed.insert(info->id);
    for (const auto& entry : std::filesystem::directory_iterator(CHAESAEK_SOURCE_DIR "/core/experiments")) {
      const std::string stem = entry.path().stem().string();
      if (entry.path().extension() != ".cpp" || stem == "registry" || stem == "experiment" || stem == "vector_gan") continue;
      QVERIFY2(listed.count(stem), (stem + ".cpp is not in registry.cpp").c_str());
    }
  }

  void declaration_data() { registry_data(); }
  void declaration() {
    QFETCH(QString, id);
    const ExperimentInfo& info = experimentInfo(id.toStdString());
    QVERIFY(!info.title.empty() && !info.sentence.empty() && !info.merit.key.empty());
    std::set<std::string> keys;
    for (const auto& p : info.parameters.all()) {
      QVERIFY2(keys.insert(p.key).second, p.key.c_str());
      QVERIFY2(!p.label.empty() && !p.help.empty(), p.key.c_str());
      if (p.kind != ParameterKind::Integer && p.kind != ParameterKind::Real) continue;
      Settings s = info.parameters.defaults();
      QVERIFY_THROWS_EXCEPTION(Error, s.set(p.key, Json(p.most + 1)));
      QVERIFY_THROWS_EXCEPTION(Error, s.set(p.key, Json(p.least - 1)));
    }
    for (const char* key : {"learning_rate", "epochs", "sample_steps"}) QVERIFY(info.parameters.at(key).changeable);
    for (const char* key : {"size", "base_width", "ema", "seed", "batch"})
      if (keys.count(key)) QVERIFY2(!info.parameters.at(key).changeable, key);
    for (const auto& [name, unused] : info.parameters.presets()) info.parameters.withPreset(name);
    const auto experiment = make(info);
    QCOMPARE(experiment->phases().size(), info.phases.size());
    for (size_t i = 0; i < info.phases.size(); ++i) QCOMPARE(experiment->phases()[i].name, info.phases[i]);
  }

  void startAndAverageAreWhatTheySay() {
    const ToyHome home;
    RunConfig config = tinyRun(home, "first");
    config.settings["ema"] = 0;
    config.steps = 1;
    waitForEnd(*TrainingSession::begin(config));
    const Safetensors start = readSafetensors(RunFolder::open("first").model());
    config = tinyRun(home, "second");
    config.start = RunFolder::open("first").model().string();
    config.settings["decay_share"] = 0;
    config.settings["seed"] = 2;  // else its own random weights would be those of the first
    config.steps = 1;
    waitForEnd(*TrainingSession::begin(config));
    const Safetensors made = readSafetensors(RunFolder::open("second").checkpoint());
    int looked = 0;
    for (const auto& [name, tensor] : start.tensors) {
      if (!name.ends_with("weight")) continue;
      const torch::Tensor from = numbersOf(tensor), to = numbersOf(made.tensors.at("network.G." + name)), mean = numbersOf(made.tensors.at("averaged." + name));
      QVERIFY2((to - from).abs().max().item<double>() < 2.1e-4, name.c_str());  // one step of Adam at its rate, 2e-4
      QVERIFY2(!torch::equal(to, from), name.c_str());
      QVERIFY2(torch::allclose(mean, torch::lerp(from, to, 0.9), 0, 1e-7), name.c_str());  // after the first step a tenth is kept, whatever the decay
      ++looked;
    }
    QVERIFY(looked > 10);
  }

  void settingsThatLeaveNothingToLearnAreRefused() {
    const auto refusal = [](const std::string& id, const std::map<std::string, Json>& settings) {
      const auto set = toySet(experimentInfo(id).data);
      return errorOf([&] { makeTiny(id, *set, settings); });
    };
    QCOMPARE(refusal("pix2pix", {{"adversary", "none"}, {"reconstruction", "none"}}).find("adversary none and reconstruction none"), size_t{0});
    QCOMPARE(refusal("pix2pix", {{"discriminator", "patch5"}}).find("discriminator patch5 sees more than pictures of 64 pixels have"), size_t{0});
    QCOMPARE(refusal("recogniser", {{"size", 100}}).find("parameter size must be a multiple of 32"), size_t{0});
    for (const auto* info : listExperiments())
      if (const auto& all = info->parameters.all(); info->data != DataKind::Points && std::any_of(all.begin(), all.end(), [](const Parameter& p) { return p.key == "latent"; }))
        QVERIFY2(refusal(info->id, {{"batch", 1}}).find("parameter batch must be") == 0, info->id.c_str());
    const auto pairs = toySet(DataKind::Pairs);
    const auto narrow = makeTiny("colouring", *pairs, {{"base_width", 64}, {"most_channels", 32}});  // wider than its levels may be
    QVERIFY(std::isfinite(scalarOf(runPhase(*narrow, "G", batchOf(*narrow, pairs, 2)), experimentInfo("colouring").plots[0].curves[0])));
  }

  void gradientsReachEveryParameter_data() { registry_data(); }
  void gradientsReachEveryParameter() {
    QFETCH(QString, id);
    const auto experiment = make(experimentInfo(id.toStdString()));
    const Batch batch = batchOf(*experiment, set_, 4);
    std::map<std::string, torch::Tensor> before;
    const auto each = [&](auto visit) {
      for (const auto& network : experiment->networks())
        for (const auto& p : network.module->named_parameters()) visit(network.name + "." + p.key(), p.value());
    };
    each([&](const std::string& name, const torch::Tensor& p) { before[name] = p.detach().clone(); });
    std::set<std::string> reported;
    for (int64_t step = 0; step < 3; ++step)
      for (const auto& phase : experiment->phases())
        for (const auto& [name, value] : phase.run(batch, {step, 100, step == 2})) {  // the last in mixed precision
          QVERIFY2(std::isfinite(value.item<double>()), name.c_str());
          reported.insert(name);
        }
    each([&](const std::string& name, const torch::Tensor& p) { QVERIFY2(!torch::equal(before[name], p), (name + " did not change").c_str()); });
    std::set<std::string> plotted;
    for (const auto& plot : experimentInfo(id.toStdString()).plots) plotted.insert(plot.curves.begin(), plot.curves.end());
    for (const auto& name : reported) QVERIFY2(plotted.count(name), (name + " is in no plot").c_str());
  }

  void overfitsATinySet_data() { registry_data(); }
  void overfitsATinySet() {
    QFETCH(QString, id);
    const auto experiment = make(experimentInfo(id.toStdString()));
    const Batch batch = batchOf(*experiment, set_, 2);
    const std::vector<std::string>& likeness = experimentInfo(id.toStdString()).telling.likeness;
    const auto generator = std::dynamic_pointer_cast<VectorGenerator>(networkOf(*experiment, experiment->generatorName()));
    const double enough = generator ? 0.7 : 0.6;
    const auto [first, last] = generator ? distances(*experiment, *generator, batch, enough) : likenessOf(*experiment, batch, likeness.at(0), 80, enough);
    QVERIFY2(last < enough * first, qPrintable(QString("%1 -> %2").arg(first).arg(last)));
  }

  void samplesFitTheirColumns_data() { registry_data(); }
  void samplesFitTheirColumns() {
    QFETCH(QString, id);
    const QTemporaryDir folder;
    const std::filesystem::path model = folder.filePath("m.safetensors").toStdString();
    const ExperimentInfo& info = experimentInfo(id.toStdString());
    const auto made = std::find(info.columns.begin(), info.columns.end(), kGeneratedColumn) - info.columns.begin();
    const bool wall = made == static_cast<std::ptrdiff_t>(info.columns.size());
    const auto experiment = make(info);
    const Batch batch = batchOf(*experiment, set_, 2);
    const std::vector<int> drawings = {1, 3};
    const auto runStep = [&](Experiment& e, bool judges) {
      for (const auto& phase : e.phases()) {
        seedThreadRandom(11);
        phase.run(batch, {0, 10, false});
        if (!judges) continue;
        saveModel(model, e.model(), dynamic_cast<const Generator&>(*networkOf(e, e.generatorName())));
        const auto rows = e.samples(model, *set_, drawings, {});
        std::vector<cv::Mat> generated;
        for (const auto& row : rows) {
          QCOMPARE(row.size(), info.columns.size());
          for (const cv::Mat& tile : row) QVERIFY(tile.type() == CV_8UC3 && tile.size() == row[0].size() && tile.cols == tile.rows);
          if (!wall) generated.push_back(row[static_cast<size_t>(made)]);
        }
        QCOMPARE(rows.size(), wall ? size_t{1} : drawings.size());
        if (wall) continue;  // D says something about each picture, not about a sheet of them
        const auto maps = e.judgements(*set_, drawings, generated);
        QCOMPARE(!maps.empty(), networkOf(e, "D") != nullptr);
        if (!maps.empty()) QCOMPARE(maps.size(), drawings.size());
        for (const cv::Mat& map : maps) QVERIFY(map.type() == CV_32F && cv::checkRange(map, true, nullptr, 0, 1.0001));
      }
    };
    const auto watched = make(info);
    runStep(*experiment, false);
    runStep(*watched, true);
    for (size_t n = 0; n < experiment->networks().size(); ++n) {
      Safetensors one, two;
      storeModule(*experiment->networks()[n].module, "", one);
      storeModule(*watched->networks()[n].module, "", two);
      for (const auto& [name, tensor] : one.tensors) QVERIFY2(tensor.bytes == two.tensors.at(name).bytes, name.c_str());
    }
  }

  void checkpointRoundTrip_data() { registry_data(); }
  void checkpointRoundTrip() {
    QFETCH(QString, id);
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("c.safetensors").toStdString(), model = folder.filePath("m.safetensors").toStdString();
    const auto one = make(experimentInfo(id.toStdString()));
    const Batch batch = batchOf(*one, set_, 2);
    const auto runStep = [&](Experiment& e, int64_t step) {
      seedThreadRandom(11);
      for (const auto& phase : e.phases()) phase.run(batch, {step, 10, false});
    };
    runStep(*one, 0);
    saveCheckpoint(file, *one, nullptr, {1, 2.5, nullptr});
    const auto two = make(experimentInfo(id.toStdString()));
    QCOMPARE(loadCheckpoint(file, *two, nullptr).step, int64_t{1});
    runStep(*one, 1);
    runStep(*two, 1);
    for (size_t n = 0; n < one->networks().size(); ++n) {
      const auto a = one->networks()[n].module->parameters(), b = two->networks()[n].module->parameters();
      for (size_t i = 0; i < a.size(); ++i) QVERIFY(torch::equal(a[i], b[i]));
    }
    for (const auto& network : one->networks())
      if (const auto generator = std::dynamic_pointer_cast<Generator>(network.module); generator && network.name == one->generatorName()) {
        saveModel(model, one->model(), *generator);
        QCOMPARE(openModel(model).description.experiment, id.toStdString());
      }
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestExperiments)
#include "test_experiments.moc"
