// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings laid over a sketch, and where they have their colours.
#include "core/inference/layout.h"

#include <torch/torch.h>

#include <QtTest>
#include <opencv2/imgproc.hpp>

#include "core/image/compose.h"
#include "core/image/regions.h"
#include "core/inference/overlay.h"
#include "core/inference/placement.h"
#include "core/inference/rarity.h"

using namespace chaesaek;

namespace {

const cv::Vec3b kWhite(255, 255, 255), kRed(0, 0, 255), kBlue(255, 0, 0);
const cv::Scalar kRedPaint(0, 0, 255), kBluePaint(255, 0, 0);

/// A flag on a pole at the left, that runs out into two tips: nothing in it is symmetrical.
cv::Mat flag(cv::Rect box) {
  cv::Mat sketch(256, 256, CV_8U, cv::Scalar(255));
  cv::rectangle(sketch, box.tl(), box.tl() + cv::Point(6, box.height), 0, cv::FILLED);
  const std::vector<cv::Point> cloth{box.tl(), {box.br().x, box.y}, {box.x + box.width / 2, box.y + box.height / 4}, {box.br().x, box.y + box.height / 2},
                                     {box.x, box.y + box.height / 2}};
  cv::polylines(sketch, cloth, true, 0, 5);
  return sketch;
}

/// The same as a small picture, its cloth red above and blue below.
cv::Mat flagPicture(cv::Rect box) {
  cv::Mat fill(256, 256, CV_8UC3, cv::Scalar::all(255)), small;
  cv::rectangle(fill, cv::Rect(box.tl(), cv::Size(box.width, box.height / 4)), kRedPaint, cv::FILLED);
  cv::rectangle(fill, cv::Rect(box.tl() + cv::Point(0, box.height / 4), cv::Size(box.width, box.height / 4)), kBluePaint, cv::FILLED);
  cv::resize(layInk(fill, flag(box)), small, {kThumbnailSide, kThumbnailSide}, 0, 0, cv::INTER_AREA);
  return small;
}

cv::Mat mirrored(const cv::Mat& picture) {
  cv::Mat out;
  cv::flip(picture, out, 1);
  return out;
}

/// Of three colours the first but paper is nine times as likely as the other in so many columns, and as likely in the rest.
Layout firstIn(int columns) {
  torch::Tensor places = torch::full({kThumbnailSide, kThumbnailSide, 3}, .5F);
  places.narrow(1, 0, columns).select(-1, 1) = .9F;
  places.narrow(1, 0, columns).select(-1, 2) = .1F;
  return {places.view({-1, 3}), torch::full(3, .5F)};
}

/// [h,w,K]: what a layout says of each pixel by itself, as probabilities.
torch::Tensor laid(const Layout& layout, const cv::Rect& box, int h, int w) {
  const Lead lead = whatItSays(layout, box, torch::full({h, w}, -1.F), cv::Mat::zeros(2 * h, 2 * w, CV_32S));
  const torch::Tensor which = torch::tensor(lead.which).to(torch::kLong);
  return ((lead.says / 4).exp() - .003F).index_select(0, which).view({h, w, -1});
}

}  // namespace

