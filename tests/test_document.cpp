// SPDX-License-Identifier: GPL-3.0-or-later
#include <QBuffer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/image/codec.h"
#include "ui/document/archive.h"
#include "ui/document/document.h"
#include "ui/document/export.h"
#include "ui/document/import.h"
#include "ui/document/recorder.h"
#include "ui/document/undo.h"

using namespace chaesaek;

namespace {

bool same(const cv::Mat& a, const cv::Mat& b) { return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0; }

void drawLine(Document& document, QPointF from, QPointF to, bool erase = false, float width = 6) {
  document.beginStroke(erase);
  for (int i = 0; i <= 10; ++i) {
    const QPointF at = from + (to - from) * (i / 10.0);
    document.extendStroke({static_cast<float>(at.x()), static_cast<float>(at.y()), width});
  }
  document.endStroke();
}

Hint dot(QColor colour, QPointF at, float radius = 5) { return {colour, radius, {at}}; }

// The paper must always be what the ink says, whichever rectangles were refreshed.
bool paperFollowsInk(const Document& document) {
  cv::Mat grey;
  cv::cvtColor(toMat(document.paper()), grey, cv::COLOR_BGRA2GRAY);
  return same(grey, document.sketchSnapshot());
}

template <class Call>
QString errorOf(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

// The files of an archive, read from its local headers alone (as a naive reader does): name -> stored uncompressed?
QList<std::pair<QString, bool>> localFiles(const QByteArray& zip) {
  QList<std::pair<QString, bool>> files;
  const auto u16 = [&](qsizetype at) { return qFromLittleEndian<quint16>(zip.constData() + at); };
  const auto u32 = [&](qsizetype at) { return qFromLittleEndian<quint32>(zip.constData() + at); };
  for (qsizetype at = 0; at + 30 < zip.size() && u32(at) == 0x04034b50; at += 30 + u16(at + 26) + u16(at + 28) + u32(at + 18)) {
    files.append({QString::fromUtf8(zip.mid(at + 30, u16(at + 26))), u16(at + 8) == 0});
  }
  return files;
}

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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
    QVERIFY2(delta.bytes() < 100'000, qPrintable(QString::number(delta.bytes())));
    delta.apply(before, true);
    QVERIFY(same(before, after));
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
    document.showVersion(0);
    QCOMPARE(document.colouredPicture().pixelColor(3, 3), QColor(Qt::red));
    QCOMPARE(document.modelName(), QString("m"));
    document.removeVersion(0);
    QCOMPARE(document.versions()[0].model, QString("n"));
    for (int i = 0; i < 20; ++i) document.keepVersion();
    QCOMPARE(document.versions().size(), 12u);
  }

  void openRasterRoundTrip() {
    Document document({200, 150});
    drawLine(document, {10, 10}, {190, 140});
    drawLine(document, {100, 10}, {100, 140}, true, 2.5f);
    document.addHint(dot(QColor(12, 34, 56), {50.25, 60.5}, 4.5f));
    document.addHint({Qt::white, 3, {{1, 2}, {30, 40}, {50, 45}}});
    cv::Mat colours(150, 200, CV_8UC3);
    cv::randu(colours, 0, 255);
    document.setColoured(toImage(colours), toImage(colours), document.revision(), "colouring", "abc123");
    saveOpenRaster(snapshotOf(document), path("drawing.ora"));
    QVERIFY(QDir(folder_.path()).entryList({"*.ora"}, QDir::Files | QDir::Hidden).size() == 1);

    const auto files = localFiles(bytesOf(path("drawing.ora")));
    QCOMPARE(files.value(0), std::pair(QString("mimetype"), true));
    QCOMPARE(bytesOf(path("drawing.ora")).mid(38, 16), QByteArray("image/openraster"));
    QStringList names;
    for (const auto& file : files) names << file.first;
    for (const char* name : {"stack.xml", "data/lines.png", "data/hints.png", "data/colours.png", "mergedimage.png", "Thumbnails/thumbnail.png"}) {
      QVERIFY2(names.contains(name), name);
    }

    Document opened;
    restore(opened, loadOpenRaster(path("drawing.ora")), path("drawing.ora"));
    QVERIFY(same(opened.ink(), document.ink()));
    QVERIFY(opened.hints() == document.hints());
    QVERIFY(opened.colours() == document.colours());
    QCOMPARE(opened.modelName(), QString("colouring"));
    QCOMPARE(opened.modelHash(), QString("abc123"));
    QVERIFY(!opened.isModified() && !opened.canUndo());
  }

  void otherProgramsSeePlainLayers() {
    Document document({100, 100});
    drawLine(document, {10, 50}, {90, 50}, false, 8);
    saveOpenRaster(snapshotOf(document), path("layers.ora"));
    const ArchiveReader archive(path("layers.ora"));
    const QByteArray stack = archive.read("stack.xml");
    QVERIFY(stack.indexOf("\"lines\"") < stack.indexOf("\"hints\"") && stack.indexOf("\"hints\"") < stack.indexOf("\"colours\""));
    const QImage lines = QImage::fromData(archive.read("data/lines.png"));
    QCOMPARE(lines.pixelColor(50, 50), QColor(0, 0, 0, 255));
    QCOMPARE(lines.pixelColor(50, 20).alpha(), 0);
    const QImage merged = QImage::fromData(archive.read("mergedimage.png"));
    QCOMPARE(merged.pixelColor(50, 50), QColor(Qt::black));
    QCOMPARE(merged.pixelColor(50, 20), QColor(Qt::white));
  }

  void foreignOpenRaster() {
    const auto layer = [](QSize size, QColor colour) {
      QImage image(size, QImage::Format_ARGB32);
      image.fill(colour);
      QBuffer buffer;
      buffer.open(QIODevice::WriteOnly);
      image.save(&buffer, "PNG");
      return buffer.data();
    };
    const auto write = [&](const QString& file, const QByteArray& topName, const QByteArray& hidden) {
      ArchiveWriter archive;
      archive.add("mimetype", "image/openraster", true);
      archive.add("stack.xml", "<image w='60' h='40'><stack><layer name='" + topName + "' src='data/a.png' x='10' y='5'/><stack>"
                  "<layer name='b' src='data/b.png' x='30' y='20' visibility='" + hidden + "'/></stack></stack></image>", false);
      archive.add("data/a.png", layer({10, 10}, Qt::black), true);
      archive.add("data/b.png", layer({10, 10}, Qt::black), true);
      archive.save(file);
    };
    write(path("merge.ora"), "top", "visible");
    const DocumentSnapshot merged = loadOpenRaster(path("merge.ora"));
    QVERIFY(merged.foreign && merged.size == QSize(60, 40));
    QCOMPARE(cv::countNonZero(merged.ink == 255), 200);
    QVERIFY(merged.ink.at<uchar>(6, 11) == 255 && merged.ink.at<uchar>(25, 35) == 255 && merged.ink.at<uchar>(0, 0) == 0);
    write(path("hidden.ora"), "top", "hidden");
    QCOMPARE(cv::countNonZero(loadOpenRaster(path("hidden.ora")).ink), 100);
    write(path("named.ora"), "lines", "visible");
    QCOMPARE(cv::countNonZero(loadOpenRaster(path("named.ora")).ink), 100);
    QVERIFY(!importFile(path("named.ora")).isDocument);
  }

  void damagedOpenRaster() {
    Document document({100, 100});
    drawLine(document, {10, 50}, {90, 50});
    saveOpenRaster(snapshotOf(document), path("whole.ora"));
    const QByteArray whole = bytesOf(path("whole.ora"));
    const auto tryBytes = [&](const QByteArray& bytes) {
      writeFile(path("bad.ora").toStdString(), {bytes.constData(), static_cast<size_t>(bytes.size())});
      return errorOf([&] { loadOpenRaster(path("bad.ora")); });
    };
    QByteArray flipped = whole;
    flipped[whole.indexOf("IDAT") + 12] = static_cast<char>(~flipped[whole.indexOf("IDAT") + 12]);
    for (const QByteArray& bytes : {whole.left(whole.size() / 2), QByteArray("not a zip"), QByteArray(), flipped}) {
      const QString error = tryBytes(bytes);
      QVERIFY2(error.contains("bad.ora") && !error.contains('\n'), qPrintable(error));
    }
    QVERIFY(errorOf([&] { loadOpenRaster(path("absent.ora")); }).contains("absent.ora"));
    QVERIFY(errorOf([&] { saveOpenRaster(snapshotOf(document), "/proc/no/such.ora"); }).contains("/proc/no"));
  }

  void importedPictures() {
    cv::Mat drawing(300, 5000, CV_8UC4, cv::Scalar(0, 0, 0, 0));  // transparent is paper
    cv::line(drawing, {100, 150}, {4900, 150}, {0, 0, 0, 255}, 20);
    writePicture(path("long.png").toStdString(), drawing);
    const Import import = importFile(path("long.png"));
    QCOMPARE(import.document.size.width(), 4096);
    QVERIFY(import.note.contains("5000") && !import.looksColoured && !import.isDocument);
    QVERIFY(import.document.ink.at<uchar>(123, 2000) > 250 && import.document.ink.at<uchar>(20, 2000) == 0);

    writeFile(path("wide.svg").toStdString(), "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 72 36'><path d='M10 18H60' stroke='#000' stroke-width='6'/></svg>");
    const Import svg = importFile(path("wide.svg"));
    QCOMPARE(svg.document.size, QSize(1024, 512));
    QCOMPARE(svg.document.ink.at<uchar>(256, 512), uchar(255));

    cv::Mat photo(200, 200, CV_8UC3, cv::Scalar(40, 90, 220));
    cv::circle(photo, {100, 100}, 60, {200, 60, 20}, cv::FILLED);
    const Import coloured = importImage(toImage(photo));
    QVERIFY(coloured.looksColoured);
    const DocumentSnapshot lines = extractedLines(coloured.picture, 50);
    const int ink = cv::countNonZero(lines.ink > 128);
    QVERIFY2(ink > 100 && ink < 10'000, qPrintable(QString::number(ink)));
  }

  void exportKeepsTheInside() {
    Document document({100, 100});
    cv::Mat sketch(100, 100, CV_8U, cv::Scalar(255));
    cv::circle(sketch, {50, 50}, 30, 0, 4, cv::LINE_AA);
    document.replaceSketch(sketch);
    const cv::Mat opaque = finishedPicture(snapshotOf(document), false);
    QCOMPARE(opaque.channels(), 3);
    QCOMPARE(opaque.at<cv::Vec3b>(50, 20), cv::Vec3b(0, 0, 0));
    const cv::Mat clear = finishedPicture(snapshotOf(document), true);
    QCOMPARE(clear.at<cv::Vec4b>(2, 2)[3], uchar(0));
    QCOMPARE(clear.at<cv::Vec4b>(50, 50), cv::Vec4b(255, 255, 255, 255));  // white inside a closed line stays
    QCOMPARE(clear.at<cv::Vec4b>(50, 20), cv::Vec4b(0, 0, 0, 255));
    for (int y = 0; y < 100; ++y) {  // on white both are the same picture: no halo
      for (int x = 0; x < 100; ++x) {
        const auto p = clear.at<cv::Vec4b>(y, x);
        const int onWhite = (p[0] * p[3] + 255 * (255 - p[3]) + 127) / 255;
        QVERIFY(std::abs(onWhite - opaque.at<cv::Vec3b>(y, x)[0]) <= 1);
      }
    }
    exportPng(snapshotOf(document), path("out.png"), true);
    QVERIFY(same(readPicture(path("out.png").toStdString()), clear));
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
    Document document({64, 48});
    {
      Recorder recorder(&document, path("cleared.jsonl"));
      drawLine(document, {5, 5}, {60, 5});
      document.addHint(dot(Qt::red, {30, 30}));
      document.clear();
      drawLine(document, {5, 9}, {60, 9});
      document.undo();
      document.undo();
      document.redo();
      document.redo();
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
