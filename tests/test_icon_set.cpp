// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings by other hands: what a name stands for, which side of the split it falls on, and how outlines are found.
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/data/icon_set.h"
#include "core/data/openclipart.h"
#include "core/data/openmoji.h"
#include "core/data/tar.h"
#include "core/image/codec.h"
#include "tests/errors.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

const fs::path kFolder = fs::path(CHAESAEK_SOURCE_DIR) / "tests/data/icons";

Files sampleFiles() { return {{"icons.json", readFile(kFolder / "icons.json")}, {"chars.json", readFile(kFolder / "chars.json")}}; }

const ThingNames& names() {
  static const ThingNames names(readFile(shippedFolder("resources") / "thing_names.txt"));
  return names;
}

Icon sample(const std::string& name) {
  for (const Icon& icon : readIcons(sampleFiles(), names()))
    if (icon.name == name) return icon;
  fail("there is no sample icon " + name);
}

PackDrawing drawnSample(const std::string& name) { return drawWithLines(findIconLines(renderSvg(sample(name).svg, 2 * kDrawingSide, name)), kDrawingSide); }

/// The paper that can be reached from `start` without crossing a line.
cv::Mat flooded(const cv::Mat& sketch, cv::Point start) {
  cv::Mat walls = sketch <= 200, mask = cv::Mat::zeros(sketch.rows + 2, sketch.cols + 2, CV_8U);
  cv::floodFill(walls, mask, start, cv::Scalar(128), nullptr, {}, {}, 4);
  return walls == 128;
}

}  // namespace