class TestLayout : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aDrawingIsStretchedOverTheSketch() {
    const Overlay overlay(flag({20, 30, 200, 180}));
    const Overlay::Laid same = overlay.lay(Overlay::stretch(flagPicture({20, 30, 200, 180}))), small = overlay.lay(Overlay::stretch(flagPicture({100, 60, 100, 120})));
    QVERIFY2(same.fit > .7 && small.fit > .5, qPrintable(QString("%1 %2").arg(same.fit).arg(small.fit)));
    for (const Overlay::Laid& laid : {same, small}) {
      QCOMPARE(laid.picture.size(), cv::Size(kThumbnailSide, kThumbnailSide));
      const cv::Vec3b above = laid.picture.at<cv::Vec3b>(6, 15), below = laid.picture.at<cv::Vec3b>(16, 15);
      QVERIFY(above[2] > 200 && above[0] < 60 && below[0] > 200 && below[2] < 60);
    }
    QVERIFY(overlay.lay(Overlay::stretch(cv::Mat(kThumbnailSide, kThumbnailSide, CV_8UC3, cv::Scalar::all(255)))).picture.empty());
    QVERIFY(overlay.lay(Overlay::stretch({})).picture.empty());
  }

  void aMirroredDrawingIsMirroredBack() {
    const cv::Rect box(20, 30, 200, 180);
    const cv::Mat picture = flagPicture(box);
    const Overlay overlay(flag(box));
    const Overlay::Laid straight = overlay.lay(Overlay::stretch(picture)), turned = overlay.lay(Overlay::stretch(mirrored(picture)));
    QVERIFY(std::abs(straight.fit - turned.fit) < .1);
    QVERIFY(cv::norm(straight.picture, turned.picture, cv::NORM_L1) < .5 * cv::norm(straight.picture, mirrored(straight.picture), cv::NORM_L1));
  }

  void coloursAreLikelyWhereDrawingsHaveThem() {
    const cv::Rect box(20, 30, 200, 180);
    const Neighbour drawing{{{kRed, .5}, {kBlue, .5}}, Overlay(flag(box)).lay(Overlay::stretch(flagPicture(box))).picture, 1};
    const std::vector<cv::Vec3b> colours{kWhite, kBlue, kRed};
    const torch::Tensor layout = laid(layoutOf({drawing}, colours), {10, 15, 100, 90}, 128, 128);
    QCOMPARE(layout.sizes(), at::IntArrayRef({128, 128, 3}));
    QVERIFY(torch::allclose(layout.sum(-1), torch::ones({128, 128}), 1e-4, 1e-4) && layout.select(-1, 0).abs().max().item<float>() < 1e-6f);
    const auto red = [&](int x, int y) { return layout[y][x][2].item<float>(); };
    QVERIFY2(red(40, 25) > .8f && red(40, 48) < .2f, qPrintable(QString("%1 %2").arg(red(40, 25)).arg(red(40, 48))));
    QVERIFY(std::abs(red(2, 2) - .5f) < .1f);  // outside the drawing: as much as of either
    QVERIFY(!layoutOf({}, colours).places.defined());
    QVERIFY(!layoutOf({{{}, {}, 1}}, colours).places.defined());
  }

  void aRareHueSaysMore() {
    const cv::Vec3b yellow(0, 220, 250), otherYellow(40, 200, 240), grey(128, 128, 128), green(0, 160, 0);
    const Palette common{{yellow, .9}, {kBlue, .1}}, rest{{grey, .9}, {kRed, .1}};
    const Rarity rarity({&common, &common, &common, &rest});
    QVERIFY(rarity.weight(yellow, 1) < rarity.weight(grey, 1) && rarity.weight(grey, 1) < rarity.weight(kBlue, 1) && rarity.weight(kBlue, 1) < rarity.weight(kRed, 1));
    QVERIFY(std::abs(rarity.weight(yellow, 1) * 2.7 - rarity.weight(grey, 1) * .9) < 1e-9);  // as 2.7 to .9 of the shares
    QCOMPARE(rarity.weight(otherYellow, 1), rarity.weight(yellow, 1));                        // by hue, not by shade
    QCOMPARE(rarity.weight(yellow, 0), 1.);
    QVERIFY(std::abs(rarity.weight(green, 1) - 10) < 1e-9);  // nobody has it, but it is not boundless
    QCOMPARE(Rarity().weight(yellow, 1), 1.);
  }

  void weightsDecideBetweenColoursInOnePlace() {
    const cv::Mat red(kThumbnailSide, kThumbnailSide, CV_8UC3, kRedPaint), blue(kThumbnailSide, kThumbnailSide, CV_8UC3, kBluePaint);
    const std::vector<Neighbour> near{{{{kRed, 1}}, red, 1}, {{{kBlue, 1}}, blue, 2}};
    const std::vector<cv::Vec3b> colours{kWhite, kBlue, kRed};
    const auto redIn = [&](const std::vector<float>& weights) { return layoutOf(near, colours, weights).places[kThumbnailSide * kThumbnailSide / 2][2].item<float>(); };
    QVERIFY(std::abs(redIn({}) - 1 / 3.f) < .01f && std::abs(redIn({1, 1, 1}) - 1 / 3.f) < .01f);
    QVERIFY(std::abs(redIn({1, 1, 2}) - .5f) < .01f);
  }

  void aLayoutIsStretchedAsPicturesAre() {
    const int64_t side = kThumbnailSide;
    const Layout layout{torch::rand({side * side, 7}), torch::rand(7)};
    const torch::Tensor stretched = laid(layout, {3, 5, 70, 20}, 40, 80);
    const torch::Tensor maps = layout.places.view({1, side, side, 7}).permute({0, 3, 1, 2}), expected = torch::upsample_bilinear2d(maps, {20, 70}, false)[0].permute({1, 2, 0});
    QVERIFY(torch::allclose(stretched.narrow(0, 5, 20).narrow(1, 3, 70), expected, 1e-4, 1e-5));
    QVERIFY(torch::allclose(stretched[4][3], layout.shares, 1e-4, 1e-5) && torch::allclose(stretched[25][3], layout.shares, 1e-4, 1e-5) && torch::allclose(stretched[5][73], layout.shares, 1e-4, 1e-5));
  }

  void aRegionHasOneOpinion() {
    cv::Mat sketch(16, 16, CV_8U, cv::Scalar(255));
    sketch.col(8).setTo(0);
    const cv::Mat labels = gapClosedRegions(sketch, kClosedGap);
    torch::Tensor logits = torch::zeros({1, 3, 8, 8});
    const Layout layout = firstIn(kThumbnailSide / 4);
    const auto first = [&](int x) {
      const Lead lead = whatItSays(layout, {0, 0, 8, 8}, opinionsOf(logits).select(-1, 0), labels);
      return std::exp(lead.says[lead.which[static_cast<size_t>(8 * 3 + x)]][1].item<float>() / 4);
    };
    QVERIFY2(std::abs(first(0) - .703f) < 1e-3f && first(3) == first(0), qPrintable(QString::number(first(0))));  // two of its four columns say .9
    QVERIFY(std::abs(first(6) - .503f) < 1e-3f);
    logits[0][0].narrow(1, 2, 2) = 20;  // paper there: its word counts for nothing
    QVERIFY(std::abs(first(3) - .903f) < 2e-3f);
    logits[0][0].fill_(40);             // paper all over
    QVERIFY(std::abs(first(3) - .703f) < 2e-3f);
  }

  void aLayoutDecidesBetweenColoursAndLeavesPaper() {
    torch::Tensor logits = torch::zeros({1, 3, 4, 4});
    logits[0][0][0] = 3;
    const torch::Tensor opinions = opinionsOf(logits), before = opinions.exp();
    Lead lead = whatItSays(firstIn(kThumbnailSide / 2), {0, 0, 4, 4}, opinions.select(-1, 0), cv::Mat::zeros(8, 8, CV_32S));
    const torch::Tensor after = swayed(opinions, lead).exp();
    const auto share = [&](int64_t colour, int64_t from) { return after.select(-1, colour).narrow(1, from, 2); };
    QVERIFY(torch::allclose(after.sum(-1), torch::ones({4, 4}), 1e-4, 1e-5));
    QVERIFY(torch::allclose(before.select(-1, 0), after.select(-1, 0), 1e-4, 1e-5));
    QVERIFY((share(1, 0) > 10 * share(2, 0)).all().item<bool>());
    QVERIFY(torch::allclose(share(1, 2), share(2, 2)));
    lead.trust = 0;
    QVERIFY(torch::allclose(swayed(opinions, lead).exp(), before, 1e-4, 1e-5));
  }
};

QTEST_GUILESS_MAIN(TestLayout)
#include "test_layout.moc"
