// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings of lines alone say what a sketch is; and how often sketches are taken for what they are.
#include "core/inference/known_lines.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/safetensors.h"
#include "core/data/partners.h"
#include "core/evaluation/naming.h"
#include "core/inference/lookalikes.h"
#include "tests/errors.h"
#include "tests/tiny_recogniser.h"

using namespace chaesaek;

namespace {

cv::Mat house() {
  cv::Mat sketch(256, 256, CV_8U, cv::Scalar(255));
  cv::rectangle(sketch, {60, 120}, {196, 230}, 0, 5, cv::LINE_AA);
  cv::line(sketch, {60, 120}, {128, 40}, 0, 5, cv::LINE_AA);
  cv::line(sketch, {128, 40}, {196, 120}, 0, 5, cv::LINE_AA);
  return sketch;
}

/// Named sketches without colours.
class Doodles : public PairSet {
 public:
  void add(const std::string& label, const cv::Mat& sketch, Split split = Split::Train) {
    infos_.push_back({label + std::to_string(sketches_.size()), label, split, -1, false}), sketches_.push_back(sketch);
  }
  const std::string& name() const override { return name_; }
  int size() const override { return static_cast<int>(infos_.size()); }
  int side() const override { return 256; }
  const PairInfo& info(int index) const override { return infos_[static_cast<size_t>(index)]; }
  int lineWidths() const override { return 1; }
  int nativeWidth() const override { return 0; }
  bool hasFill() const override { return true; }
  const Json& about() const override { return about_; }
  std::string fingerprint() const override { return name_; }
  Pair load(int index, int) const override {
    const cv::Mat white(256, 256, CV_8UC3, cv::Scalar::all(255));
    return {sketches_[static_cast<size_t>(index)], white, white};
  }

 private:
  std::string name_ = "doodles";
  std::vector<PairInfo> infos_;
  std::vector<cv::Mat> sketches_;
  Json about_ = {{"lines_only", true}};
};

}  // namespace

class TestKnownLines : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;
  std::string model_ = textOf(folder_, "recogniser.safetensors");

  /// A sun and a plus in colour; with lines of a house that are called a sun.
  std::string drawings(bool lines, bool train = true) {
    const std::string path = textOf(folder_, "drawings.safetensors");
    LookalikeWriter writer(model_);
    writer.add("sun", "noto", {disc(90)}, fillOf(kRed, kRed));
    writer.add("plus", "noto", {cross()}, fillOf(kGreen, kGreen));
    for (int i = 0; lines && i < 3; ++i)
      if (!writer.addLines("sun", house(), train) || writer.addLines("house", house())) fail("lines are those of a known thing alone");
    writer.write(path, "noto", "Apache-2.0");
    return path;
  }

 private Q_SLOTS:
  void initTestCase() { saveRecogniser(model_, 1); }

  void drawingsOfOneThingHaveOneNumber() {
    Doodles set;
    for (const char* name : {"sun", "house", "", "sun", ""}) set.add(name, cross());
    set.add("sun", cross(), Split::Val);
    const Things things = thingsOf(set);
    QCOMPARE(things.numbers, (std::vector<int>{0, 1, 2, 0, 3, -1}));  // what has no name is like no other
    QCOMPARE(things.count, 4);
    const double half = 1 / std::sqrt(2.);  // two suns: each comes less often
    QCOMPARE(thingWeights(set, indicesOf(set, Split::Train)), (std::vector<double>{half, 1, 1, half, 1}));
  }

  void linesSayWhatASketchIs() {
    const KnownLines lines(torch::tensor({{1.F, 0.F}, {1.F, 0.F}, {0.F, 1.F}}), {"sun", "sun", "plus"}, {"moon", "plus", "sun"});
    const torch::Tensor before = torch::tensor({.5F, .4F, .3F});
    const auto [likeness, say] = lines.heard(before, torch::tensor({.9F, .1F}));
    QVERIFY(torch::allclose(likeness, torch::tensor({.5F, .4F, .9F})));  // nobody drew a moon's lines; a plus itself is more like it than its lines
    const auto together = [](double a, double b, double c) { return std::log(std::exp(16 * a) + std::exp(16 * b) + std::exp(16 * c)) / 16; };
    QVERIFY(torch::allclose(say, torch::tensor({.5F, static_cast<float>(together(.4, .1, -9)), static_cast<float>(together(.3, .9, .9))})));
    QVERIFY(torch::equal(KnownLines().heard(before, torch::tensor({1.F})).say, before));
  }

  void theirThingIsMoreAlike() {
    const auto likenessOf = [&](const std::string& path, const std::string& name) {
      for (const Lookalike& each : Lookalikes(model_, path).find(house(), 2).nearest)
        if (each.name == name) return each.likeness;
      return 0.;
    };
    const double sun = likenessOf(drawings(false), "sun"), plus = likenessOf(drawings(false), "plus");
    QVERIFY(sun > 0 && plus > 0 && likenessOf(drawings(true), "sun") > sun);
    QCOMPARE(likenessOf(drawings(true), "plus"), plus);
    Lookalikes known(model_, drawings(true));
    QVERIFY(known.knows("plus") && !known.knows("house"));
  }

  void whatIsMeasuredHearsTrainingLinesAlone() {
    const auto likenessOf = [&](const std::string& path) {
      for (const Lookalike& each : Lookalikes(model_, path, true).find(house(), 2).nearest)
        if (each.name == "sun") return each.likeness;
      return 0.;
    };
    const double without = likenessOf(drawings(false));
    QCOMPARE(likenessOf(drawings(true, false)), without);
    QVERIFY(likenessOf(drawings(true)) > without);
  }

  void damagedLinesAreRefused() {
    const std::string path = drawings(true);
    Safetensors uneven = readSafetensors(path);
    uneven.tensors["line_examples"] = {"I32", {1}, std::vector<uint8_t>(4)};
    writeSafetensors(path, uneven);
    const std::string error = errorOf([&] { Lookalikes(model_, path); });
    QVERIFY2(error.starts_with(path) && error.find('\n') == std::string::npos, error.c_str());
  }

  void namingCountsWhatIsKnown() {
    Lookalikes known(model_, drawings(false));
    Doodles set;
    set.add("sun", disc(90));
    set.add("plus", cross());
    set.add("sun", cross());
    set.add("house", house());  // of which it knows none
    EvaluateOptions options;
    options.split = Split::Train;
    const Naming naming = measureNaming(known, set, options, {});
    QCOMPARE(naming.drawings, 3);
    QCOMPARE(naming.first, 2);
    QCOMPARE(naming.amongThree, 3);
    QCOMPARE(naming.toJson().at("named_first").get<double>(), 2 / 3.);
    QVERIFY(Naming().toJson().at("named_first").is_null());
  }
};

QTEST_GUILESS_MAIN(TestKnownLines)
#include "test_known_lines.moc"
