// SPDX-License-Identifier: GPL-3.0-or-later
// What a sketch looks like, palettes, and where their colours go.
#include "core/inference/lookalikes.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QtTest>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/base/safetensors.h"
#include "core/image/compose.h"
#include "core/inference/placement.h"
#include "core/inference/thumbnails.h"
#include "core/losses/retrieval.h"
#include "core/networks/initialise.h"
#include "core/networks/recogniser_net.h"
#include "tests/errors.h"
#include "tests/tiny_recogniser.h"

using namespace chaesaek;

namespace {

double shareOf(const torch::Tensor& opinions, int64_t colour) { return opinions.select(-1, colour).exp().mean().item<double>(); }

}  // namespace

class TestLookalikes : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;

 private Q_SLOTS:
  void foldedNormsGiveTheSameAnswers() {
    torch::manual_seed(3);
    RecogniserNet network(RecogniserOptions{16, 4});
    initialiseHe(network);
    network.eval();
    const torch::NoGradGuard noGrad;
    for (auto& each : network.named_buffers())
      if (each.key().ends_with("running_mean") || each.key().ends_with("running_var")) each.value().uniform_(.5, 1.5);
    const torch::Tensor x = torch::randn({2, 1, 64, 64});
    const RecogniserNet::Opinion before = network.look(x);
    network.foldNorms();
    const RecogniserNet::Opinion after = network.look(x);
    QVERIFY(before.embedding.std().item<double>() > 1e-3);
    QVERIFY(torch::allclose(before.embedding, after.embedding, 1e-3, 1e-4) && torch::allclose(before.colours, after.colours, 1e-3, 1e-4));
  }

  void paletteIsWhatIsNotPaper() {
    const Palette palette = paletteOf(fillOf(kRed, kBlue));
    QCOMPARE(palette.size(), size_t(2));
    QVERIFY(palette[0].colour == kBlue && palette[1].colour == kRed);
    QVERIFY(std::abs(palette[0].share - 2. / 3) < 1e-9 && std::abs(palette[1].share - 1. / 3) < 1e-9);
    QVERIFY(paletteOf(cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(255))).empty());
    QCOMPARE(paletteOf(fillOf(kRed, kBlue), 1).at(0).share, 1.);
    QCOMPARE(paletteOf(fillOf(kRed, cv::Vec3b(4, 4, 255))).size(), size_t(1));  // two reds that nobody tells apart
  }

  void palettesAreWrittenAsText() {
    const Palette palette = parsePalette("#ff0000, #0000ff");
    QCOMPARE(palette.size(), size_t(2));
    QVERIFY(palette[0].colour == kRed && palette[1].colour == kBlue && palette[0].share == .5);
    QVERIFY(paletteFromJson(toJson(palette)) == palette);
    for (const char* bad : {"", "red", "#ff00", "#ff0000,,#00ff00", "#gg0000"}) {
      const std::string error = errorOf([&] { parsePalette(bad); });
      QVERIFY2(!error.empty() && error.find('\n') == std::string::npos, bad);
    }
  }

  void aFramedDrawingLooksTheSameWhereverItIs() {
    const cv::Mat large = framedInk(disc(100), 64), small = framedInk(disc(50, {70, 180}), 64);
    // Only its line is thicker.
    QVERIFY(cv::norm(large, small, cv::NORM_L1) < .6 * cv::norm(large, framedInk(cross(), 64), cv::NORM_L1));
    QCOMPARE(cv::countNonZero(framedInk(cv::Mat(100, 100, CV_8U, cv::Scalar(255)), 64) < 255), 0);
  }

  void thumbnailsSurvive() {
    const cv::Mat sketch = disc(100);
    cv::Mat fill(256, 256, CV_8UC3, cv::Scalar::all(255));
    cv::circle(fill, {128, 128}, 100, cv::Scalar(0, 0, 255), cv::FILLED);
    const std::vector<uint8_t> packed = packThumbnail(fill, sketch);
    QVERIFY(packed.size() < 700);
    const cv::Mat back = unpackThumbnail(packed);
    QVERIFY(cv::norm(cv::Vec3i(back.at<cv::Vec3b>(24, 24)) - cv::Vec3i(kRed)) < 8 && cv::norm(cv::Vec3i(back.at<cv::Vec3b>(1, 1)) - cv::Vec3i(kWhite)) < 8);
    QVERIFY(unpackThumbnail({1, 2, 3}).empty());
  }

  void colourFactorsReachTheShares() {
    // Paper in the left half; red a little likelier than blue on all the rest, most so above.
    torch::Tensor logits = torch::zeros({1, 3, 8, 8});
    logits.select(1, 0).slice(2, 0, 4).fill_(20);
    logits.select(1, 0).slice(2, 4, 8).fill_(-20);
    logits.select(1, 1).fill_(1);
    logits.select(1, 1).slice(1, 0, 4).fill_(3);
    const torch::Tensor opinions = opinionsOf(logits), half = placeColours(opinions, {}, torch::tensor({0.F, .5F, .5F}), 1);
    QVERIFY(std::abs(shareOf(half, 0) - .5) < 1e-3);
    QVERIFY(std::abs(shareOf(half, 1) - .25) < .01 && std::abs(shareOf(half, 2) - .25) < .01);
    const auto best = half.argmax(-1);
    QCOMPARE(best[0][6].item<int64_t>(), int64_t(1));  // red where it was likeliest
    QCOMPARE(best[7][6].item<int64_t>(), int64_t(2));
    QVERIFY(torch::allclose(placeColours(opinions, {}, torch::tensor({0.F, .5F, .5F}), 0).exp(), opinions.exp(), 1e-3, 1e-4));
    QVERIFY(shareOf(placeColours(opinions, {}, torch::tensor({0.F, 0.F, 1.F}), 1), 2) > .49);
  }

  void paletteColoursStandForTheNearest() {
    const std::vector<cv::Vec3b> colours{kWhite, kRed, kBlue, kGreen};
    const Palette palette{{cv::Vec3b(20, 20, 240), .6}, {cv::Vec3b(0, 40, 250), .3}, {cv::Vec3b(250, 250, 250), .1}};
    const std::vector<int> slots = slotsOf(palette, colours);
    QCOMPARE(slots.at(0), 1);
    QVERIFY(slots[1] != 1 && slots[2] != slots[1] && slots[1] > 0 && slots[2] > 0);  // each its own, paper never
    QCOMPARE(slotsOf(palette, {kWhite, kRed}), (std::vector<int>{1, 0, 0}));  // none is left
    const torch::Tensor shares = sharesOver({{kRed, .75}, {kGreen, .25}}, colours);
    QVERIFY(torch::allclose(shares, torch::tensor({0.F, .75F, 0.F, .25F})));
  }

  void retrievalLossesByHand() {
    // Three centres, of any length; the drawings lie at the first and between the others.
    const torch::Tensor centres = torch::tensor({{2.F, 0.F}, {0.F, 3.F}, {0.F, -1.F}}), drawings = torch::tensor({{1.F, 0.F}, {0.F, 1.F}}), things = torch::tensor({0, 2}, torch::kInt64);
    const double first = -std::log(std::exp(2.) / (std::exp(2.) + 2)), second = -std::log(std::exp(-2.) / (std::exp(-2.) + std::exp(2.) + 1));
    QVERIFY(std::abs(centresLoss(drawings, things, centres, .5).item<double>() - (first + second) / 2) < 1e-5);
    const torch::Tensor logits = torch::zeros({2, 4});
    QVERIFY(std::abs(sharesLoss(logits, torch::tensor({{.5F, .5F, 0.F, 0.F}, {0.F, 0.F, 0.F, 0.F}})).item<double>() - std::log(4.)) < 1e-5);
  }

  void drawingsAreFoundAgain() {
    const std::string model = textOf(folder_, "recogniser.safetensors"), drawings = textOf(folder_, "drawings.safetensors");
    saveRecogniser(model, 1);
    LookalikeWriter writer(model);
    writer.add("sun", "noto", {disc(90)}, fillOf(kRed, kBlue));
    writer.add("sun", "fluent", {disc(95)}, fillOf(kRed, kBlue));
    writer.add("plus", "noto", {cross()}, fillOf(kGreen, kGreen));
    writer.write(drawings, "noto", "Apache-2.0");
    Lookalikes known(model, drawings);
    const Lookalikes::Found found = known.find(cross(), 3);
    QCOMPARE(found.nearest.size(), size_t(2));  // each thing once
    QCOMPARE(found.nearest[0].name, std::string("plus"));
    QCOMPARE(found.nearest[0].hand, std::string("noto"));
    QVERIFY(found.nearest[0].likeness > .98 && found.nearest[0].likeness >= found.nearest[1].likeness);
    QVERIFY(found.nearest[0].palette.at(0).colour == kGreen);
    QCOMPARE(found.nearest[0].thumbnail.size(), cv::Size(kThumbnailSide, kThumbnailSide));
    double sum = 0;
    for (const PaletteColour& c : found.expected) sum += c.share;
    QVERIFY(std::abs(sum - 1) < .02 && found.sureness > .9);
    QVERIFY(known.find(cv::Mat(256, 256, CV_8U, cv::Scalar(255)), 3).nearest.empty());
  }

  void thingsOfTwoColoursAreOfTheCommonerOne() {
    const std::string model = textOf(folder_, "apples.safetensors"), drawings = textOf(folder_, "apples-drawings.safetensors");
    saveRecogniser(model, 1);
    LookalikeWriter writer(model);
    writer.add("green apple", "noto", {disc(90)}, fillOf(kGreen, kGreen));
    for (const char* hand : {"fluent", "twemoji"}) writer.add("red apple", hand, {disc(90)}, fillOf(kRed, kRed));
    writer.add("plus", "noto", {cross()}, fillOf(kGreen, kBlue));  // or red would be much commoner than green
    writer.write(drawings, "noto", "Apache-2.0");
    const Lookalikes::Found found = Lookalikes(model, drawings).find(disc(90), 3, {{kGreen, 1}});
    QCOMPARE(found.expected.size(), size_t(1));
    QVERIFY(found.expected[0].colour == kRed);
    QVERIFY(found.former > .2 && found.former < .47);  // of the apples it would be 1 / (1 + 2^.15)
  }

  void manyHandsOfOneThingDoNotOutweighOtherThings() {
    const std::string model = textOf(folder_, "peppers.safetensors"), drawings = textOf(folder_, "peppers-drawings.safetensors");
    saveRecogniser(model, 1);
    LookalikeWriter writer(model);
    for (const char* hand : {"noto", "fluent", "twemoji", "openmoji"}) writer.add("hot pepper", hand, {disc(90)}, fillOf(kRed, kRed));
    for (const char* name : {"banana", "bananas"}) writer.add(name, "noto", {disc(90)}, fillOf(kGreen, kGreen));
    writer.write(drawings, "noto", "Apache-2.0");
    QVERIFY(Lookalikes(model, drawings).find(disc(90), 3, {}).expected.at(0).colour == kGreen);
  }

  // Hearts there are in every colour; what has no colour in its name says which one is usual, however many the others are.
  void whatSaysItsColourSaysLittle() {
    const std::string model = textOf(folder_, "hearts.safetensors"), drawings = textOf(folder_, "hearts-drawings.safetensors");
    saveRecogniser(model, 1);
    const auto expectedOf = [&](const std::vector<std::string>& coloured) {
      LookalikeWriter writer(model);
      for (const std::string& colour : coloured) writer.add(colour + " heart", "noto", {disc(90)}, fillOf(kBlue, kBlue));
      writer.add("heart suit", "noto", {disc(90)}, fillOf(kRed, kRed));
      writer.write(drawings, "noto", "Apache-2.0");
      return Lookalikes(model, drawings).find(disc(90), 3, {}).expected.at(0).colour;
    };
    QCOMPARE(expectedOf({"blue", "light blue", "green", "purple", "orange", "white"}), kRed);
    QCOMPARE(expectedOf({"blue", "green"}), kBlue);  // a few kinds, as of apples
  }

  void whatIsMeasuredLooksAtTrainingDrawingsAlone() {
    const std::string model = textOf(folder_, "held.safetensors"), drawings = textOf(folder_, "held-drawings.safetensors");
    saveRecogniser(model, 1);
    LookalikeWriter writer(model);
    writer.add("sun", "noto", {disc(90)}, fillOf(kRed, kRed), false);
    writer.add("plus", "noto", {cross()}, fillOf(kGreen, kGreen));
    writer.add("moon", "noto", {disc(60)}, fillOf(kBlue, kBlue), false);
    writer.write(drawings, "noto", "Apache-2.0");
    QCOMPARE(Lookalikes(model, drawings).find(disc(90), 9).nearest.size(), size_t(3));
    const Lookalikes::Found found = Lookalikes(model, drawings, true).find(disc(90), 9);
    QCOMPARE(found.nearest.size(), size_t(1));
    QVERIFY(found.nearest[0].name == "plus" && found.expected[0].colour == kGreen);
    QVERIFY(found.nearest[0].likeness < Lookalikes(model, drawings).find(cross(), 1).nearest[0].likeness);  // its own numbers, not the sun's
  }

  void whatDoesNotBelongIsRefused() {
    const std::string model = textOf(folder_, "one.safetensors"), other = textOf(folder_, "two.safetensors"), drawings = textOf(folder_, "one-drawings.safetensors");
    saveRecogniser(model, 1);
    saveRecogniser(other, 2);
    LookalikeWriter writer(model);
    writer.add("sun", "noto", {disc(90)}, fillOf(kRed, kBlue));
    writer.write(drawings, "noto", "Apache-2.0");
    Safetensors uneven = readSafetensors(drawings);
    uneven.tensors["palettes"] = {"U8", {1, 4}, std::vector<uint8_t>(4)};  // would be read beyond its end
    const std::string cutTable = textOf(folder_, "short.safetensors");
    writeSafetensors(cutTable, uneven);
    const std::string whole = readFile(drawings), cut = textOf(folder_, "cut.safetensors");
    writeFile(cut, whole.substr(0, whole.size() / 2));
    for (const auto& [recogniser, known] : {std::pair{other, drawings}, {model, cut}, {model, cutTable}, {model, model}, {drawings, drawings}}) {
      const std::string error = errorOf([&, r = recogniser, k = known] { Lookalikes(r, k); });
      QVERIFY2(!error.empty() && error.find('\n') == std::string::npos && error.find(folder_.path().toStdString()) != std::string::npos, error.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(TestLookalikes)
#include "test_lookalikes.moc"
