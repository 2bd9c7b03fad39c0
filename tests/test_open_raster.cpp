// SPDX-License-Identifier: GPL-3.0-or-later
// Files: OpenRaster, imported pictures, exported ones.
#include <QBuffer>
#include <QDir>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "tests/document_helpers.h"
#include "ui/document/archive.h"
#include "ui/document/export.h"
#include "ui/document/import.h"

using namespace chaesaek;

namespace {

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

}  // namespace

class TestOpenRaster : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString path(const char* name) const { return folder_.filePath(name); }

 private Q_SLOTS:
  void openRasterRoundTrip() {
    Document document({200, 150});
    drawLine(document, {10, 10}, {190, 140});
    drawLine(document, {100, 10}, {100, 140}, true, 2.5f);
    document.addHint(dot(QColor(12, 34, 56), {50.25, 60.5}, 4.5f));
    document.addHint({Qt::white, 3, {{1, 2}, {30, 40}, {50, 45}}});
    cv::Mat colours(150, 200, CV_8UC3);
    cv::randu(colours, 0, 255);
    document.setColoured(toImage(colours), toImage(colours), document.revision(), "colouring", "abc123");
    document.setPalette({{cv::Vec3b(10, 20, 30), .75}, {cv::Vec3b(200, 0, 0), .25}});
    document.keepVersion();
    const QImage kept = document.colours();
    cv::randu(colours, 0, 255);
    document.setColoured(toImage(colours), toImage(colours), document.revision(), "other", "def456");
    document.keepVersion();
    document.showVersion(0);
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
    QVERIFY(opened.palette() == document.palette() && opened.palette().size() == 2);
    QVERIFY(opened.colours() == document.colours() && opened.colours() == kept);
    QCOMPARE(opened.versions().size(), size_t(2));
    QVERIFY(opened.versions()[0].colours == kept && opened.versions()[1].colours == toImage(colours));
    QVERIFY(opened.versions()[1].thumbnail == document.versions()[1].thumbnail);
    QCOMPARE(opened.versions()[1].modelHash, QString("def456"));
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
    for (const char* points : {"[]", "[[1e30,0]]", "[[1]]", "7"}) {
      ArchiveWriter archive;
      QByteArray about = "{'width':9,'height':9,'model':'','model_sha256':'','coloured':false,'hints':[{'colour':'#ff0000','radius':3,'points':";
      archive.add("chaesaek.json", about.replace('\'', '"') + points + "}]}", false);
      archive.save(path("hints.ora"));
      QVERIFY(errorOf([&] { loadOpenRaster(path("hints.ora")); }).contains("hints.ora is damaged"));
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
};

QTEST_GUILESS_MAIN(TestOpenRaster)
#include "test_open_raster.moc"
