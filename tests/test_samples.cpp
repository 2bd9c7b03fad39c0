// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>
#include <opencv2/imgproc.hpp>

#include "core/data/augment.h"
#include "core/data/doodle.h"
#include "core/data/flat_regions.h"
#include "core/data/samples.h"
#include "core/image/tensors.h"
#include "tests/openmoji_samples.h"
#include "tests/toy_pictures.h"

using namespace chaesaek;

namespace {

Augmentation everything(int side = 256) {
  Augmentation a;
  a.side = side;
  a.loadSide = side * 286 / 256;
  a.rotate = 8;
  a.scale = .15;
  a.elastic = 4;
  a.lineWidth = true;
  a.wobble = 2;
  a.gaps = 4;
  return a;
}

/// Neither crop nor mirror nor anything else.
Augmentation nothing(int side) {
  Augmentation a;
  a.side = a.loadSide = side;
  a.mirror = false;
  return a;
}

bool equal(const Batch& a, const Batch& b) {
  for (const auto& [name, tensor] : a)
    if (!b.count(name) || !torch::equal(tensor, b.at(name))) return false;
  return a.size() == b.size();
}

cv::Mat maskOf(const torch::Tensor& channel) { return colourPicture(channel.unsqueeze(0).expand({3, -1, -1}) * 2 - 1); }

/// The marks of a sample's hints: for each its largest colour difference from the target under it, middle pixel.
std::vector<double> hintErrors(const Batch& sample) {
  cv::Mat mask, labels;
  cv::extractChannel(maskOf(sample.at("input")[4]), mask, 0);
  const cv::Mat hint = colourPicture(sample.at("input").slice(0, 1, 4)), target = colourPicture(sample.at("target"));
  std::vector<std::vector<int>> differences(static_cast<size_t>(cv::connectedComponents(mask, labels)));
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x)
      if (const int label = labels.at<int>(y, x)) differences[static_cast<size_t>(label)].push_back(static_cast<int>(cv::norm(hint.at<cv::Vec3b>(y, x), target.at<cv::Vec3b>(y, x), cv::NORM_INF)));
  std::vector<double> errors;
  for (size_t i = 1; i < differences.size(); ++i) {
    std::sort(differences[i].begin(), differences[i].end());
    errors.push_back(differences[i][differences[i].size() / 2]);
  }
  return errors;
}

}  // namespace

