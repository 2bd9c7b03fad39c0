// SPDX-License-Identifier: GPL-3.0-or-later
// The palette of a set: known colours in known shares must come back as such.
#include <torch/torch.h>

#include <QTest>
#include <opencv2/imgproc.hpp>

#include "core/data/common_colours.h"
#include "tests/toy_pairs.h"

using namespace chaesaek;

namespace {

constexpr int kSide = 100;
struct Part {
  cv::Vec3b bgr;
  int rows;  // of kSide: its share in per cent
};
const std::vector<Part> kParts = {{{40, 30, 220}, 30}, {{200, 120, 20}, 10}, {{30, 200, 60}, 4}};

/// White paper with stripes of kParts, each pixel up to `noise` away from its colour.
class Stripes : public ToyPairs {
 public:
  explicit Stripes(int noise, bool blank = false) : ToyPairs(8, kSide), noise_(noise), blank_(blank) {}
  Pair load(int index, int) const override {
    Pair pair{cv::Mat(kSide, kSide, CV_8U, cv::Scalar(255)), {}, cv::Mat(kSide, kSide, CV_8UC3, cv::Scalar::all(255))};
    Random random(3, 0, static_cast<uint64_t>(index));
    int row = 0;
    for (const auto& [bgr, rows] : kParts)
      for (const int end = row + (blank_ ? 0 : rows); row < end; ++row)
        for (int x = 0; x < kSide; ++x)
          for (int c = 0; c < 3; ++c) pair.fill.at<cv::Vec3b>(row, x)[c] = static_cast<uint8_t>(bgr[c] + random.integer(-noise_, noise_));
    return pair;
  }

 private:
  int noise_;
  bool blank_;
};

cv::Vec3i bgrOf(const torch::Tensor& colour) {
  const auto channel = [&](int c) { return static_cast<int>(std::lround((colour[c].item<float>() + 1) * 127.5)); };
  return {channel(2), channel(1), channel(0)};
}

int placeOf(const ColourStatistics& found, const cv::Vec3b& bgr, int within) {
  for (int k = 0; k < found.colours.size(0); ++k)
    if (cv::norm(bgrOf(found.colours[k]), cv::Vec3i(bgr), cv::NORM_INF) <= within) return k;
  return -1;
}

const std::vector<int> kDrawings = {0, 1, 2, 3, 4, 5, 6, 7};

}  // namespace

class TestCommonColours : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void flatColoursAreMetExactly() {
    const ColourStatistics found = commonColours(Stripes(0), kDrawings, 4, 1);
    QCOMPARE(found.colours.size(0), int64_t{4});
    QCOMPARE(bgrOf(found.colours[0]), cv::Vec3i(255, 255, 255));  // paper first
    for (const Part& part : kParts) QVERIFY(placeOf(found, part.bgr, 0) > 0);
  }

  void softColoursAreMetNearly() {
    for (const uint64_t seed : {1, 2, 3}) {
      const ColourStatistics found = commonColours(Stripes(3), kDrawings, 4, seed);
      for (const Part& part : kParts) QVERIFY(placeOf(found, part.bgr, 4) > 0);
    }
  }

  // (share + .001)^-1/2, scaled so that its mean over the pixels is 1.
  void rarityFollowsTheShares() {
    const ColourStatistics found = commonColours(Stripes(0), kDrawings, 4, 1);
    std::vector<double> shares = {.56}, places = {0};
    for (const Part& part : kParts) shares.push_back(part.rows / 100.), places.push_back(placeOf(found, part.bgr, 0));
    double mean = 0;
    for (const double share : shares) mean += share / std::sqrt(share + .001);
    for (size_t i = 0; i < shares.size(); ++i) {
      const double wanted = 1 / (std::sqrt(shares[i] + .001) * mean), is = found.rarity[static_cast<int64_t>(places[i])].item<float>();
      QVERIFY2(std::abs(is / wanted - 1) < .12, qPrintable(QStringLiteral("%1 instead of %2").arg(is).arg(wanted)));  // 1,600 pixels are drawn
    }
  }

  void theSeedDecides() {
    const ColourStatistics one = commonColours(Stripes(3), kDrawings, 4, 5), same = commonColours(Stripes(3), kDrawings, 4, 5);
    QVERIFY(torch::equal(one.colours, same.colours) && torch::equal(one.rarity, same.rarity));
  }

  void blankPaperHasOneColour() {
    const ColourStatistics found = commonColours(Stripes(0, true), kDrawings, 4, 1);
    QVERIFY(torch::equal(found.colours, torch::ones({4, 3})));
    QVERIFY(std::abs(found.rarity[0].item<float>() - 1) < 1e-5);
  }
};

QTEST_GUILESS_MAIN(TestCommonColours)
#include "test_common_colours.moc"
