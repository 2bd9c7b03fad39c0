// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <opencv2/imgproc.hpp>

#include "core/base/json.h"
#include "core/inference/recording.h"
#include "tests/document_helpers.h"
#include "ui/document/recorder.h"
#include "ui/document/undo.h"

using namespace chaesaek;

namespace {

// The paper must always be what the ink says, whichever rectangles were refreshed.
bool paperFollowsInk(const Document& document) {
  cv::Mat grey;
  cv::cvtColor(toMat(document.paper()), grey, cv::COLOR_BGRA2GRAY);
  return same(grey, document.sketchSnapshot());
}

}  // namespace

class TestDocument : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString path(const char* name) const { return folder_.filePath(name); }

 private Q_SLOTS:
  void undoRestoresInkBitForBit() {
    Document document({300, 200});
    std::vector<cv::Mat> states{document.ink().clone()};
    for (int i = 0; i < 6; ++i) {
      drawLine(document, {10.0 + 40 * (i % 4), 5}, {290, 190.0 - 30 * (i % 4)}, i == 4, 3.f + static_cast<float>(i));
      states.push_back(document.ink().clone());
      QVERIFY(paperFollowsInk(document));
      QVERIFY(!same(states[states.size() - 2], states.back()));
    }
    for (int i = 5; i >= 0; --i) {
      document.undo();
      QVERIFY(same(document.ink(), states[static_cast<size_t>(i)]));
      QVERIFY(paperFollowsInk(document));
    }
    QVERIFY(!document.canUndo());
    for (size_t i = 1; i <= 6; ++i) {
      document.redo();
      QVERIFY(same(document.ink(), states[i]));
    }
    QVERIFY(!document.canRedo() && paperFollowsInk(document));
  }

  void aStrokeIsDrawnWhileItHappens() {
    Document document({100, 100});
    QSignalSpy changes(&document, &Document::changed);
    document.beginStroke(false);
    document.extendStroke({20, 20, 6});
    QVERIFY(document.ink().at<uchar>(20, 20) == 255);
    const quint64 revision = document.revision();
    document.extendStroke({60, 20, 6});
    QVERIFY(document.revision() > revision);
    QCOMPARE(changes.back().at(1).toBool(), true);
    QVERIFY(changes.back().at(0).toRect().contains(40, 20));
    QVERIFY(!changes.back().at(0).toRect().contains(40, 60));
    document.endStroke();
    QCOMPARE(changes.back().at(1).toBool(), false);
    const quint64 done = document.revision();
    document.undo();
    QVERIFY(document.isEmpty() && document.revision() > done);
  }

  void aCancelledStrokeLeavesNothing() {
    Document document({100, 100});
    drawLine(document, {10, 10}, {90, 10});
    const cv::Mat before = document.ink().clone();
    document.beginStroke(true);
    document.extendStroke({50, 10, 30});
    QVERIFY(!same(document.ink(), before));
    document.cancelStroke();
    QVERIFY(same(document.ink(), before) && paperFollowsInk(document) && !document.canRedo());
    document.undo();
    QVERIFY(document.isEmpty());
  }

  void theBudgetForgetsTheOldest() {
    UndoStack stack(20'000);
    cv::Mat ink = cv::Mat::zeros(256, 256, CV_8U), noise(256, 256, CV_8U);
    for (int i = 0; i < 8; ++i) {
      const cv::Mat before = ink.clone();
      cv::randu(noise, 0, 255);
      noise(cv::Rect(0, 0, 64, 64)).copyTo(ink(cv::Rect(0, 0, 64, 64)));
      stack.push({InkDelta::between(before, ink), {}, 0});
      QVERIFY(stack.bytes() <= 20'000);
    }
    int steps = 0;
    for (; stack.canUndo(); ++steps) stack.undo();
    QVERIFY(steps > 1 && steps < 8);
  }

  void aLongStrokeOnALargeCanvasIsCheap() {
    cv::Mat before = cv::Mat::zeros(4096, 4096, CV_8U), after = before.clone();
    cv::line(after, {0, 0}, {4095, 4095}, 255, 8);
    const InkDelta delta = InkDelta::between(before, after);
    QVERIFY2(delta.bytes() < 250'000, qPrintable(QString::number(delta.bytes())));
    delta.apply(before, true);
    QVERIFY(same(before, after));
  }

  void anyPixelsSurviveADelta() {
    for (const cv::Size size : {cv::Size(64, 64), cv::Size(65, 63), cv::Size(1, 200), cv::Size(300, 7)}) {
      cv::Mat before(size, CV_8U), after(size, CV_8U), smooth(size, CV_8U, cv::Scalar(9));
      cv::randu(before, 0, 256);
      cv::randu(after, 0, 256);
      smooth.row(size.height - 1).setTo(200);
      for (const cv::Mat& target : {after, smooth, before}) {
        cv::Mat ink = before.clone();
        const InkDelta delta = InkDelta::between(before, target);
        delta.apply(ink, true);
        QVERIFY(same(ink, target));
        delta.apply(ink, false);
        QVERIFY(same(ink, before));
      }
    }
  }

  void modifiedIsRelativeToTheSave() {
    Document document({100, 100});
    QSignalSpy signal(&document, &Document::modifiedChanged);
    QVERIFY(!document.isModified());
    drawLine(document, {10, 10}, {90, 90});
    QVERIFY(document.isModified());
    const DocumentSnapshot saved = snapshotOf(document);
    drawLine(document, {90, 10}, {10, 90});
    document.markSaved(saved, "drawing.ora");  // the job ended while the person drew on
    QVERIFY(document.isModified());
    QCOMPARE(document.fileName(), QString("drawing.ora"));
    document.undo();
    QVERIFY(!document.isModified());
    document.undo();
    QVERIFY(document.isModified());
    document.redo();
    QVERIFY(!document.isModified());
    document.undo();
    drawLine(document, {50, 10}, {50, 90});
    document.undo();
    QVERIFY(document.isModified());  // the saved state lies on a branch that is gone
    document.setModified(false);
    QVERIFY(!document.isModified() && signal.size() >= 4);
    document.reset({100, 100});
    drawLine(document, {10, 10}, {90, 90});
    document.markSaved(saved, "drawing.ora");  // the job ended when another drawing had begun
    QVERIFY(document.isModified() && document.fileName().isEmpty());
  }

  void hintsAreObjects() {
    Document document({100, 100});
    document.addHint(dot(Qt::red, {20, 20}));
    document.addHint(dot(Qt::white, {22, 20}));
    document.addHint({Qt::blue, 3, {{50, 50}, {80, 50}}});
    QCOMPARE(document.hintAt({21, 20}), 1);
    QCOMPARE(document.hintAt({65, 52}), 2);
    QCOMPARE(document.hintAt({65, 56}), -1);
    QCOMPARE(document.hintAt({65, 56}, 4), 2);
    document.removeHint(1);
    QCOMPARE(document.hintAt({21, 20}), 0);
    const auto before = document.hints();
    document.setHints({dot(Qt::green, {5, 5})});
    document.undo();
    QVERIFY(document.hints() == before);
    document.undo();
    QCOMPARE(document.hints().size(), 3u);
    QCOMPARE(document.hints()[1].colour, QColor(Qt::white));
    for (int i = 0; i < 3; ++i) document.undo();
    QVERIFY(document.hints().empty() && document.hintsSnapshot().empty());
  }

  void hintMarksMixNoColours() {
    Document document({100, 100});
    document.addHint(dot(QColor(200, 10, 30), {40.3, 40.7}, 6.5f));
    document.addHint({QColor(0, 120, 250), 2, {{10, 80}, {90, 70}}});
    document.addHint(dot(Qt::green, {95, 5}, 0.2f));
    const cv::Mat marks = document.hintsSnapshot();
    int red = 0, blue = 0, green = 0;
    for (int y = 0; y < 100; ++y) {
      for (int x = 0; x < 100; ++x) {
        const auto p = marks.at<cv::Vec4b>(y, x);
        if (p[3] == 0) continue;
        QCOMPARE(p[3], uchar(255));
        red += p == cv::Vec4b(30, 10, 200, 255);
        blue += p == cv::Vec4b(250, 120, 0, 255);
        green += p == cv::Vec4b(0, 255, 0, 255);
      }
    }
    cv::Mat alpha;
    cv::extractChannel(marks, alpha, 3);
    QCOMPARE(red + blue + green, cv::countNonZero(alpha));
    QVERIFY(std::abs(red - 133) < 12 && blue > 300 && green >= 1);  // pi r^2 = 133
  }

  void clearAndReplaceAreUndoable() {
    Document document({120, 80});
    drawLine(document, {10, 10}, {110, 70});
    document.addHint(dot(Qt::red, {60, 20}));
    const cv::Mat ink = document.ink().clone();
    document.clear();
    QVERIFY(document.isEmpty());
    document.undo();
    QVERIFY(same(document.ink(), ink) && document.hints().size() == 1);

    cv::Mat other(200, 150, CV_8U, cv::Scalar(255));
    cv::circle(other, {75, 100}, 50, 0, 3);
    QSignalSpy sizes(&document, &Document::sizeChanged);
    document.replaceSketch(other, {dot(Qt::blue, {75, 100})});
    QCOMPARE(document.size(), QSize(150, 200));
    QVERIFY(same(document.sketchSnapshot(), other) && paperFollowsInk(document));
    document.undo();
    QCOMPARE(document.size(), QSize(120, 80));
    QVERIFY(same(document.ink(), ink) && paperFollowsInk(document));
    QCOMPARE(document.hints()[0].colour, QColor(Qt::red));
    document.redo();
    QVERIFY(same(document.sketchSnapshot(), other));
    QCOMPARE(document.hints()[0].colour, QColor(Qt::blue));
    QCOMPARE(sizes.size(), 3);
  }

  void aPaletteIsAStepLikeOthers() {
    Document document({40, 30});
    QSignalSpy changes(&document, &Document::paletteChanged), redrawn(&document, &Document::changed);
    const Palette red{{cv::Vec3b(0, 0, 255), 1}};
    const quint64 before = document.revision();
    document.setPalette(red);
    document.setPalette(red);  // no step
    QVERIFY(document.palette() == red && document.isModified() && document.revision() == before + 1);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(redrawn.count(), 1);  // the colours are asked for anew
    document.undo();
    QVERIFY(document.palette().empty() && !document.isModified() && !document.canUndo());
    document.redo();
    QVERIFY(document.palette() == red);
    document.reset({40, 30});
    QVERIFY(document.palette().empty());
  }

  void coloursOfAnotherSizeAreIgnored() {
    Document document({64, 64});
    const auto filled = [](QSize size, QColor colour) {
      QImage image(size, QImage::Format_RGB32);
      image.fill(colour);
      return image;
    };
    document.setColoured(filled({32, 32}, Qt::red), filled({32, 32}, Qt::red), 1, "m", "h");
    QVERIFY(document.colours().isNull());
    document.setColoured(filled({64, 64}, Qt::red), filled({64, 64}, Qt::red), document.revision(), "m", "h");
    QCOMPARE(document.colours().pixelColor(3, 3), QColor(Qt::red));
    document.keepVersion();
    document.setColoured(filled({64, 64}, Qt::blue), filled({64, 64}, Qt::blue), document.revision(), "n", "i");
    document.keepVersion();
    QCOMPARE(document.versions().size(), 2u);
    document.setModified(false);
    document.showVersion(0);
    QVERIFY(document.isModified());  // a file would have other colours
    QCOMPARE(document.versions()[0].thumbnail.pixelColor(3, 3), QColor(Qt::red));
    QCOMPARE(document.colouredPicture().pixelColor(3, 3), QColor(Qt::red));
    QCOMPARE(document.modelName(), QString("m"));
    document.removeVersion(0);
    QCOMPARE(document.versions()[0].model, QString("n"));
    for (int i = 0; i < 20; ++i) document.keepVersion();
    QCOMPARE(document.versions().size(), 12u);
  }

  void recordingsForgetWhatWasUndone() {
    Document document({64, 48});
    const auto linesOf = [&] {
      QList<QByteArray> lines = bytesOf(path("drawing.jsonl")).trimmed().split('\n');
      return lines;
    };
    {
      Recorder recorder(&document, path("drawing.jsonl"));
      drawLine(document, {5, 5}, {60, 5});
      drawLine(document, {5, 20}, {60, 20}, true);  // erases nothing: no step
      document.addHint(dot(QColor(255, 0, 16), {30, 30}, 2.5f));
      QCOMPARE(linesOf().size(), 3);
      drawLine(document, {5, 40}, {60, 40});
      document.undo();
      drawLine(document, {5, 5}, {20, 5}, true);
      document.addHint(dot(Qt::blue, {10, 10}));
      document.removeHint(0);
    }
    const Recording recording = readRecording(path("drawing.jsonl").toStdString());
    QCOMPARE(recording.strokes.size(), 3u);
    ReplayCanvas replayed(recording.size);
    for (const RecordedStroke& stroke : recording.strokes) replayed.draw(stroke);
    QVERIFY(same(replayed.sketch(), document.sketchSnapshot()));
    const auto lines = linesOf();
    QCOMPARE(lines.size(), 4);
    const Json header = Json::parse(lines[0].toStdString()), stroke = Json::parse(lines[1].toStdString());
    QCOMPARE(header.dump(), std::string(R"({"format":1,"width":64,"height":48})"));
    QCOMPARE(stroke.at("tool").get<std::string>(), std::string("pen"));
    QCOMPARE(stroke.at("points").size(), size_t(11));
    QCOMPARE(stroke.at("points").at(0).dump(), std::string("[5.0,5.0,6.0]"));
    QCOMPARE(Json::parse(lines[2].toStdString()).at("tool").get<std::string>(), std::string("eraser"));
    QCOMPARE(lines[3], QByteArray(R"({"hint":{"colour":"#0000ff","radius":5.0,"points":[[10.0,10.0]]}})"));
  }

  void aClearedDrawingIsRecordedAnew() {
    std::optional<Document> kept;
    {
      Document& document = kept.emplace(QSize(64, 48));
      Recorder recorder(&document, path("cleared.jsonl"));
      drawLine(document, {5, 5}, {60, 5});
      document.addHint(dot(Qt::red, {30, 30}));
      document.clear();
      drawLine(document, {5, 9}, {60, 9});
      document.undo();
      document.undo();
      document.redo();
      document.redo();
      kept.reset();  // as a window does when it closes
    }
    const auto lines = bytesOf(path("cleared.jsonl")).trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[1].contains("[5.0,9.0,6.0]"));
  }

  void conversionsKeepPixels() {
    cv::Mat bgr(13, 17, CV_8UC3), grey(13, 17, CV_8U), back;
    cv::randu(bgr, 0, 255);
    cv::randu(grey, 0, 255);
    cv::cvtColor(toMat(toImage(bgr)), back, cv::COLOR_BGRA2BGR);
    QVERIFY(same(back, bgr));
    QCOMPARE(toImage(bgr).pixelColor(3, 4), QColor(bgr.at<cv::Vec3b>(4, 3)[2], bgr.at<cv::Vec3b>(4, 3)[1], bgr.at<cv::Vec3b>(4, 3)[0]));
    cv::cvtColor(toMat(toImage(grey)), back, cv::COLOR_BGRA2GRAY);
    QVERIFY(same(back, grey));
    cv::Mat bgra(4, 4, CV_8UC4, cv::Scalar(10, 200, 30, 0));
    QCOMPARE(toImage(bgra).pixel(1, 1), QRgb(0));
    QVERIFY(toImage({}).isNull() && toMat({}).empty());
  }
};

QTEST_GUILESS_MAIN(TestDocument)
#include "test_document.moc"
