// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing models against tests/reference/comparison_reference.py, how sure differences are, `chaesaek compare`.
#include <QtTest>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/evaluation/comparison.h"
#include "core/image/difference.h"
#include "tests/called_program.h"
#include "tests/errors.h"
#include "tests/golden_drawings.h"
#include "tests/tiny_generators.h"
#include "tests/toy_pairs.h"

using namespace chaesaek;

namespace {

const Json& reference() {
  static const Json numbers = goldenNumbers("comparison.json");
  return numbers;
}

std::shared_ptr<Colourer> first() { return std::make_shared<GoldenColourer>(true); }
/// What the reference calls the other model.
std::shared_ptr<Colourer> other() {
  return std::make_shared<GoldenColourer>(
      true, 256, std::map<std::string, std::string>{{"plain", "one_hint"}, {"hinted", "plain"}, {"recoloured", "hinted"}, {"one_hint", "recoloured"}});
}

/// OpenCV's Lab is interpolated: figures of colours are a little off.
bool near(double got, double wanted) { return std::abs(got - wanted) <= 1e-2 * std::abs(wanted) + 1e-3; }

void verifyMeasures(const Json& got, const Json& wanted) {
  for (const auto& [key, value] : wanted.items())
    QVERIFY2(near(got.at(key), value), (key + ": " + got.at(key).dump() + " instead of " + value.dump()).c_str());
}

Comparison compareGolden(int resamples = 20'000) {
  ComparisonOptions options;
  options.bootstrap.resamples = resamples;
  return compareColourers({{"A", first()}, {"B", other()}}, GoldenSet(), options, {});
}

double meanOf(const std::vector<double>& values, const std::vector<size_t>& sample) {
  double sum = 0;
  for (const size_t i : sample) sum += values[i];
  return sum / static_cast<double>(sample.size());
}

}  // namespace

