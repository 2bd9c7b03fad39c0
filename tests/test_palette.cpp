// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of the palette network, its loss, the vote of a region and its calm, worked out by hand.
#include <torch/torch.h>

#include <QtTest>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/image/regions.h"
#include "core/inference/calm.h"
#include "core/inference/kinship.h"
#include "core/inference/placement.h"
#include "core/inference/region_vote.h"
#include "core/losses/palette.h"

using namespace chaesaek;

namespace {

constexpr int kSide = 64;
enum { Paper, Red, Blue, Colours };

/// White, red, blue.
PaletteNet network() {
  PaletteOptions options = PaletteOptions::with(kSide, 8, Colours);
  PaletteNet net(options);
  net.palette.copy_(torch::tensor({{1.F, 1.F, 1.F}, {1.F, -1.F, -1.F}, {-1.F, -1.F, 1.F}}));
  return net;
}

/// Nothing but spread hints: RGB everywhere where `covered`.
torch::Tensor inputWithSpread(const std::array<float, 3>& rgb, bool covered) {
  torch::Tensor x = torch::zeros({1, 9, kSide, kSide});
  for (int c = 0; c < 3; ++c) x.select(1, 5 + c).fill_(covered ? rgb[static_cast<size_t>(c)] : 0.F);
  x.select(1, 8).fill_(covered ? 1.F : 0.F);
  return x;
}

torch::Tensor logitsOf(const std::array<float, Colours>& values) {
  torch::Tensor logits = torch::zeros({1, Colours, kSide / 2, kSide / 2});
  for (int k = 0; k < Colours; ++k) logits.select(1, k).fill_(values[static_cast<size_t>(k)]);
  return logits;
}

bool close(const torch::Tensor& a, double b) { return std::abs(a.item<double>() - b) < 1e-5; }

/// A closed box in the middle.
cv::Mat box() {
  cv::Mat sketch(kSide, kSide, CV_8U, cv::Scalar(255));
  sketch(cv::Rect(8, 8, 48, 48)).setTo(0);
  sketch(cv::Rect(11, 11, 42, 42)).setTo(255);
  return sketch;
}

const cv::Point kInBox(30, 30);
const cv::Vec3b kBgrRed(0, 0, 255), kBgrBlue(255, 0, 0), kNeither(90, 120, 60);

/// One colour all over.
cv::Mat painted(const cv::Vec3b& colour) { return cv::Mat(kSide, kSide, CV_8UC3, cv::Scalar(colour[0], colour[1], colour[2])); }

cv::Mat regionsOf(const cv::Mat& sketch) { return gapClosedRegions(sketch, kClosedGap); }

cv::Mat voted(const torch::Tensor& logits) {
  return voteColours(paletteColours(network()), opinionsOf(logits), likeliestOf(opinionsOf(logits)), regionsOf(box()), painted(kNeither));
}

}  // namespace