class TestSamples : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { set_ = openPairs(packSamples(folder_.path().toStdString())); }

  void shapesAndRanges_data() {
    QTest::addColumn<int>("side");
    QTest::newRow("256") << 256;
    QTest::newRow("128") << 128;
    QTest::newRow("64") << 64;
  }
  void shapesAndRanges() {
    QFETCH(int, side);
    Random random(1);
    const Batch pair = pairSample(*set_, 0, everything(side), false, random);
    QCOMPARE(pair.at("input").sizes().vec(), (std::vector<int64_t>{1, side, side}));
    QCOMPARE(pair.at("target").sizes().vec(), (std::vector<int64_t>{3, side, side}));
    const Batch colouring = colouringSample(*set_, 0, everything(side), {}, random);
    QCOMPARE(colouring.at("input").sizes().vec(), (std::vector<int64_t>{9, side, side}));
    QCOMPARE(colouring.at("weight").sizes().vec(), (std::vector<int64_t>{1, side, side}));
    for (const auto& [name, tensor] : colouring) {
      QVERIFY(tensor.min().item<float>() >= -1);
      QVERIFY(tensor.max().item<float>() <= (name == "weight" ? 3 : 1.0001f));
    }
    QVERIFY(colouring.at("target").max().item<float>() > .999f);  // paper
  }

  void sameRandomSameSample() {
    for (int i = 0; i < 8; ++i) {
      Random one(3, 0, i), two(3, 0, i), other(3, 1, i);
      const Batch sample = colouringSample(*set_, i % set_->size(), everything(), {}, one);
      QVERIFY(equal(sample, colouringSample(*set_, i % set_->size(), everything(), {}, two)));
      QVERIFY(!equal(sample, colouringSample(*set_, i % set_->size(), everything(), {}, other)));
    }
  }

  void withoutAugmentationNothingMoves() {
    Random random(1);
    QVERIFY(equal(pairSample(*set_, 1, nothing(288), true, random), plainPairSample(*set_, 1, 288, true)));
    const Pair pair = set_->load(1, set_->nativeWidth());
    QVERIFY(torch::equal(plainPairSample(*set_, 1, 288, false).at("target"), colourTensor(pair.picture)));
    const Batch plain = plainColouringSample(*set_, 1, 256);
    QCOMPARE(plain.at("input").slice(0, 1).abs().max().item<float>(), 0.f);
    QCOMPARE(plain.at("weight").min().item<float>(), plain.at("weight").max().item<float>());
  }

  // The whole picture's ink lies where the sketch's does, however both were bent.
  void layersStayTogether() {
    Augmentation bent = everything();
    bent.wobble = bent.gaps = 0;
    bent.lineWidth = false;
    for (int i = 0; i < 20; ++i) {
      Random random(5, 0, i);
      const Batch sample = pairSample(*set_, i % set_->size(), bent, false, random);
      const auto ink = sample.at("input")[0] < -.5, dark = std::get<0>(sample.at("target").max(0)) < -.5;
      const double both = (ink & dark).sum().item<double>(), any = (ink | dark).sum().item<double>();
      QVERIFY2(both > .85 * any, qPrintable(QString("%1 of %2").arg(both).arg(any)));
    }
  }

  void wobbleMovesTheLinesAlone() {
    Augmentation a = nothing(256);
    const Batch still = plainPairSample(*set_, 0, 256, true);
    a.wobble = 6;
    double moved = 0;
    for (int i = 0; i < 5; ++i) {
      Random random(1, 0, i);
      const Batch sample = pairSample(*set_, 0, a, true, random);
      moved = std::max(moved, (sample.at("input") - still.at("input")).abs().mean().item<double>());
      QVERIFY((sample.at("target") - still.at("target")).abs().mean().item<double>() < .01);
    }
    QVERIFY(moved > .05);
  }

  void gapsOpenLines() {
    for (int i = 0; i < 40; ++i) {
      Random random(2, 0, i);
      cv::Mat sketch(256, 256, CV_8U, cv::Scalar(255)), regions;
      cv::circle(sketch, {128, 128}, 80, 0, 7, cv::LINE_AA);
      const int ink = cv::countNonZero(sketch < 128);
      openGaps(sketch, 3, {3, 14}, random);
      const int lost = ink - cv::countNonZero(sketch < 128);
      QVERIFY2(lost > 0 && lost <= 3 * 15 * 9, qPrintable(QString::number(lost)));
      QCOMPARE(cv::connectedComponents(sketch > 200, regions, 4), 2);  // the inside joins the outside
    }
    Random random(1);
    cv::Mat blank(64, 64, CV_8U, cv::Scalar(255));
    openGaps(blank, 3, {3, 14}, random);
    doodleLines(blank, 1, random);
    QCOMPARE(cv::countNonZero(blank < 255), 0);
  }

  void shakyLinesAreTheSameDrawing() {
    cv::Mat as(256, 256, CV_8U, cv::Scalar(255));
    cv::rectangle(as, {50, 50}, {200, 200}, 0, 7);
    Random random(5);
    cv::Mat kept = as.clone();
    doodleLines(kept, 0, random);
    QCOMPARE(cv::norm(kept, as, cv::NORM_INF), 0.0);
    double moved = 0;
    cv::Mat near;
    cv::erode(as, near, cv::Mat::ones(31, 31, CV_8U));
    for (int i = 0; i < 40; ++i) {
      cv::Mat shaky = as.clone();
      doodleLines(shaky, 1, random);
      moved = std::max(moved, cv::norm(shaky, as, cv::NORM_L1) / (255. * 256 * 256));
      const double ink = cv::countNonZero(shaky <= kWall), was = cv::countNonZero(as <= kWall);
      QVERIFY(ink > .6 * was && ink < 2.2 * was);
      QVERIFY(cv::countNonZero((shaky <= kWall) & (near == 255)) < 150);  // specks
    }
    QVERIFY(moved > .01);
  }

  void whatIsNotDrawnYetIsPaper() {
    const cv::Scalar red(0, 0, 255), blue(255, 0, 0), white = cv::Scalar::all(255);
    int redGone = 0, blueGone = 0;
    for (int i = 0; i < 30; ++i) {
      cv::Mat sketch(256, 256, CV_8U, white), fill(256, 256, CV_8UC3, white), labels(256, 256, CV_8U, cv::Scalar(0));
      const cv::Rect left(30, 100, 60, 60), right(160, 100, 60, 60);
      fill(left).setTo(red), labels(left).setTo(1), cv::rectangle(sketch, left, 0, 5);
      fill(right).setTo(blue), labels(right).setTo(2), cv::rectangle(sketch, right, 0, 5);
      const cv::Mat whole = sketch.clone();
      Random random(6, 0, static_cast<uint64_t>(i));
      leaveUnfinished(sketch, fill, labels, random);
      const auto check = [&](const cv::Rect& box, const cv::Scalar& colour, int& gone) {
        const cv::Rect around = (box + cv::Size(8, 8)) - cv::Point(4, 4);
        const double kept = double(cv::countNonZero(sketch(around) < 128)) / cv::countNonZero(whole(around) < 128);
        const bool white = cv::norm(fill(box), cv::Mat(box.size(), CV_8UC3, cv::Scalar::all(255)), cv::NORM_INF) == 0;
        if (kept > .85) QCOMPARE(cv::norm(fill(box), cv::Mat(box.size(), CV_8UC3, colour), cv::NORM_INF), 0.0);
        if (kept < .75) QVERIFY(white);
        gone += white;
      };
      check(left, red, redGone);
      check(right, blue, blueGone);
    }
    QVERIFY(redGone > 3 && blueGone > 3 && redGone + blueGone < 50);
  }

  void regionsAreDividedByInk() {
    cv::Mat fill(64, 64, CV_8UC3, cv::Scalar::all(255)), sketch(64, 64, CV_8U, cv::Scalar(255));
    cv::rectangle(fill, {8, 8, 48, 48}, cv::Scalar(0, 0, 200), cv::FILLED);
    cv::line(sketch, {30, 0}, {30, 63}, 0, 3);
    FlatRegions regions = flatRegions(fill, sketch, 24);
    QCOMPARE(regions.colours.size(), size_t{4});  // red left and right, paper left and right
    QVERIFY(regions.labels.at<uint8_t>(32, 12) != regions.labels.at<uint8_t>(32, 50));
    QCOMPARE(cv::countNonZero(regions.labels == 0), 0);  // what lies under the ink belongs to a side
    QCOMPARE(regions.paper, int(regions.labels.at<uint8_t>(0, 0)));
    const int right = regions.labels.at<uint8_t>(32, 50);
    auto colours = regions.colours;
    colours[static_cast<size_t>(right) - 1] = {0, 200, 0};
    recolour(fill, regions, colours);
    QCOMPARE(fill.at<cv::Vec3b>(32, 50), cv::Vec3b(0, 200, 0));
    QCOMPARE(fill.at<cv::Vec3b>(32, 12), cv::Vec3b(0, 0, 200));
  }

  void recolouringKeepsSoftBorders() {
    const Pair pair = set_->load(2, set_->nativeWidth());
    const FlatRegions regions = flatRegions(pair.fill, pair.sketch, 24);
    cv::Mat again = pair.fill.clone();
    recolour(again, regions, regions.colours);
    QVERIFY(cv::norm(again, pair.fill, cv::NORM_INF) <= 1);
    auto turned = regions.colours;
    for (auto& colour : turned) colour = {colour[2], colour[0], colour[1]};
    cv::Mat expected(pair.fill.size(), CV_8UC3);
    cv::mixChannels(pair.fill, expected, {2, 0, 0, 1, 1, 2});
    recolour(again, regions, turned);
    QVERIFY2(cv::norm(again, expected, cv::NORM_INF) <= 45, qPrintable(QString::number(cv::norm(again, expected, cv::NORM_INF))));  // where three colours meet
    QVERIFY(cv::norm(again, expected, cv::NORM_L1) / static_cast<double>(again.total()) < .05);
  }

  void hintsTellTheTruth() {
    HintSimulation always;
    always.without = 0;
    int marks = 0, exact = 0, hinted = 0;
    for (int i = 0; i < 150; ++i) {
      Random random(11, 0, i);
      const Batch sample = colouringSample(*set_, i % set_->size(), everything(i % 3 ? 256 : 128), always, random);
      for (const double error : hintErrors(sample)) {
        ++marks;
        exact += error <= 2;
        QVERIFY2(error <= 12, qPrintable(QString("sample %1: %2").arg(i).arg(error)));  // slivers are blurred by the warp
      }
      const auto weighty = sample.at("weight") > 2;
      hinted += weighty.any().item<bool>();
      QCOMPARE(weighty.any().item<bool>(), sample.at("input")[4].any().item<bool>());
      QCOMPARE(sample.at("input")[8].any().item<bool>(), sample.at("input")[4].any().item<bool>());  // spread hints always given
    }
    QVERIFY(marks > 200 && exact > .95 * marks && hinted >= 145);
  }

  void onlyHintedRegionsAreRecoloured() {
    HintSimulation simulation;
    simulation.without = 0;
    simulation.recoloured = 1;
    const Augmentation still = nothing(288);
    const torch::Tensor natural = plainColouringSample(*set_, 1, 288).at("target");
    int changed = 0;
    for (int i = 0; i < 40; ++i) {
      Random random(13, 0, i);
      const Batch sample = colouringSample(*set_, 1, still, simulation, random);
      const auto differs = (sample.at("target") - natural).abs().amax(0) > .1;
      changed += differs.any().item<bool>();
      // A pixel's reach around the hinted regions are their soft borders.
      const auto near = torch::max_pool2d(sample.at("weight").unsqueeze(0), 5, 1, 2)[0][0] > 2;
      QVERIFY((differs & ~near).sum().item<int>() == 0);
    }
    QVERIFY(changed > 30);
    simulation.without = 1;
    for (int i = 0; i < 10; ++i) {
      Random random(13, 1, i);
      QVERIFY(equal(colouringSample(*set_, 1, still, simulation, random), plainColouringSample(*set_, 1, 288)));
    }
  }

  void aPackWithoutPicturesSaysSo() {
    const std::string path = folder_.filePath("fills.chsk").toStdString();
    packPairs(*set_, {0, false}, path, {});
    const auto fills = openPairs(path);
    Random random(1);
    QVERIFY_EXCEPTION_THROWN(pairSample(*fills, 0, everything(), false, random), Error);
    QVERIFY(equal(plainColouringSample(*fills, 0, 128), plainColouringSample(*set_, 0, 128)));
  }

  void picturesBecomeTensors() {
    const ToyPictures grey(9, 16), coloured(9, 16, 3, false);
    const Batch one = pictureSample(grey, 4, 16), two = pictureSample(coloured, 4, 16), small = pictureSample(coloured, 4, 4);
    QCOMPARE(one.at("picture").sizes(), torch::IntArrayRef({1, 16, 16}));
    QCOMPARE(one.at("label").item<int64_t>(), int64_t{1});
    QCOMPARE(one.at("label").dim(), int64_t{0});
    QVERIFY(torch::equal(one.at("picture"), sketchTensor(grey.picture(4))));
    QVERIFY(torch::equal(two.at("picture"), colourTensor(coloured.picture(4))));
    QVERIFY(!two.count("label"));
    QCOMPARE(small.at("picture").sizes(), torch::IntArrayRef({3, 4, 4}));
    const auto means = two.at("picture").reshape({3, 4, 4, 4, 4}).mean({2, 4});
    QVERIFY((means - small.at("picture")).abs().max().item<double>() <= 1 / 127.);  // whole numbers between
    QCOMPARE(pictureSample(grey, 4, 20).at("picture").sizes(), torch::IntArrayRef({1, 20, 20}));
  }

  void speed() {
    QBENCHMARK {
      for (int i = 0; i < 10; ++i) {
        Random random(1, 0, i);
        colouringSample(*set_, i % set_->size(), everything(), {}, random);
      }
    }
  }

 private:
  QTemporaryDir folder_;
  std::shared_ptr<const PairSet> set_;
};

QTEST_GUILESS_MAIN(TestSamples)
#include "test_samples.moc"