class TestComparison : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  void sharesHaveWilsonsInterval_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("trials");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("81 of 263") << 81 << 263 << .2553 << .3662;
    QTest::newRow("15 of 148") << 15 << 148 << .0624 << .1605;
    QTest::newRow("0 of 20") << 0 << 20 << 0. << .1611;
    QTest::newRow("1 of 29") << 1 << 29 << .0061 << .1718;
    QTest::newRow("nothing tried") << 0 << 0 << 0. << 1.;
  }
  void sharesHaveWilsonsInterval() {
    QFETCH(int, count);
    QFETCH(int, trials);
    QFETCH(double, low);
    QFETCH(double, high);
    const Interval got = wilsonInterval(count, trials);
    QVERIFY2(std::abs(got.low - low) < 6e-5 && std::abs(got.high - high) < 6e-5, cv::format("%f to %f", got.low, got.high).c_str());
    const Interval turned = wilsonInterval(trials - count, trials);
    QVERIFY(std::abs(turned.low - (1 - got.high)) < 1e-12);
  }

  void bootstrapIsNumPys() {
    std::vector<double> a, b;
    for (int i = 0; i < 40; ++i) {
      a.push_back(i * 37 % 40 / 40.);
      b.push_back(a.back() * .8 + i * 17 % 40 / 100.);
    }
    const auto figures = [&](const std::vector<size_t>& sample) -> std::vector<double> {
      return {meanOf(b, sample) - meanOf(a, sample), meanOf(b, sample) / meanOf(a, sample)};
    };
    const auto got = bootstrapIntervals(a.size(), figures, {.resamples = 40'000}, {});
    for (size_t i = 0; i < 2; ++i) {
      const double low = reference().at("bootstrap")[i][0], high = reference().at("bootstrap")[i][1];
      QVERIFY2(std::abs(got[i]->low - low) < .02 * (high - low) && std::abs(got[i]->high - high) < .02 * (high - low),
               cv::format("%f to %f instead of %f to %f", got[i]->low, got[i]->high, low, high).c_str());
    }
    const auto again = bootstrapIntervals(a.size(), figures, {.resamples = 40'000}, {});
    QCOMPARE(again[0]->low, got[0]->low);
    QVERIFY(bootstrapIntervals(a.size(), figures, {.resamples = 40'000, .seed = 2}, {})[0]->low != got[0]->low);
  }

  /// An interval of 95 % is one that holds the truth in 95 of 100 experiments.
  void bootstrapCovers() {
    constexpr int kExperiments = 400, kPairs = 40;
    Random random(5);
    int covered = 0;
    for (int experiment = 0; experiment < kExperiments; ++experiment) {
      std::vector<double> differences;
      for (int i = 0; i < kPairs; ++i) differences.push_back(.3 + random.normal());
      const auto mean = [&](const std::vector<size_t>& sample) { return std::vector{meanOf(differences, sample)}; };
      const auto interval = bootstrapIntervals(kPairs, mean, {.resamples = 400, .seed = static_cast<uint64_t>(experiment)}, {}).front();
      covered += interval->low <= .3 && .3 <= interval->high;
    }
    QVERIFY2(covered > .91 * kExperiments && covered < .98 * kExperiments, QByteArray::number(covered));
  }

  void bootstrapSaysWhatItCannotTell() {
    const auto figures = [](const std::vector<size_t>& sample) {
      const bool rare = std::find(sample.begin(), sample.end(), size_t{0}) == sample.end();
      return std::vector{1., rare ? std::nan("") : 1.};
    };
    const auto got = bootstrapIntervals(10, figures, {}, {});
    QVERIFY(got[0] && got[0]->low == 1 && got[0]->high == 1);
    QVERIFY(!got[1]);  // (9/10)^10, a third of all, lack it
    QVERIFY(!bootstrapIntervals(1, figures, {}, {}).front());  // one thing cannot tell how much things vary
    Progress stopped;
    stopped.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, bootstrapIntervals(10, figures, {}, stopped));
  }

  void measuresOfAnySampleAreTheReferences() {
    const Comparison got = compareGolden(100);
    verifyMeasures(got.models[1].measures.toJson(), reference().at("other"));
    verifyMeasures(poolMeasures(got.models[0].results, {0, 0, 1}).toJson(), reference().at("again"));
    GoldenColourer alone(true);
    QCOMPARE(got.models[0].measures.toJson().dump(), evaluateColourer(alone, GoldenSet(), {}, {}).toJson().dump());
  }

  /// Three drawings can be drawn in 27 ways: the reference goes through them all.
  void differencesHaveTheirExactIntervals() {
    const Comparison got = compareGolden();
    const Json a = got.models[0].measures.toJson(), b = got.models[1].measures.toJson();
    QVERIFY(got.models[0].differences.empty());
    QCOMPARE(got.models[1].differences.size(), a.size() - 2);
    for (const MeasureDifference& one : got.models[1].differences) {
      QCOMPARE(*one.value, b.at(one.measure).get<double>() - a.at(one.measure).get<double>());
      if (one.measure == "leak_visible_delta_e") continue;  // the program's own
      const Json wanted = reference().at("intervals").at(one.measure);
      // Of figures that lie near each other, each a hundredth off
      const double slack = 1e-2 * std::max(std::abs(a.at(one.measure).get<double>()), std::abs(b.at(one.measure).get<double>()));
      QVERIFY2(std::abs(one.interval->low - wanted[0].get<double>()) <= slack && std::abs(one.interval->high - wanted[1].get<double>()) <= slack,
               cv::format("%s: %f to %f", one.measure.c_str(), one.interval->low, one.interval->high).c_str());
    }
  }

  void drawingsThatDifferMostComeFirst() {
    const Comparison got = compareGolden(100);
    for (size_t i = 0; i < 3; ++i) {
      QVERIFY(near(got.models[1].deltaE[i], reference().at("delta_e")[i]));
      QCOMPARE(got.models[0].deltaE[i], 0.);
    }
    QCOMPARE(got.mostDiffering(5), (std::vector<size_t>{2, 1, 0}));
    QCOMPARE(got.mostDiffering(1, 2), (std::vector<size_t>{2, 1}));
    for (const MeasureDifference& one : got.models[1].differences) {
      if (!one.most) continue;  // the same on each drawing
      const auto apart = [&](size_t i) {
        return std::abs(poolMeasures(got.models[1].results, {i}).toJson().at(one.measure).get<double>() -
                        poolMeasures(got.models[0].results, {i}).toJson().at(one.measure).get<double>());
      };
      for (size_t i = 0; i < 3; ++i) QVERIFY(apart(i) <= apart(*one.most));
    }
  }

  void modelsThatTakeNoHintsAreCompared() {
    const Comparison got = compareColourers({{"A", first()}, {"pix", std::make_shared<GoldenColourer>(false)}}, GoldenSet(), {}, {});
    const Json line = got.modelJson(1);
    QVERIFY(line.at("differences").at("hint_obedience").at("value").is_null());
    QVERIFY(line.at("differences").at("hint_obedience").at("low").is_null());
    QCOMPARE(line.at("differences").at("l1").at("value").get<double>(), 0.);
    QCOMPARE(line.at("differences").at("l1").at("high").get<double>(), 0.);
    QCOMPARE(line.at("model").get<std::string>(), std::string("pix"));
  }

  void cancelEndsIt() {
    Progress progress([&](double fraction, const std::string&) {
      QVERIFY(fraction >= 0 && fraction <= 1);
      if (fraction > .5) progress.cancel();
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, compareColourers({{"A", first()}, {"B", other()}}, GoldenSet(), {}, progress));
  }

  void figuresUnderAPicture() {
    GoldenColourer colourer(true), dumb(false);
    const auto drawing = [](int i) { return EvaluationDrawing{"", golden(i, "sketch"), golden(i, "target")}; };
    for (int i = 0; i < kGoldenDrawings; ++i) {
      const Json wanted = reference().at("figures")[static_cast<size_t>(i)];
      const PictureFigures got = figuresOf(golden(i, "plain"), drawing(i), &colourer);
      QVERIFY(near(*got.psnrDb, wanted.at("psnr_db")) && near(*got.deltaE, wanted.at("delta_e")));
      QCOMPARE(*got.hintObedience, wanted.at("hint_obedience").get<double>());
    }
    QVERIFY(!figuresOf(golden(0, "plain"), drawing(0), &dumb).hintObedience);
    QVERIFY(!figuresOf(golden(0, "plain"), drawing(0), nullptr).hintObedience);
    const PictureFigures same = figuresOf(golden(0, "target"), drawing(0), nullptr);
    QVERIFY(!same.psnrDb && *same.deltaE == 0);
  }

  void differenceIsTheReferences() {
    const cv::Mat got = colourDifference(golden(0, "plain"), golden(0, "target"));
    double most = 0, sum = 0;  // of what OpenCV's interpolated Lab is off, in a unit of which an eye sees 1 at best
    for (const Json& pixel : reference().at("pixels")) {
      const double off = std::abs(got.at<float>(pixel[0].get<int>(), pixel[1].get<int>()) - pixel[2].get<double>());
      most = std::max(most, off);
      sum += off;
    }
    QVERIFY2(most < .15 && sum / 300 < .1, cv::format("at most %f, on average %f", most, sum / 300).c_str());
    QCOMPARE(cv::countNonZero(colourDifference(golden(0, "plain"), golden(0, "plain"))), 0);
    QVERIFY(errorOf([] { colourDifference(golden(0, "plain"), cv::Mat(5, 5, CV_8UC3)); }).find("one size") != std::string::npos);
  }

  void heatRisesInLightness() {
    cv::Mat ramp(1, 42, CV_32F), grey;
    for (int x = 0; x < 42; ++x) ramp.at<float>(x) = static_cast<float>(x);
    const cv::Mat heat = heatMap(ramp);
    cv::cvtColor(heat, grey, cv::COLOR_BGR2GRAY);
    for (int x = 1; x <= 40; ++x) QVERIFY(grey.at<uchar>(x) > grey.at<uchar>(x - 1));
    QCOMPARE(heat.at<cv::Vec3b>(41), heat.at<cv::Vec3b>(40));  // more than the scale shows
    QVERIFY(cv::norm(heat.at<cv::Vec3b>(0) - cv::Vec3b(4, 0, 0)) <= 3);      // inferno's ends: #000004
    QVERIFY(cv::norm(heat.at<cv::Vec3b>(40), cv::Vec3b(164, 255, 252)) <= 3);  // #fcffa4
  }

  void sheetHasAColumnForEach() {
    const cv::Mat sheet = comparisonSheet({{"A", first()}, {std::string(60, 'W'), other()}}, GoldenSet(), {0, 2}, 0, {});
    QCOMPARE(sheet.cols, 4 * (256 + 8) + 8);
    QVERIFY(sheet.rows >= 2 * 256);
    const cv::Rect headOfReal(3 * (256 + 8) + 8 + 60, 0, 190, 16);  // beside the word "real"
    QCOMPARE(cv::countNonZero(sheet(headOfReal).clone().reshape(1) != 255), 0);  // a long name ends before its neighbour
  }

  void commandComparesRunsAndFlat() {
    const ToyHome home;
    const std::filesystem::path folder = homeFolder();
    saveTinyColouring(folder / "models/mine.safetensors");
    saveTinyColouring(folder / "runs/first/snapshots/step-000050.safetensors", {.seed = 2});
    const QString out = home.folder.filePath("all.json"), sheet = home.folder.filePath("sheet.png");
    const Called called = callProgram({"compare", "--models", "mine,flat,first@50", "--data", QString::fromStdString(home.data()), "--split", "train", "--limit", "5",
                                       "--json", "--out", out, "--sheet", sheet, "--rows", "2", "--differing"});
    QVERIFY2(called.status == 0, called.error);
    const QByteArrayList lines = called.output.split('\n');
    QCOMPARE(lines.size(), 3);
    const Json mine = parseJson(lines[0].toStdString(), "output"), snapshot = parseJson(lines[2].toStdString(), "output");
    QVERIFY(!mine.contains("differences"));
    QCOMPARE(mine.at("sha256").get<std::string>(), sha256OfFile(folder / "models/mine.safetensors"));
    QVERIFY(parseJson(lines[1].toStdString(), "output").at("sha256").is_null());
    QCOMPARE(snapshot.at("model").get<std::string>(), std::string("first@50"));
    QVERIFY(snapshot.at("differences").at("l1").at("low").is_number());
    QCOMPARE(snapshot.at("most_differing").size(), size_t{5});

    const Json all = parseJson(readFile(out.toStdString()), "all.json");
    QCOMPARE(all.at("models").size(), size_t{3});
    QCOMPARE(all.at("drawings").size(), size_t{5});
    QCOMPARE(all.at("drawings")[0].at("models")[0].at("delta_e_to_first").get<double>(), 0.);
    QCOMPARE(all.at("fingerprint").get<std::string>(), openPairs(home.data())->fingerprint());
    QCOMPARE(readPicture(sheet.toStdString()).cols, 5 * (256 + 8) + 8);
  }

  void commandNamesWhatIsMissing() {
    const ToyHome home;
    saveTinyColouring(homeFolder() / "runs/first/snapshots/step-000050.safetensors");
    const auto [status, output, error] = callProgram({"compare", "--models", "flat,first@70", "--data", QString::fromStdString(home.data())});
    QCOMPARE(status, 1);
    QVERIFY2(error.contains("first") && error.contains("70") && error.contains("50") && !error.contains('\n'), error);
  }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "test_comparison.moc"