class TestPalette : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void mixIsTheAnnealedMeanOfThePalette() {
    const torch::NoGradGuard noGrad;
    const torch::Tensor x = inputWithSpread({}, false);
    const torch::Tensor out = network().mix({logitsOf({0, .2F, 0}), torch::zeros({1, 1, kSide, kSide})}, x);
    const double red = std::exp(1) / (std::exp(1) + 2), other = 1 / (std::exp(1) + 2);  // .2 over the temperature .2
    QVERIFY(close(out[0][0][9][9], other + red - other));
    QVERIFY(close(out[0][1][9][9], other - red - other));
    QVERIFY(close(out[0][2][9][9], other - red + other));
  }

  void canvasAndNetworkMixAlike() {
    const torch::NoGradGuard noGrad;
    torch::manual_seed(5);
    const torch::Tensor logits = 2 * torch::randn({1, Colours, kSide / 2, kSide / 2}), gate = torch::rand({1, 1, kSide, kSide});
    const torch::Tensor x = inputWithSpread({.5F, -.5F, 0}, true), half = meanColours(opinionsOf(logits), network().palette, PaletteNet::kTemperature);
    QVERIFY(half.std().item<double>() > .1);
    QVERIFY(torch::allclose(PaletteNet::blend(half.permute({2, 0, 1}).unsqueeze(0), gate, x), network().mix({logits, gate}, x), 1e-4, 1e-5));
  }

  void gateMixesTheSpreadHintIn() {
    const torch::NoGradGuard noGrad;
    const torch::Tensor x = inputWithSpread({-1, 1, -1}, true);
    const torch::Tensor out = network().mix({logitsOf({0, 100, 0}), torch::full({1, 1, kSide, kSide}, .25)}, x);
    QVERIFY(close(out[0][0][9][9], .25 * -1 + .75 * 1));
    QVERIFY(close(out[0][1][9][9], .25 * 1 + .75 * -1));
  }

  void gateIsShutWhereNothingWasSpread() {
    const torch::NoGradGuard noGrad;
    PaletteNet net = network();
    net.eval();
    QCOMPARE(net.parts(inputWithSpread({1, 1, 1}, false)).gate.abs().max().item<double>(), 0.0);
    QVERIFY(net.parts(inputWithSpread({1, 1, 1}, true)).gate.min().item<double>() > 0);
  }

  void nearestColourIsByDistance() {
    torch::Tensor target = torch::zeros({1, 3, 1, 2});
    target[0][0][0][0] = .8F, target[0][1][0][0] = -.6F, target[0][2][0][0] = -.9F;
    target[0][0][0][1] = -.7F, target[0][1][0][1] = -.9F, target[0][2][0][1] = .5F;
    const torch::Tensor nearest = nearestColour(target, network().palette);
    QCOMPARE(nearest[0][0][0].item<int64_t>(), int64_t(Red));
    QCOMPARE(nearest[0][0][1].item<int64_t>(), int64_t(Blue));
  }

  void lossIsTheWeightedCrossEntropyOfEverySecondPixel() {
    // Red at the first of four pixels that are looked at, white at the others; what lies between is never seen.
    torch::Tensor target = torch::full({1, 3, 4, 4}, -1.F);
    for (int c = 0; c < 3; ++c) target[0][c][0][2] = target[0][c][2][0] = target[0][c][2][2] = 1.F;
    target[0][0][0][0] = 1.F;
    torch::Tensor logits = torch::zeros({1, Colours, 2, 2});
    logits.select(1, Red).fill_(1);
    const double sum = 2 + std::exp(1), asRed = -std::log(std::exp(1) / sum), asPaper = -std::log(1 / sum);
    const double wanted = (4 * asRed + 3 * .5 * asPaper) / (4 + 3 * .5);
    QVERIFY(close(paletteLoss(logits, target, network().palette, torch::tensor({.5F, 4.F, 1.F})), wanted));
  }

  void undecidedRegionTakesTheColourThatItsPixelsFindLikeliestTogether() {
    // Left pixels are torn between red and blue, right ones a little for blue: together it is blue, and crisp.
    torch::Tensor logits = logitsOf({-3, .05F, 0});
    logits.index_put_({0, Blue, torch::indexing::Slice(), torch::indexing::Slice(kSide / 4, torch::indexing::None)}, .3F);
    const cv::Mat out = voted(logits);
    for (int y = 12; y < 52; ++y)
      for (int x = 12; x < 52; ++x) QCOMPARE(out.at<cv::Vec3b>(y, x), kBgrBlue);
  }

  // Two boxes side by side over a bar. The left box is a little for red, the right one clearly for blue, the bar a little for red.
  void partsOfOneShapeListenToEachOther() {
    const cv::Rect left(4, 4, 24, 24), right(34, 4, 24, 24), bar(4, 40, 54, 10);
    const cv::Point inLeft(15, 15), inRight(45, 15), inBar(30, 45);
    cv::Mat sketch(kSide, kSide, CV_8U, cv::Scalar(255));
    for (const cv::Rect& part : {left, right, bar}) cv::rectangle(sketch, part, 0, 2);
    const auto colours = [&](float redIn, float blueIn) {
      torch::Tensor logits = logitsOf({-3, redIn, 0});
      logits.index_put_({0, Red, torch::indexing::Slice(0, kSide / 4), torch::indexing::Slice(kSide / 4, torch::indexing::None)}, 0);
      logits.index_put_({0, Blue, torch::indexing::Slice(0, kSide / 4), torch::indexing::Slice(kSide / 4, torch::indexing::None)}, blueIn);
      return voteColours(paletteColours(network()), opinionsOf(logits), likeliestOf(opinionsOf(logits)), regionsOf(sketch), painted(kNeither));
    };
    const cv::Mat persuaded = colours(.2F, 1);
    QVERIFY(persuaded.at<cv::Vec3b>(inLeft) == kBgrBlue && persuaded.at<cv::Vec3b>(inRight) == kBgrBlue);
    QCOMPARE(persuaded.at<cv::Vec3b>(inBar), kBgrRed);
    const cv::Mat ofTwoMinds = colours(1, 1);  // its own say is larger
    QVERIFY(ofTwoMinds.at<cv::Vec3b>(inLeft) == kBgrRed && ofTwoMinds.at<cv::Vec3b>(inRight) == kBgrBlue);
  }

  void kinIsOfOneSizeAndShape() {
    const auto lookOf = [](const cv::RotatedRect& ellipse) {
      cv::Mat drawn = cv::Mat::zeros(100, 100, CV_8U);
      cv::ellipse(drawn, ellipse, 1, cv::FILLED);
      PartShape shape;
      for (int y = 0; y < drawn.rows; ++y)
        for (int x = 0; x < drawn.cols; ++x)
          if (drawn.at<uchar>(y, x)) shape.add(x, y);
      return shape.look();
    };
    const PartLook upright = lookOf({{30, 50}, {20, 40}, 0}), turned = lookOf({{60, 40}, {20, 40}, 60}), round = lookOf({{50, 50}, {28, 28}, 0}), small = lookOf({{50, 50}, {10, 20}, 0});
    QVERIFY(std::abs(upright.elongation - .5) < .03 && std::abs(round.elongation - 1) < .03 && std::abs(upright.filling - 1) < .02);
    QVERIFY(kinship(upright, turned) > .9 && kinship(upright, round) == 0 && kinship(upright, small) == 0);
    QCOMPARE(kinship(PartShape().look(), PartShape().look()), 0.);
  }

  void decidedRegionIsLeftAlone() { QCOMPARE(voted(logitsOf({0, 6, 0})).at<cv::Vec3b>(kInBox), kNeither); }

  // A box that was red, while another stroke is drawn elsewhere and blue is found for it now.
  void unchangedRegionKeepsItsColourForThreeLooks() {
    const ColourMemory red{regionsOf(box()), painted(kBgrRed), cv::Mat::zeros(kSide, kSide, CV_8U)};
    cv::Mat elsewhere = box();
    elsewhere(cv::Rect(57, 20, 3, 20)).setTo(0);
    const auto look = [&](const ColourMemory& before, const cv::Vec3b& found, Pen pen = Pen::Rests) { return keepCalm(regionsOf(elsewhere), painted(found), before, pen); };
    const auto shown = [](const ColourMemory& memory) { return memory.colours.at<cv::Vec3b>(kInBox); };
    const ColourMemory one = look(red, kBgrBlue), two = look(one, kBgrBlue), three = look(two, kBgrBlue);
    QVERIFY(shown(one) == kBgrRed && shown(two) == kBgrRed);
    QCOMPARE(shown(three), kBgrBlue);
    QCOMPARE(shown(look(look(two, kBgrRed), kBgrBlue)), kBgrRed);  // on end
    ColourMemory drawn = two;
    for (int i = 0; i < 9; ++i) drawn = look(drawn, kBgrBlue, Pen::Draws);  // these are no looks
    QCOMPARE(shown(drawn), kBgrRed);
    QCOMPARE(shown(look(drawn, kBgrBlue)), kBgrBlue);
    QCOMPARE(shown(look(red, kBgrBlue, Pen::Pauses)), kBgrBlue);
    const cv::Vec3b redder = kBgrRed - cv::Vec3b(0, 0, 20);
    QCOMPARE(shown(look(red, redder, Pen::Pauses)), kBgrRed);  // is not worth a change

    const auto after = [&](const cv::Mat& sketch, const cv::Point& at) { return keepCalm(regionsOf(sketch), painted(kBgrBlue), red).colours.at<cv::Vec3b>(at); };
    cv::Mat cut = box(), halved = box();
    cut(cv::Rect(11, 40, 42, 3)).setTo(0);
    halved(cv::Rect(11, 31, 42, 3)).setTo(0);
    QCOMPARE(after(cut, {30, 20}), kBgrRed);      // what a part was cut off from
    QCOMPARE(after(cut, {30, 47}), kBgrBlue);     // and the part
    QCOMPARE(after(halved, {30, 20}), kBgrBlue);  // not the region that it was
  }

  void whatANetworkIsToldMovesItsChoice() {
    PaletteOptions options = PaletteOptions::with(kSide, 8, Colours);
    options.told = true;
    PaletteNet net(options);
    const torch::NoGradGuard noGrad;
    const torch::Tensor input = inputWithSpread({0, 0, 0}, false), blue = torch::tensor({{0.F, 0.F, 1.F}});
    QVERIFY(!torch::allclose(net.parts(input).logits, net.parts(input, blue).logits));
    net.forgetShares();
    const torch::Tensor plain = net.parts(input).logits;
    QVERIFY(torch::equal(plain, net.parts(input, blue).logits));
    net.sway->weight[Blue][Blue] = 2;
    const torch::Tensor moved = net.parts(input, blue).logits - plain;
    QVERIFY(torch::allclose(moved.select(1, Blue), torch::full_like(moved.select(1, Blue), 2 * std::log(101.)), 1e-3, 1e-3));
    QCOMPARE(moved.select(1, Red).abs().max().item<double>(), 0.);
    net.context->weight.fill_(.1);
    QVERIFY((net.parts(input, blue).logits - plain).select(1, Red).abs().max().item<double>() > 0);
    QVERIFY(torch::equal(net.parts(input, torch::zeros({1, Colours})).logits, plain));  // nothing known
    QVERIFY(PaletteOptions::fromJson(options.toJson()).told && !PaletteOptions::fromJson(PaletteOptions::with(kSide, 8, Colours).toJson()).told);
  }

  void sharesAreOfWhatIsNotPaper() {
    torch::Tensor fill = torch::ones({1, 3, 2, 4});  // white
    fill[0].select(1, 0) = torch::tensor({1.F, -1.F, -1.F}).view({3, 1});  // the upper row red
    fill.index_put_({0, torch::indexing::Slice(), 1, 0}, torch::tensor({-1.F, -1.F, 1.F}));
    const torch::Tensor shares = colourShares(fill, network().palette);
    QVERIFY(torch::allclose(shares, torch::tensor({{0.F, .8F, .2F}})));
    QCOMPARE(colourShares(torch::ones({1, 3, 2, 2}), network().palette).sum().item<double>(), 0.);
  }

  void withoutAMemoryNothingIsKept() {
    QCOMPARE(keepCalm(regionsOf(box()), painted(kBgrBlue), {}).colours.at<cv::Vec3b>(kInBox), kBgrBlue);
  }
};

QTEST_GUILESS_MAIN(TestPalette)
#include "test_palette.moc"
