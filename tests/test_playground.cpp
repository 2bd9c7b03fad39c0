// SPDX-License-Identifier: GPL-3.0-or-later
// The playground: sets of points, their figures, and what its losses do.
#include <torch/torch.h>

#include <QtTest>
#include <cmath>

#include "core/evaluation/points.h"
#include "core/image/codec.h"
#include "core/image/sheet.h"
#include "core/networks/mlp.h"
#include "tests/errors.h"
#include "tests/tiny_experiments.h"
#include "tests/tiny_runs.h"

namespace chaesaek {

class TestPlayground : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { qputenv("CHAESAEK_HOME", home_.path().toUtf8()); }

  void sets_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("modes");
    for (const auto& [name, modes] : {std::pair{"bumps", 2}, {"grid", 25}, {"moons", 0}, {"ring", 8}}) QTest::newRow(name) << name << modes;
  }
  void sets() {
    QFETCH(QString, name);
    QFETCH(int, modes);
    const auto set = openPoints(name.toStdString());
    QCOMPARE(set->name(), name.toStdString());
    QCOMPARE(int(set->modes().size()), modes);
    QCOMPARE(indicesOf(*set, Split::Train).size(), size_t(set->size()));
    const Points points = drawPoints(*set, 20000);
    QVERIFY(points == drawPoints(*set, 20000));
    cv::Point2d mean;
    for (const cv::Point2d& p : points) {
      QVERIFY(std::abs(p.x) < kPointReach && std::abs(p.y) < kPointReach);
      if (set->dimensions() == 1) QCOMPARE(p.y, 0.);
      mean += p / 20000.;
    }
    QVERIFY(cv::norm(mean) < .05);
    // Three sigmas hold 99.7 % of a normal distribution, and 1 - exp(-9/2) = 98.9 % of one on the plane.
    const double off = shareOff(points, *set);
    QVERIFY2(off > 0 && off < (set->dimensions() == 2 && modes > 0 ? .015 : .006), qPrintable(QString::number(off)));
    QCOMPARE(coveredModes(points, *set), modes);
    QVERIFY(energyDistance({points.begin(), points.begin() + 1000}, {points.begin() + 1000, points.begin() + 2000}) < .01);
    for (const cv::Point2d& mode : set->modes()) QVERIFY(set->deviations(mode) == 0 && set->deviations(mode + cv::Point2d(0, set->sigma())) > .999);
  }

  void densitiesIntegrateToOne() {
    for (const char* name : {"bumps", "grid", "ring"}) {
      const auto set = openPoints(name);
      constexpr double kStep = .01;
      double sum = 0;
      for (double x = -kPointReach; x < kPointReach; x += kStep) {
        if (set->dimensions() == 1) sum += set->density({x, 0}) * kStep;
        else
          for (double y = -kPointReach; y < kPointReach; y += kStep) sum += set->density({x, y}) * kStep * kStep;
      }
      QVERIFY2(std::abs(sum - 1) < 1e-3, qPrintable(QString("%1: %2").arg(name).arg(sum)));
    }
  }

  void ringAndMoonsLieWhereTheyBelong() {
    const auto ring = openPoints("ring");
    for (const cv::Point2d& mode : ring->modes()) QVERIFY(std::abs(cv::norm(mode) - 2) < 1e-12);
    QCOMPARE(ring->sigma(), .02);
    const auto moons = openPoints("moons");
    for (const cv::Point2d& on : {cv::Point2d(-.7, 1.05), cv::Point2d(.7, -1.05), cv::Point2d(-2.1, -.35), cv::Point2d(2.1, .35)}) QVERIFY(moons->deviations(on) < 1e-9);
    QVERIFY(moons->deviations({2.5, 2}) > 10 && moons->deviations({-2.5, -2}) > 10);
  }

  void setsAreKnownByName() {
    for (const auto& entry : listData())
      if (isPointSet(entry.name)) QVERIFY(entry.present && !entry.fetchable && entry.kind == DataKind::Points && !entry.title.empty());
    QCOMPARE(kindOf("ring"), DataKind::Points);
    QCOMPARE(openData("moons", DataKind::Points)->name(), std::string("moons"));
    QCOMPARE(errorOf([] { openData("ring", DataKind::Pairs); }),
             std::string("the data set ring holds points; what is needed here is pairs of sketch and picture, for example openmoji"));
    QCOMPARE(errorOf([] { openData("openmoji", DataKind::Points); }),
             std::string("the data set openmoji holds pairs of sketch and picture; what is needed here is points, for example ring"));
    QVERIFY(errorOf([] { openPairs("ring"); }).find("holds points") != std::string::npos);
  }

  void aModeIsCoveredByTwentyPoints() {
    const auto ring = openPoints("ring");
    Points made(19, ring->modes()[0]);
    QCOMPARE(coveredModes(made, *ring), 0);
    made.push_back(ring->modes()[0] + cv::Point2d(.059, 0));
    QCOMPARE(coveredModes(made, *ring), 1);
    made.back().x += .002;
    QCOMPARE(coveredModes(made, *ring), 0);
    QCOMPARE(shareOff(made, *ring), .05);
  }

  void theBestDHasNoGap() {
    const auto bumps = openPoints("bumps");
    const Points made = drawPoints(*bumps, 20000);
    Skyline line = skylineOf(std::vector<double>(301, .5), made, *bumps);
    QVERIFY2(optimumGap(line) < .02, qPrintable(QString::number(optimumGap(line))));
    const Points elsewhere(2000, {2.5, 0});
    line = skylineOf(std::vector<double>(301, .5), elsewhere, *bumps);
    QVERIFY(optimumGap(line) > .45);
    line.judged = line.best;
    QCOMPARE(optimumGap(line), 0.);
  }

  void runsStopAndResumeExactly_data() {
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("loss");
    QTest::newRow("bumps") << "bumps" << "non_saturating";
    QTest::newRow("moons") << "moons" << "minimax";
    QTest::newRow("ring") << "ring" << "pearson";
  }
  void runsStopAndResumeExactly() {
    QFETCH(QString, data);
    QFETCH(QString, loss);
    RunConfig config = run(data.toStdString(), {{"loss", loss.toStdString()}, {"ema", .9}});
    const auto whole = TrainingSession::begin(config);
    QCOMPARE(waitForEnd(*whole), RunState::Finished);
    const cv::Mat sheet = readPicture(whole->folder().sample(12));
    QCOMPARE(splitSheet(sheet, 1).at(0).at(0).size(), cv::Size(512, 512));
    const RunHistory history = readHistory(whole->folder().path());
    for (const char* name : {"D", "G_adversarial", "D_real", "D_fake", "gradient"}) QVERIFY2(std::isfinite(valueOf(history.scalars.back().values, name)), name);
    QCOMPARE(std::isfinite(valueOf(history.scalars.back().values, "gradient_other")), loss != "pearson");
    const NamedValues& measures = history.measures.back().values;
    QVERIFY(valueOf(measures, "distance") > 0 && valueOf(measures, "off") >= 0);
    QCOMPARE(std::isfinite(valueOf(measures, "modes")), data != "moons");
    QCOMPARE(std::isfinite(valueOf(measures, "optimum_gap")), data == "bumps");
    compareWithHalves(config);
  }

  void stepModeTellsOfEachPhase() {
    RunConfig config = run("ring", Json::object());
    config.run += "-steps";
    const auto session = TrainingSession::begin(config);
    session->pause();
    session->start();
    untilPaused(*session);
    session->step("D");
    const Events d = untilPaused(*session);
    QVERIFY(std::isfinite(valueOf(d.phases.at(0).values, "D")) && d.picture && d.picture->live);
    session->step("G");
    QVERIFY(std::isfinite(valueOf(untilPaused(*session).phases.at(0).values, "gradient")));
    session->stop();
  }

  void aFleetingRunShowsItselfAndKeepsNothing() {
    RunConfig config = run("ring", Json::object());
    config.run.clear();
    config.fleeting = true;
    const auto session = TrainingSession::begin(config);
    session->pause();
    session->start();
    const Events first = untilPaused(*session);
    QVERIFY(!session->folder().exists() && session->latestGenerator().empty());
    QCOMPARE(session->experiment().id, std::string("playground"));
    QVERIFY(first.view && first.view->step == 0);
    session->step("D");
    const Events d = untilPaused(*session);
    QVERIFY(d.view && !d.picture);
    QVERIFY(d.view->view->plane.made == first.view->view->plane.made);
    QVERIFY(cv::norm(d.view->view->plane.realness, first.view->view->plane.realness) > 0);
    QVERIFY(std::isfinite(valueOf(d.view->view->figures, "modes")) && std::isfinite(valueOf(d.view->view->figures, "off")));
    session->exportNow();
    session->resume();
    const Events rest = gather(*session, [](const Events& e) { return !e.states.empty() && e.states.back().state == RunState::Finished; });
    QVERIFY(rest.view && rest.view->step == 12);
    QVERIFY(!std::filesystem::exists(home_.filePath("runs").toStdString() + "/model.safetensors") && !std::filesystem::exists("model.safetensors"));
  }

  /// Looking on changes nothing that is learnt.
  void aFleetingRunLearnsAsAKeptOne() {
    RunConfig config = run("moons", Json::object());
    config.run = "kept";
    const auto kept = TrainingSession::begin(config);
    config.fleeting = true;
    const auto fleeting = TrainingSession::begin(config);
    NamedValues last[2];
    for (int i = 0; i < 2; ++i) {
      TrainingSession& session = i == 0 ? *kept : *fleeting;
      session.start();
      last[i] = gather(session, [](const Events& e) { return !e.states.empty() && e.states.back().state == RunState::Finished; }).scalars.back().values;
    }
    QVERIFY(!last[0].empty() && last[0] == last[1]);
  }

  void thePaceIsKept() {
    RunConfig config = run("ring", Json::object());
    config.fleeting = true;
    const auto session = TrainingSession::begin(config);
    session->setPace(20);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(waitForEnd(*session), RunState::Finished);
    QVERIFY2(timer.elapsed() >= 11 * 50, qPrintable(QString::number(timer.elapsed())));  // twelve steps
  }

  void setsDescribeThemselves() {
    const Json ring = describePoints(*openPoints("ring"));
    QCOMPARE(ring.at("dots"), Json(8));
    QCOMPARE(ring.at("dimensions"), Json(2));
    QCOMPARE(ring.at("title"), Json("Ring of eight dots"));
    QVERIFY(describePoints(*openPoints("moons")).at("dots").is_null());
  }

  /// A picture of orange, white, blue: D's map, and points of either kind on it.
  void pictureShowsWhatDThinks() {
    Landscape map{3, cv::Mat(8, 8, CV_32F, cv::Scalar(0)), {}, {}, {}};
    map.realness.colRange(4, 8) = 1;
    cv::Mat picture = drawLandscape(map, 256);
    const auto at = [&](int x, int y) { return picture.at<cv::Vec3b>(y, x); };
    QVERIFY(at(20, 128)[2] > at(20, 128)[0] + 40 && at(236, 128)[0] > at(236, 128)[2] + 40);
    map.realness = .5;
    map.made = {{1.5, 1.5}};
    map.pushes = {{0, -1.5}};
    picture = drawLandscape(map, 256);
    QVERIFY(at(64, 64) == cv::Vec3b::all(255));
    QVERIFY(at(192, 64)[2] > at(192, 64)[0] + 60);  // y upwards
    QVERIFY(at(192, 100)[0] < 160);                 // its arrow
  }

  void headStartLeavesGAlone() {
    const auto set = openPoints("ring");
    for (const int steps : {0, 1}) {
      const auto experiment = makeTiny("playground", *set, {{"head_start", steps}});
      const Batch batch = batchOf(*experiment, set, 4);
      const torch::Tensor weight = networkOf(*experiment, "G")->parameters().front(), before = weight.detach().clone();
      runPhase(*experiment, "D", batch);
      runPhase(*experiment, "G", batch);
      QCOMPARE(torch::equal(weight, before), steps == 1);
    }
  }

  /// The noise before D is gone in the middle of the run.
  void theBlurFades() {
    const auto set = openPoints("ring");
    double losses[2][2];
    for (const int blur : {0, 1}) {
      for (const int late : {0, 1}) {
        const auto experiment = makeTiny("playground", *set, {{"blur", blur}});
        losses[blur][late] = scalarOf(experiment->phases()[0].run(batchOf(*experiment, set, 4), {late * 50, 100, false}), "D");
      }
    }
    QVERIFY(losses[1][0] != losses[0][0]);
    QCOMPARE(losses[1][1], losses[0][1]);
  }

  /// D has learnt alone for 200 steps: in the next 200, minimax teaches G at most a tenth of what the other loss would.
  void minimaxSaturates() {
    const auto set = openPoints("ring");
    const auto experiment = makeTiny("playground", experimentInfo("playground").parameters.withPreset("saturation"), *set);
    LoaderOptions options;
    options.batch = 256;
    Loader loader(indicesOf(*set, Split::Train), {}, experiment->trainingSamples(set), options);
    std::vector<double> ratios;
    for (int64_t step = 0; step < 400; ++step) {
      const Batch batch = loader.next();
      experiment->phases()[0].run(batch, {step, 400, false});
      const Scalars g = experiment->phases()[1].run(batch, {step, 400, false});
      if (step >= 200) ratios.push_back(scalarOf(g, "gradient_other") / scalarOf(g, "gradient"));
    }
    QCOMPARE(ratios.size(), size_t{200});
    std::nth_element(ratios.begin(), ratios.begin() + 100, ratios.end());
    QVERIFY2(ratios[100] >= 10, qPrintable(QString::number(ratios[100])));
  }

 private:
  RunConfig run(const std::string& data, const Json& settings) const {
    RunConfig config;
    config.experiment = "playground";
    config.run = config.data = data;
    config.settings = tinySettings(experimentInfo("playground")).toJson();
    config.settings.update({{"batch", 16}});
    config.settings.update(settings);
    config.steps = 12;
    config.device = "cpu";
    return config;
  }

  QTemporaryDir home_;
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestPlayground)
#include "test_playground.moc"
