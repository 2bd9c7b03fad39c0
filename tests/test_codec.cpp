// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "tests/errors.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

std::string fromHex(const char* hex) { return QByteArray::fromHex(hex).toStdString(); }

// Smooth enough for JPEG, different everywhere.
cv::Mat sample(int type = CV_8UC3) {
  cv::Mat picture(48, 64, type);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x)
      for (int c = 0; c < picture.channels(); ++c) picture.ptr(y)[x * picture.channels() + c] = static_cast<uchar>(2 * x + 30 * c + y);
  return picture;
}

std::string encodedAs(const char* extension, const cv::Mat& picture) {
  std::vector<uchar> bytes;
  cv::imencode(extension, picture, bytes, {cv::IMWRITE_WEBP_QUALITY, 101});
  return {bytes.begin(), bytes.end()};
}

std::string decodeError(const std::string& bytes) { return errorOf([&] { decodePicture(bytes, "cat.png"); }); }

// A PNG that claims a size and has nothing else.
std::string hugePng() { return fromHex("89504e470d0a1a0a0000000d494844520000753000007530080200000000000000"); }

double difference(const cv::Mat& a, const cv::Mat& b) { return a.size() == b.size() && a.type() == b.type() ? cv::norm(a, b, cv::NORM_INF) : 1e9; }

}  // namespace