class TestIconSet : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void namesStandForThings() {
    QCOMPARE(names().codeOf("cat-face"), std::string("1F431"));
    QCOMPARE(names().codeOf("CatFace"), std::string("1F431"));
    QCOMPARE(names().codeOf("shortcake-2"), std::string("1F370"));
    QCOMPARE(names().codeOf("shortcake-2-line"), std::string("1F370"));
    QCOMPARE(names().codeOf("shortcake-outline"), std::string("1F370"));
    QCOMPARE(names().codeOf("foxsmiling"), std::string("1F98A"));
    QCOMPARE(names().codeOf("leaf-03"), std::string("1F343"));
    QCOMPARE(names().codeOf("own-invention"), std::string());
    QCOMPARE(names().labelOf("1F431"), std::string("cat face"));
    QCOMPARE(names().labelOf("FFFFF"), std::string());
  }

  void theSameThingFallsOnTheSameSide() {
    for (const char* name : {"cat-face", "shortcake-2", "sunset", "carrot"}) {
      const Icon icon = sample(name);
      const std::string code = std::string(name) == "sunset" ? "1F305" : names().codeOf(name);  // chars.json goes first
      QVERIFY2(icon.info.split == readOpenmojiName(code).split, name);
    }
    QVERIFY(sample("ghost").info.split == splitOfThing("0023"));  // at least four digits, as OpenMoji writes them
    QVERIFY(sample("own-invention").info.split == splitOfThing("own-invention"));
    QCOMPARE(sample("cat-face").info.label, std::string("cat face"));
    QCOMPARE(sample("own-invention").info.label, std::string("own invention"));
  }

  void everySideHasThings() {
    int counts[3] = {};
    for (int point = 0x1F300; point < 0x1F500; ++point) ++counts[static_cast<int>(splitOfThing(cv::format("%X", point)))];
    QVERIFY(counts[0] > 400 && counts[1] > 8 && counts[2] > 8);
  }

  void whatIsNotUsedSaysWhy() {
    QCOMPARE(sample("flag-korea").refused, std::string("flag"));
    QCOMPARE(sample("waving-hand-dark").refused, std::string("skin tone"));
    QCOMPARE(sample("boy-skin").refused, std::string("skin tone"));
    QCOMPARE(sample("cat-again").refused + sample("cat-face").refused, std::string("there already"));
    QCOMPARE(sample("carrot").refused, std::string());
  }

  void damagedSetsAreNamed() {
    Files files = sampleFiles();
    files["icons.json"].resize(100);
    QVERIFY(errorOf([&] { readIcons(files, names()); }).find("icons.json is damaged") != std::string::npos);
    files.erase("icons.json");
    QVERIFY(errorOf([&] { readIcons(files, names()); }).find("has no icons.json") != std::string::npos);
  }

  void outlinesAreClosedAtEveryWidth() {
    const PackDrawing drawing = drawnSample("cat-face");
    QCOMPARE(drawing.lines.size(), kLineWidths.size());
    const cv::Point inCircle(115, 144), inSquare(200, 200), outside(3, 3);
    double before = 0;
    for (const cv::Mat& sketch : drawing.lines) {
      const cv::Mat paper = flooded(sketch, outside), square = flooded(sketch, inSquare), circle = flooded(sketch, inCircle);
      QVERIFY(!paper.at<uchar>(inSquare) && !paper.at<uchar>(inCircle) && !square.at<uchar>(inCircle));
      QCOMPARE(cv::countNonZero(paper | square | circle), cv::countNonZero(sketch > 200));  // three regions and no more
      const double ink = cv::mean(255 - sketch)[0];
      QVERIFY(ink > before * 1.2);
      before = ink;
    }
    QCOMPARE(drawing.fill.at<cv::Vec3b>(inSquare), cv::Vec3b(0x20, 0x7a, 0xe0));
    QCOMPARE(drawing.picture.at<cv::Vec3b>(inSquare), cv::Vec3b(0x20, 0x7a, 0xe0));
  }

  void strokesAreAsThickAsOpenmojis() {
    const cv::Mat sketch = drawnSample("cat-face").lines[kNativeWidth];
    const cv::Mat across = sketch(cv::Rect(0, 200, 100, 1));  // over the left edge of the square
    QVERIFY(std::abs(cv::sum(255 - across)[0] / 255 - 7 * kDrawingSide / 256.) < .5);
  }

  void gradientsAndFlatAreasHaveNoLines() {
    const cv::Mat sketch = drawnSample("sunset").lines[kNativeWidth];
    QCOMPARE(cv::countNonZero(sketch(cv::Rect(60, 60, 168, 168)) < 255), 0);
    QVERIFY(!flooded(sketch, {3, 3}).at<uchar>(144, 144));
  }

  void whiteOnNothingHasAnOutline() { QVERIFY(!flooded(drawnSample("ghost").lines[0], {3, 3}).at<uchar>(144, 144)); }

  void thinDarkShapesAreInk() {
    const PackDrawing drawing = drawnSample("carrot");
    const cv::Point onStroke(144, 112);  // the middle of the stroke at (16, 12) of 32, with the margin
    QVERIFY(drawing.lines[kNativeWidth].at<uchar>(onStroke) < 40);
    QCOMPARE(drawing.fill.at<cv::Vec3b>(onStroke), cv::Vec3b(0x20, 0x80, 0xf0));
    QVERIFY(cv::mean(drawing.picture.at<cv::Vec3b>(onStroke))[0] < 20);
  }

  void blackLinesBecomeAsThickAsOpenmojis() {
    for (const int thickness : {6, 20, 40}) {  // a ring with a black disc in it
      cv::Mat picture = cv::Mat::zeros(2 * kDrawingSide, 2 * kDrawingSide, CV_8UC4);
      const cv::Point centre(kDrawingSide, kDrawingSide);
      cv::circle(picture, centre, 220, {0, 0, 0, 255}, thickness, cv::LINE_AA);
      cv::circle(picture, centre, 30, {0, 0, 0, 255}, cv::FILLED, cv::LINE_AA);
      const PackDrawing drawing = drawWithLines(inkAlone(picture), kDrawingSide);
      const cv::Mat across = drawing.lines[kNativeWidth](cv::Rect(0, kDrawingSide / 2, 70, 1));  // over the ring's left side
      QVERIFY(std::abs(cv::sum(255 - across)[0] / 255 - 7 * kDrawingSide / 256.) < 1.5);
      QVERIFY(drawing.lines[kNativeWidth].at<uchar>(kDrawingSide / 2, kDrawingSide / 2) < 10);
      QCOMPARE(cv::countNonZero(drawing.fill.reshape(1) < 255), 0);
    }
    QCOMPARE(cv::countNonZero(inkAlone(cv::Mat::zeros(64, 64, CV_8UC4)).sketch(1, 32) < 255), 0);
  }

  void filledShapesBecomeTheirEdges() {
    for (const int radius : {80, 240}) {  // a thick part, much black
      cv::Mat picture = cv::Mat::zeros(2 * kDrawingSide, 2 * kDrawingSide, CV_8UC4);
      cv::circle(picture, {kDrawingSide, kDrawingSide}, radius, {0, 0, 0, 255}, cv::FILLED, cv::LINE_AA);
      const cv::Mat sketch = drawWithLines(inkAlone(picture), kDrawingSide).lines[kNativeWidth];
      const cv::Mat across = sketch(cv::Rect(0, kDrawingSide / 2, kDrawingSide / 2, 1));
      QVERIFY(std::abs(cv::sum(255 - across)[0] / 255 - 7 * kDrawingSide / 256.) < 1.5);
      QVERIFY(sketch.at<uchar>(kDrawingSide / 2, (kDrawingSide - radius) / 2) < 40);
      QCOMPARE(static_cast<int>(sketch.at<uchar>(kDrawingSide / 2, kDrawingSide / 2)), 255);
    }
  }

  void numbersOfIconFontsMeanNothing() {
    const Files files = {{"icons.json", R"({"icons":{"cat-face":{"body":"<path/>"},"own-invention":{"body":"<path d='M0 0'/>"}}})"},
                         {"chars.json", R"({"f0001":"cat-face","e001":"own-invention"})"}};
    const auto icons = readIcons(files, names());
    QCOMPARE(icons.size(), size_t(2));
    QVERIFY(icons[0].known && icons[0].info.label == "cat face");
    QVERIFY(!icons[1].known && icons[1].info.label == "own invention");
  }

  void oneStyleOfAnIconIsEnough() {
    const Files files = {{"icons.json", R"({"icons":{"carrot-linear":{"body":"<path/>"},"carrot-outline":{"body":"<path d='M0 0'/>"}}})"},
                         {"chars.json", "{}"}};
    const auto icons = readIcons(files, names());
    QCOMPARE(icons[0].refused, std::string());
    QCOMPARE(icons[1].refused, std::string("there already"));
  }

  void archivesAreRead() {
    const auto files = untarGzip(kFolder / "package.tgz", [](const std::string& name) { return name.ends_with(".json"); });
    QCOMPARE(files.size(), size_t(2));
    QVERIFY(files.at("package/icons.json") == readFile(kFolder / "icons.json"));
  }

  void damagedArchivesAreNamed() {
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "bad.tgz";
    const std::string whole = readFile(kFolder / "package.tgz");
    const auto complaint = [&](const std::string& bytes) {
      writeFile(path, bytes);
      return errorOf([&] { untarGzip(path, [](const std::string&) { return true; }); });
    };
    for (size_t length = 0; length < whole.size(); length += 37) QVERIFY(complaint(whole.substr(0, length)).find("bad.tgz") != std::string::npos);
    std::string flipped = whole;
    flipped[whole.size() / 2] ^= 16;
    QVERIFY(complaint(flipped).find("bad.tgz") != std::string::npos);
    QVERIFY(complaint("no archive at all").find("bad.tgz") != std::string::npos);
  }

  void aForeignArchiveIsRefused() {
    const QTemporaryDir home;
    qputenv("CHAESAEK_HOME", home.path().toUtf8());
    makeFolder(dataFolder() / "downloads");
    fs::copy_file(kFolder / "package.tgz", dataFolder() / "downloads/iconify-json-noto-1.2.9.tgz");
    QVERIFY(errorOf([] { fetchData("noto", {}); }).find("when it was pinned") != std::string::npos);
    QVERIFY(!fs::exists(dataFolder() / "noto"));
  }

  void setsOfLinesAreListedAsSuch() {
    const QTemporaryDir home;
    qputenv("CHAESAEK_HOME", home.path().toUtf8());
    const auto entries = listData();
    const auto linesOnly = [&](const std::string& name) { return std::find_if(entries.begin(), entries.end(), [&](const DataEntry& e) { return e.name == name; })->linesOnly; };
    QVERIFY(linesOnly("hugeicons") && linesOnly("fluent-high-contrast") && !linesOnly("fluent"));
  }

  void clipArtIsNamedByItsFile() {
    QCOMPARE(clipArtName("animals/birds/red_hen_02.svg"), std::string("red hen"));
    QCOMPARE(clipArtName("99.svg"), std::string("99"));
  }

  void clipArtForgetsItsAuthor() {
    const std::string svg = "<svg><metadata><dc:title>A heart</dc:title><cc:Agent><dc:title>Open Clip Art Library</dc:title></cc:Agent><cc:Agent>\n"
                            "<dc:title>Jon Phillips</dc:title></cc:Agent><cc:Agent/></metadata></svg>";
    QCOMPARE(clipArtLabel("heart jon phillips", svg), std::string("heart"));
    QCOMPARE(clipArtLabel("heart   jon phil", svg), std::string("heart"));
    QCOMPARE(clipArtLabel("heart j", svg), std::string("heart j"));  // any author's
    QCOMPARE(clipArtLabel("open clip box", svg), std::string("open clip box"));
    QCOMPARE(clipArtLabel("jon phillips", svg), std::string("jon phillips"));
    QCOMPARE(clipArtLabel("heart jon phillips", "<svg/>"), std::string("heart jon phillips"));
    QCOMPARE(clipArtLabel("", svg), std::string());
  }

  void coloursAreCounted() {
    cv::Mat stripes(80, 80, CV_8UC3);
    for (int x = 0; x < 80; ++x) stripes.col(x) = cv::Scalar(x / 10 * 32, 0, 255);
    QCOMPARE(coloursOf(stripes), 8);
  }
};

QTEST_GUILESS_MAIN(TestIconSet)
#include "test_icon_set.moc"
