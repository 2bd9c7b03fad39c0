// SPDX-License-Identifier: GPL-3.0-or-later
// The measures against tests/reference/measures_reference.py, and how a set is gone through.
#include <QtTest>
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/evaluation/evaluate.h"
#include "core/evaluation/measures.h"
#include "core/evaluation/replay.h"
#include "tests/golden_drawings.h"

using namespace chaesaek;

namespace {

/// Red; hints turn what lies under ink blue.
class InkPainter : public Colourer {
 public:
  InkPainter() { info_.takesHints = true; }
  const ModelInfo& info() const override { return info_; }
  std::string device() const override { return "CPU: a test"; }
  cv::Mat colour(const cv::Mat& sketch, const cv::Mat& hints) override {
    cv::Mat out(sketch.size(), CV_8UC3, cv::Scalar(0, 0, 220));
    if (!hints.empty()) out.setTo(cv::Scalar(220, 0, 0), sketch <= 200);
    return out;
  }

 private:
  ModelInfo info_;
};

}  // namespace

class TestMeasures : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void regionsAreTheReferences() {
    const Json areas = goldenNumbers("measures.json").at("areas");
    for (int i = 0; i < kGoldenDrawings; ++i) {
      const auto regions = targetRegions(golden(i, "target"), golden(i, "sketch"));
      QCOMPARE(regions.size(), areas[i].size());
      for (size_t r = 0; r < regions.size(); ++r) {
        QCOMPARE(cv::countNonZero(regions[r].mask), areas[i][r].get<int>());
        cv::Mat disc = cv::Mat::zeros(256, 256, CV_8U);
        cv::circle(disc, regions[r].innermost, 3, 1, cv::FILLED);
        QCOMPARE(cv::countNonZero(disc & (regions[r].mask == 0)), 0);
      }
    }
  }

  void setIsTheReferences() {
    const Json wanted = goldenNumbers("measures.json").at("measures");
    GoldenColourer colourer(true);
    const Json got = evaluateColourer(colourer, GoldenSet(), {}, {}).toJson();
    QCOMPARE(colourer.calls, 4 * kGoldenDrawings);
    QCOMPARE(got.size(), wanted.size() + 1);  // leak_visible_delta_e is the program's own
    for (const auto& [key, value] : wanted.items()) {
      const double difference = std::abs(got.at(key).get<double>() - value.get<double>());  // OpenCV's Lab is interpolated
      QVERIFY2(difference <= 1e-2 * std::abs(value.get<double>()), (key + ": " + got.at(key).dump() + " instead of " + value.dump()).c_str());
    }
  }

  void whatLiesUnderInkIsNoVisibleLeak() {
    InkPainter colourer;
    const ColourMeasures got = evaluateColourer(colourer, GoldenSet(), {}, {});
    QVERIFY(*got.leakDeltaE > 20);
    QCOMPARE(*got.leakVisibleDeltaE, 0.);
  }

  void flickerIsTheReferences() {
    const Json numbers = goldenNumbers("measures.json");
    const Json stroke = numbers.at("stroke");
    cv::Mat mask = cv::Mat::zeros(256, 256, CV_8U);
    mask(cv::Rect(stroke[0], stroke[1], stroke[2], stroke[3])) = 255;
    for (int i = 0; i < kGoldenDrawings; ++i)
      QVERIFY(std::abs(flicker(golden(i, "plain"), golden(i, "one_hint"), mask) - numbers.at("flicker")[i].get<double>()) < 5e-3);
  }

  void hintMeasuresAreNullWithoutHints() {
    GoldenColourer colourer(false);
    const Json got = evaluateColourer(colourer, GoldenSet(), {}, {}).toJson();
    QCOMPARE(colourer.calls, kGoldenDrawings);
    for (const char* key : {"hint_obedience", "recoloured_obedience", "leak_delta_e"}) QVERIFY(got.at(key).is_null());
    QVERIFY(got.at("no_hint_agreement").is_number());
  }

  void flatFillObeysAndKnowsNothing() {
    const auto flat = makeFlatColourer();
    const ColourMeasures got = evaluateColourer(*flat, GoldenSet(), {}, {});
    QCOMPARE(*got.hintObedience, 1.0);
    QCOMPARE(*got.recolouredObedience, 1.0);
    QCOMPARE(*got.noHintHue, 0.0);
    QVERIFY(*got.chromaRatio < 1e-3);
    QVERIFY(*got.leakDeltaE < 1e-3);
  }

  void anotherSizeIsScaled() {
    const auto flat = makeFlatColourer(128);
    QVERIFY(*evaluateColourer(*flat, GoldenSet(), {}, {}).hintObedience > 0.9);
  }

  void limitAndEmptySplit() {
    GoldenColourer colourer(true);
    EvaluateOptions options;
    options.limit = 2;
    QCOMPARE(evaluateColourer(colourer, GoldenSet(), options, {}).drawings, 2);
    options.split = Split::Val;
    QVERIFY_THROWS_EXCEPTION(Error, evaluateColourer(colourer, GoldenSet(), options, {}));
  }

  void sheetHasFourColumns() {
    GoldenColourer colourer(true);
    const cv::Mat sheet = evaluationSheet(colourer, GoldenSet(), {}, 2, {});
    QCOMPARE(sheet.cols, 4 * (256 + 8) + 8);
    QVERIFY(sheet.rows >= 2 * 256);
  }

  void medianOfEvenCounts() {
    cv::Mat lab(1, 4, CV_32FC3);
    for (int x = 0; x < 4; ++x) lab.at<cv::Vec3f>(0, x) = {float(10 * x), float(-x), 0};
    const cv::Vec3f middle = medianColour(lab, cv::Mat::ones(1, 4, CV_8U));
    QCOMPARE(middle[0], 15.f);
    QCOMPARE(middle[1], -1.5f);
  }

  void replayCountsPenStrokes() {
    Recording recording;
    recording.size = {300, 200};
    recording.strokes = {{RecordedStroke::Tool::Pen, {{40, 40, 6}, {200, 40, 6}, {200, 150, 6}, {40, 150, 6}, {40, 40, 6}}, {}},
                         {RecordedStroke::Tool::Hint, {{100, 100, 12}}, {0, 0, 255}},
                         {RecordedStroke::Tool::Pen, {{260, 20, 4}, {280, 180, 4}}, {}},
                         {RecordedStroke::Tool::Eraser, {{40, 60, 30}, {40, 130, 30}}, {}}};
    const auto flat = makeFlatColourer();
    const ReplayMeasures got = replayDrawing(*flat, recording, {});
    QCOMPARE(got.strokes, 3);
    QCOMPARE(got.emptyCanvasMax, 0);
    // The first two strokes leave the colours alone; opening the box lets the colour run out over everything.
    QVERIFY2(got.flicker > 0.1 && got.flicker <= 1.0 / 3, QByteArray::number(got.flicker));
  }

  void recordingsComeBack() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("drawing.jsonl").toStdString();
    Recording recording;
    recording.size = {320, 240};
    recording.strokes = {{RecordedStroke::Tool::Pen, {{1.5f, 2, 3}, {4, 5, 6}}, {}},
                         {RecordedStroke::Tool::Hint, {{7, 8, 10}}, {1, 2, 3}},
                         {RecordedStroke::Tool::Eraser, {{9, 9, 9}}, {}}};
    writeRecording(path, recording);
    const Recording back = readRecording(path);
    QCOMPARE(back.size, recording.size);
    QCOMPARE(back.strokes.size(), size_t{3});
    for (size_t i = 0; i < 3; ++i) {
      QVERIFY(back.strokes[i].tool == recording.strokes[i].tool);
      QVERIFY(back.strokes[i].colour == recording.strokes[i].colour);
      QCOMPARE(back.strokes[i].points.size(), recording.strokes[i].points.size());
      QCOMPARE(back.strokes[i].points.back().x, recording.strokes[i].points.back().x);
      QCOMPARE(back.strokes[i].points.back().width, recording.strokes[i].points.back().width);
    }
  }

  void badRecordingsAreNamed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("hello");
    QTest::newRow("another format") << QByteArray(R"({"format":2,"width":10,"height":10})");
    QTest::newRow("huge") << QByteArray(R"({"format":1,"width":1000000,"height":1000000})");
    QTest::newRow("no points") << QByteArray("{\"format\":1,\"width\":10,\"height\":10}\n{\"tool\":\"pen\"}");
    QTest::newRow("unknown tool") << QByteArray("{\"format\":1,\"width\":10,\"height\":10}\n{\"tool\":\"axe\",\"points\":[]}");
    QTest::newRow("bad colour") << QByteArray("{\"format\":1,\"width\":10,\"height\":10}\n"
                                             "{\"hint\":{\"colour\":\"red\",\"radius\":3,\"points\":[[1,1]]}}");
    QTest::newRow("a number alone") << QByteArray("7");
  }
  void badRecordingsAreNamed() {
    QFETCH(QByteArray, text);
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("bad.jsonl").toStdString();
    writeFile(path, text.toStdString());
    try {
      readRecording(path);
      QFAIL("was accepted");
    } catch (const Error& error) {
      QVERIFY2(std::string(error.what()).find("bad.jsonl") != std::string::npos, error.what());
    }
  }
};

QTEST_GUILESS_MAIN(TestMeasures)
#include "test_measures.moc"
