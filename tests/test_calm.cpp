// SPDX-License-Identifier: GPL-3.0-or-later
// Colours while a drawing grows: what stays, what a hurry leaves out, what a pause brings.
#include "core/inference/calm.h"

#include <QtTest>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/inference/colourer.h"
#include "core/inference/recording.h"

using namespace chaesaek;

namespace {
const cv::Vec3b kRed(0, 0, 255), kGreen(0, 160, 0), kBlue(255, 0, 0);
}

class TestCalm : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsExpectedStaysUntilClearlyOtherwise() {
    const auto looks = [](const cv::Vec3b& colour, double main, double former) {
      Lookalikes::Found found;
      found.expected = {{colour, 1}};
      found.sureness = 1;
      found.main = main;
      found.former = former;
      found.near = {{{{kRed, 1}}, {}, former}, {{{colour, 1}}, {}, main}};
      return found;
    };
    SettledPalette settled;
    const auto told = [&](Lookalikes::Found found, Pen pen = Pen::Rests) {
      const bool another = settled.settle(found, pen);
      return std::tuple(another, found.expected[0].colour, found.near.size());
    };
    const std::tuple kept(false, kRed, size_t(1));  // what still says red alone has a say
    QVERIFY((told(looks(kBlue, 1, 0), Pen::Draws) == std::tuple(false, kBlue, size_t(2))));  // half of a stroke settles nothing
    QVERIFY((told(looks(kRed, .2, 0)) == std::tuple(true, kRed, size_t(2))));                // the first, however unsure
    QVERIFY(!settled.doubted());
    for (int i = 0; i < 9; ++i) QVERIFY(told(looks(kGreen, .9, 0), Pen::Draws) == kept);
    for (int i = 0; i < 9; ++i) QVERIFY(told(looks(kGreen, .5, .45)) == kept);  // of two minds, forgiven
    for (int i = 0; i < 9; ++i) QVERIFY(told(looks(kGreen, .45, .1), Pen::Pauses) == kept);  // a pause looks at what was looked at already
    QVERIFY(!settled.doubted());
    QVERIFY(told(looks(kGreen, .9, .1)) == kept && told(looks(kGreen, .9, .1)) == kept && settled.doubted());
    QVERIFY((told(looks(kRed, .9, .9)) == std::tuple(false, kRed, size_t(2))) && !settled.doubted());  // red again
    QVERIFY(told(looks(kGreen, .9, .1)) == kept && told(looks(kGreen, .9, .1)) == kept);
    QVERIFY((told(looks(kGreen, .9, .1)) == std::tuple(true, kGreen, size_t(2))));  // the third
    QVERIFY((told(looks(kBlue, .4, .1), Pen::Pauses) == std::tuple(false, kGreen, size_t(0))));  // not sure
    QVERIFY((told(looks(kBlue, .6, .1), Pen::Pauses) == std::tuple(true, kBlue, size_t(2))));
    QCOMPARE(settled.palette().size(), size_t(1));
  }

  // A flower that begins as an egg; and a network that recognises nothing.
  void aPauseEndsTheDoubts() {
    const Recording flower = readRecording(shippedFolder("resources") / "samples/recordings/flower.jsonl");
    for (const Recognise recognise : {Recognise::ByAll, Recognise::Nothing}) {
      const auto colourer = openColourer("colouring", "cpu", recognise, "fp32");
      colourer->followDrawing();
      ReplayCanvas canvas(flower.size);
      const auto colour = [&] { return colourPicture(*colourer, canvas.sketch(), {}).colours; };
      cv::Mat calm;
      for (const RecordedStroke& stroke : flower.strokes) canvas.draw(stroke), calm = colour();
      QVERIFY(colourer->doubts());
      colourer->reconsider();
      const cv::Mat paused = colour();
      QVERIFY(!colourer->doubts() && !colourer->hurried());
      QVERIFY(cv::norm(paused, calm, cv::NORM_INF) > 20);
      QCOMPARE(cv::norm(colour(), paused, cv::NORM_INF), 0.);
    }
  }

  void aHurryLeavesNoTrace() {
    const auto open = [] {
      auto colourer = openColourer("colouring", "cpu", Recognise::ByAll, "fp32");
      colourer->followDrawing();
      return colourer;
    };
    std::vector<cv::Mat> growing{cv::Mat(256, 256, CV_8U, cv::Scalar(255))};
    cv::rectangle(growing[0], {64, 64}, {192, 192}, cv::Scalar(0), 2);
    for (const int radius : {20, 35, 50}) cv::circle(growing.emplace_back(growing.back().clone()), {128, 128}, radius, cv::Scalar(0), 4);
    const auto patient = open(), hasty = open();
    for (size_t i = 0; i < growing.size(); ++i) {
      hasty->hurry(true);
      hasty->colour(growing[i], {});
      QVERIFY(hasty->hurried());
      if (i == 1) continue;               // coloured in a hurry alone
      const std::vector<Lookalike> last = hasty->lookalikes();
      hasty->hurry(false);
      const cv::Mat colours = hasty->colour(growing[i], {}), expected = patient->colour(growing[i], {});
      QVERIFY(!hasty->hurried());
      QCOMPARE(cv::norm(colours, expected, cv::NORM_INF), 0.);
      QCOMPARE(hasty->lookalikes().front().likeness, patient->lookalikes().front().likeness);
      if (i > 0) QVERIFY(last.front().likeness != hasty->lookalikes().front().likeness);
    }
  }
};

QTEST_GUILESS_MAIN(TestCalm)
#include "test_calm.moc"