class TestCodec : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void roundTrips_data() {
    QTest::addColumn<QString>("extension");
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("png grey") << ".png" << CV_8UC1 << 0.;
    QTest::newRow("png colour") << ".png" << CV_8UC3 << 0.;
    QTest::newRow("png alpha") << ".png" << CV_8UC4 << 0.;
    QTest::newRow("bmp") << ".bmp" << CV_8UC3 << 0.;
    QTest::newRow("webp lossless") << ".webp" << CV_8UC3 << 0.;
    QTest::newRow("jpeg") << ".jpg" << CV_8UC3 << 12.;
  }
  void roundTrips() {
    QFETCH(QString, extension);
    QFETCH(int, type);
    QFETCH(double, tolerance);
    const cv::Mat picture = sample(type);
    const std::string bytes = encodedAs(extension.toUtf8(), picture);
    QVERIFY(pictureSize(bytes, "x") == picture.size());
    QVERIFY(difference(decodePicture(bytes, "x"), picture) <= tolerance);
  }

  void cutOffIsAnError_data() {
    QTest::addColumn<QString>("extension");
    for (const char* extension : {".png", ".jpg", ".webp", ".bmp"}) QTest::newRow(extension) << extension;
  }
  void cutOffIsAnError() {
    QFETCH(QString, extension);
    const std::string whole = encodedAs(extension.toUtf8(), sample());
    for (const double share : {0.98, 0.7, 0.3}) {
      const std::string error = decodeError(whole.substr(0, static_cast<size_t>(whole.size() * share)));
      QVERIFY2(error.find("cat.png is damaged or cut off") == 0, error.c_str());
    }
  }

  void flippedBitInPngIsAnError() {
    std::string bytes = encodedAs(".png", sample());
    bytes[bytes.size() / 2] ^= 4;
    QVERIFY(decodeError(bytes).find("damaged") != std::string::npos);
  }

  void hugePictureIsRefusedByItsHeader() {
    const std::string error = decodeError(hugePng());
    QCOMPARE(error, std::string("cat.png is 30000 x 30000 pixels; the limit is 64 megapixels. Scale it down first"));
    const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='30000' height='30000'/>";
    QCOMPARE(decodeError(svg), error);
    std::string webp = encodedAs(".webp", sample());
    QVERIFY(webp.substr(12, 4) == "VP8L");
    webp.replace(21, 4, "\xff\xff\xff\x0f");  // 16384 x 16384
    QVERIFY(decodeError(webp).find("16384 x 16384") != std::string::npos);
  }

  void whatIsNoPictureIsNamed() {
    QTemporaryDir folder;
    const std::string text = folder.filePath("note.png").toStdString(), missing = folder.filePath("none.png").toStdString();
    writeFile(text, "not a picture at all\n");
    QCOMPARE(errorOf([&] { readPicture(text); }), text + " is not a picture that can be read (PNG, JPEG, WebP, BMP or SVG)");
    QCOMPARE(errorOf([&] { readPicture(missing); }), missing + " does not exist");
    QVERIFY(decodeError("").find("is not a picture") != std::string::npos);
    QVERIFY(decodeError("<html><svg/></html>").find("is not a picture") != std::string::npos);
  }

  void damagedHeadersNeverCrash() {
    for (const char* extension : {".png", ".jpg", ".webp", ".bmp"}) {
      const std::string whole = encodedAs(extension, sample());
      for (size_t length = 0; length < std::min<size_t>(whole.size() - 1, 300); ++length) QVERIFY(!decodeError(whole.substr(0, length)).empty());
    }
  }

  void paletteGreyAlphaAndDeepPng() {
    const cv::Mat palette = decodePicture(
        fromHex("89504e470d0a1a0a0000000d4948445200000002000000010803000000c3fc8fb800000006504c54450a141ec8643277a0b39c0000000274524e53"
                "ff00e5b7304a0000000b4944415478da6360600400000400022cde48ad0000000049454e44ae426082"), "x");
    QCOMPARE(palette.type(), CV_8UC4);
    QVERIFY(palette.at<cv::Vec4b>(0, 0) == cv::Vec4b(30, 20, 10, 255));
    QCOMPARE(int(palette.at<cv::Vec4b>(0, 1)[3]), 0);
    const cv::Mat greyAlpha = decodePicture(
        fromHex("89504e470d0a1a0a0000000d49484452000000020000000108040000005e2bb7010000000d4944415478da63d0f8afc1000003f2015060002b9600"
                "00000049454e44ae426082"), "x");
    const cv::Mat sketch = toSketch(greyAlpha);
    QCOMPARE(int(sketch.at<uchar>(0, 0)), 40);
    QCOMPARE(int(sketch.at<uchar>(0, 1)), 255);  // transparent is paper
    const cv::Mat deep = decodePicture(
        fromHex("89504e470d0a1a0a0000000d494844520000000200000001100000000081d9fc150000000d4944415478da636868f8ff1f00068202ff6ce0432300"
                "00000049454e44ae426082"), "x");
    QCOMPARE(deep.type(), CV_8UC1);
    QCOMPARE(int(deep.at<uchar>(0, 0)), 128);
    QCOMPARE(int(deep.at<uchar>(0, 1)), 255);
  }

  void jpegIsTurnedAsItsExifSays() {
    std::string bytes = encodedAs(".jpg", sample());
    // APP1: "Exif", TIFF header, one entry: orientation (0x0112) = 6, turn right.
    bytes.insert(2, fromHex("ffe1002245786966000049492a0008000000010012010300010000000600000000000000"));
    const cv::Mat picture = decodePicture(bytes, "x");
    cv::Mat turned;
    cv::rotate(sample(), turned, cv::ROTATE_90_CLOCKWISE);
    QVERIFY(difference(picture, turned) <= 12);
  }

  void svgIsKnownByItsContent_data() {
    QTest::addColumn<QString>("svg");
    QTest::addColumn<QSize>("size");
    const QString box = "<rect x='10' y='20' width='30' height='15' fill='#ff0000'/></svg>", space = " xmlns='http://www.w3.org/2000/svg'";
    QTest::newRow("size") << "<svg width='600' height='300'" + space + ">" + box << QSize(600, 300);
    QTest::newRow("view box") << "<svg viewBox='0 0 40 80'" + space + ">" + box << QSize(256, 512);
    QTest::newRow("drawing's bounds") << "<svg" + space + ">" + box << QSize(512, 256);
    QTest::newRow("prolog, comment, doctype")
        << "\xef\xbb\xbf <?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg [ <!ENTITY x 'y>'> ]>\n<svg width='700' height='70'" + space + ">" + box
        << QSize(700, 70);
    QTest::newRow("prefix") << "<s:svg width='600' height='600' xmlns:s='http://www.w3.org/2000/svg'/>" << QSize(600, 600);
  }
  void svgIsKnownByItsContent() {
    QFETCH(QString, svg);
    QFETCH(QSize, size);
    const std::string text = svg.toStdString();
    const cv::Size found = pictureSize(text, "x");
    QCOMPARE(QSize(found.width, found.height), size);
    const cv::Mat drawn = decodePicture(text, "x");
    QCOMPARE(drawn.type(), CV_8UC4);
    QVERIFY(drawn.size() == found);
  }

  void svgIsDrawnInPlaceWithStraightAlpha() {
    const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><rect width='10' height='10' fill='#40a0ff' fill-opacity='.5'/></svg>";
    const cv::Mat square = renderSvg(svg, 64, "x");
    QVERIFY(square.size() == cv::Size(64, 64));
    const auto inside = square.at<cv::Vec4b>(32, 16);
    QVERIFY(std::abs(inside[0] - 255) <= 2 && std::abs(inside[1] - 160) <= 2 && std::abs(inside[2] - 64) <= 2 && std::abs(inside[3] - 128) <= 1);
    QCOMPARE(int(square.at<cv::Vec4b>(32, 48)[3]), 0);  // right half: nothing
    QCOMPARE(int(square.at<cv::Vec4b>(8, 16)[3]), 0);   // above: proportions are kept
    QVERIFY(renderSvg(svg, cv::Size(30, 20), "x").size() == cv::Size(30, 20));
  }

  void svgWithoutASizeFillsItsBounds() {
    const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg'><rect x='10' y='20' width='30' height='15' fill='#ff0000'/></svg>";
    const cv::Mat drawn = decodePicture(svg, "x");
    for (const cv::Point p : {cv::Point(2, 2), cv::Point(509, 2), cv::Point(2, 253), cv::Point(509, 253)})
      QVERIFY(drawn.at<cv::Vec4b>(p) == cv::Vec4b(0, 0, 255, 255));
  }

  void damagedSvgIsAnError() {
    QVERIFY(decodeError("<svg xmlns='http://www.w3.org/2000/svg'><rect").find("cat.png is not an SVG") == 0);
    QVERIFY(decodeError("<svg xmlns='http://www.w3.org/2000/svg'/>").find("nothing to draw") != std::string::npos);
    QVERIFY(decodeError("<svg xmlns='http://www.w3.org/2000/svg' width='0' height='9'/>").find("nothing to draw") != std::string::npos);
  }

  void writesWholeFilesOnly() {
    QTemporaryDir folder;
    const fs::path path = folder.filePath("new/a.png").toStdString();
    QCOMPARE(writePicture(path, sample()), path);
    QVERIFY(difference(readPicture(path), sample()) == 0);
    QCOMPARE(QDir(folder.filePath("new")).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList("a.png"));
    QVERIFY(errorOf([&] { writePicture(folder.filePath("a.gif").toStdString(), sample()); }).find("end its name in .png") != std::string::npos);
    QVERIFY(errorOf([&] { writePicture("/proc/none/a.png", sample()); }).find("/proc/none") != std::string::npos);
  }

  void transparentLiesOnWhite() {
    cv::Mat picture(1, 3, CV_8UC4);
    picture.at<cv::Vec4b>(0, 0) = {0, 0, 0, 0};
    picture.at<cv::Vec4b>(0, 1) = {0, 0, 0, 128};
    picture.at<cv::Vec4b>(0, 2) = {10, 20, 30, 255};
    const cv::Mat bgr = toBgrOnWhite(picture);
    QVERIFY(bgr.at<cv::Vec3b>(0, 0) == cv::Vec3b(255, 255, 255));
    QVERIFY(bgr.at<cv::Vec3b>(0, 1) == cv::Vec3b(127, 127, 127));
    QVERIFY(bgr.at<cv::Vec3b>(0, 2) == cv::Vec3b(10, 20, 30));
  }

};

QTEST_GUILESS_MAIN(TestCodec)
#include "test_codec.moc"
