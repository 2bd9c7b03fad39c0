// SPDX-License-Identifier: GPL-3.0-or-later
// Data of one's own: what each kind makes of a folder, and what becomes of files that cannot be used.
#include <sys/stat.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <future>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/data/analysis.h"
#include "core/data/openmoji.h"
#include "core/data/prepare.h"
#include "core/image/codec.h"
#include "tests/errors.h"
#include "tests/pictures.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

const cv::Scalar kRed(40, 30, 220);

cv::Mat sketchOf(int width = 64, int height = 64) {
  cv::Mat sketch(height, width, CV_8UC3, cv::Scalar::all(255));
  cv::rectangle(sketch, cv::Rect(width / 4, height / 4, width / 2, height / 2), cv::Scalar::all(0), 3);
  return sketch;
}

cv::Mat pictureOf(int width = 64, int height = 64, const cv::Scalar& colour = kRed) {
  cv::Mat picture(height, width, CV_8UC3, cv::Scalar::all(255));
  cv::rectangle(picture, cv::Rect(width / 4, height / 4, width / 2, height / 2), colour, cv::FILLED);
  return picture;
}

cv::Mat sideBySide(int side = 64) {
  cv::Mat both;
  cv::hconcat(sketchOf(side, side), pictureOf(side, side), both);
  return both;
}

void put(const fs::path& path, const cv::Mat& picture) { writeFile(path, encodePng(picture)); }

std::string reasonOf(const std::vector<RefusedFile>& refused, const std::string& file) {
  const auto found = std::find_if(refused.begin(), refused.end(), [&](const RefusedFile& one) { return one.file == file; });
  return found == refused.end() ? "not refused" : found->reason;
}

int indexOf(const PairSet& set, const std::string& name) {
  for (int i = 0; i < set.size(); ++i)
    if (set.info(i).name == name) return i;
  return -1;
}

}  // namespace

class TestPrepare : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("CHAESAEK_HOME", folder_->filePath("home").toUtf8());
  }

  void sideBySideIsHalved() {
    for (const char* name : {"a.png", "b.png", "c.png"}) put(at("pairs") / name, sideBySide());
    const PrepareReport report = prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
    QCOMPARE(report.drawings, 3);
    QVERIFY(report.refused.empty());
    const auto set = openPairs("own");
    QCOMPARE(set->side(), 64);
    QCOMPARE(set->size(), 3);
    QVERIFY(!set->hasFill() && set->hasPicture());
    const Pair pair = set->load(0, 0);
    QVERIFY(same(pair.sketch, toSketch(sketchOf())) && same(pair.picture, pictureOf()) && same(pair.fill, pair.picture));
    QCOMPARE(set->info(0).hue, 11);  // a red that leans to magenta
  }

  void theSketchMayBeAtTheRight() {
    cv::Mat both;
    cv::hconcat(pictureOf(), sketchOf(), both);
    put(at("pairs") / "a.png", both);
    PrepareOptions right = options(PrepareKind::SideBySide, {at("pairs")});
    right.sketchAtRight = true;
    prepareData(right, {});
    QVERIFY(same(openPairs("own")->load(0, 0).sketch, toSketch(sketchOf())));
  }

  void foldersAreMatchedByName() {
    put(at("s") / "cat.png", sketchOf());
    put(at("p") / "cat.jpg", pictureOf());  // the extension may differ
    put(at("s") / "lonely.png", sketchOf());
    put(at("p") / "single.png", pictureOf());
    put(at("s") / "small.png", sketchOf(256, 256));
    put(at("p") / "small.png", pictureOf(200, 256));
    const PrepareReport report = prepareData(options(PrepareKind::Folders, {at("s"), at("p")}), {});
    QCOMPARE(report.drawings, 1);
    QCOMPARE(reasonOf(report.refused, "s/lonely.png"), std::string("no partner: no picture of this name in p"));
    QCOMPARE(reasonOf(report.refused, "p/single.png"), std::string("no partner: no sketch of this name in s"));
    QCOMPARE(reasonOf(report.refused, "s/small.png"), std::string("sizes differ: 256 x 256 and 200 x 256"));
    QCOMPARE(report.refused.size(), size_t{3});
    QCOMPARE(openPairs("own")->info(0).name, std::string("cat"));
  }

  void linesAreExtracted() {
    put(at("pictures") / "wide_thing-2.png", pictureOf(400, 200));
    prepareData(options(PrepareKind::Pictures, {at("pictures")}), {});
    const auto set = openPairs("own");
    const Pair pair = set->load(0, 0);
    QCOMPARE(set->info(0).label, std::string("wide thing 2"));
    QCOMPARE(pair.picture.at<cv::Vec3b>(4, 32), cv::Vec3b(255, 255, 255));  // white around it
    QVERIFY(cv::norm(pair.picture.at<cv::Vec3b>(32, 32), cv::Vec3b(40, 30, 220)) < 4);
    QVERIFY(cv::countNonZero(pair.sketch(cv::Rect(10, 16, 12, 32)) <= 200) > 10);  // the left edge
    QCOMPARE(cv::countNonZero(pair.sketch(cv::Rect(26, 28, 12, 8)) <= 200), 0);    // flat inside
    QCOMPARE(set->about().at("original_sizes").at("median"), (Json{400, 200}));
  }

  void namesDecideTheSplit() {
    for (int i = 0; i < 60; ++i) put(at("pairs") / ("drawing" + std::to_string(i) + ".png"), sideBySide());
    const PrepareReport report = prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
    const auto set = openPairs("own");
    for (int i = 0; i < set->size(); ++i) QVERIFY(set->info(i).split == splitOfThing(set->info(i).name));
    QVERIFY(report.val > 0 && report.test > 0);
    QCOMPARE(report.train + report.val + report.test, 60);
  }

  void foldersKeepTheirSplit_data() {
    QTest::addColumn<QString>("validation");
    for (const char* name : {"val", "valid", "validation"}) QTest::newRow(name) << name;
  }
  void foldersKeepTheirSplit() {
    QFETCH(QString, validation);
    const std::string val = validation.toStdString();
    for (const char* name : {"1.png", "2.png", "3.png"}) put(at("pairs") / "train" / name, sideBySide());
    put(at("pairs") / val / "1.png", sideBySide());
    put(at("pairs") / "test" / "9.png", sideBySide());
    put(at("pairs") / "stray.png", sideBySide());
    put(at("pairs") / "other" / "x.png", sideBySide());
    const PrepareReport report = prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
    QCOMPARE(report.train, 3);
    QCOMPARE(report.val, 1);
    QCOMPARE(report.test, 1);
    QVERIFY(reasonOf(report.refused, "stray.png").starts_with("outside of the split"));
    QVERIFY(reasonOf(report.refused, "other/").starts_with("a folder"));
    const auto set = openPairs("own");
    QVERIFY(set->info(indexOf(*set, "val-1")).split == Split::Val);  // another drawing than train-1
    QVERIFY(set->info(indexOf(*set, "9")).split == Split::Test);
  }

  void foldersWithoutValKeepSomeForIt() {
    for (int i = 0; i < 60; ++i) put(at("pairs") / "train" / ("drawing" + std::to_string(i) + ".png"), sideBySide());
    put(at("pairs") / "test" / "9.png", sideBySide());
    const PrepareReport report = prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
    QVERIFY2(report.val > 0 && report.val < 15, qPrintable(QString::number(report.val)));
    QCOMPARE(report.train + report.val, 60);
    QCOMPARE(report.test, 1);
  }

  void aNameThatIsNoUtf8IsTakenAsItIs() {
    put(at("pairs") / "caf\xe9.png", sideBySide());
    writeFile(at("pairs") / "notes\xff.txt", "not a picture");
    const PrepareReport report = prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
    QCOMPARE(report.drawings, 1);
    QCOMPARE(report.refused.size(), size_t{1});
    QCOMPARE(openPairs("own")->info(0).name, std::string("caf\xef\xbf\xbd"));  // with the sign for what is unknown
  }

  void oneSetIsMadeTwiceAtOnce() {
    for (int i = 0; i < 40; ++i) put(at("pairs") / ("drawing" + std::to_string(i) + ".png"), sideBySide());
    PrepareOptions again = options(PrepareKind::SideBySide, {at("pairs")});
    again.replace = true;
    auto other = std::async(std::launch::async, [&] { return errorOf([&] { prepareData(again, {}); }); });
    const std::string mine = errorOf([&] { prepareData(again, {}); });
    QVERIFY2(mine.empty() && other.get().empty(), mine.c_str());
    QCOMPARE(openPairs("own")->size(), 40);
  }

  void bothFoldersKeepTheirSplit() {
    for (const char* name : {"train/1.png", "test/1.png", "test/2.png"}) put(at("s") / name, sketchOf());
    for (const char* name : {"train/1.png", "train/2.png", "test/1.png"}) put(at("p") / name, pictureOf());
    const PrepareReport report = prepareData(options(PrepareKind::Folders, {at("s"), at("p")}), {});
    QCOMPARE(report.train, 1);
    QCOMPARE(report.test, 1);
    QVERIFY(reasonOf(report.refused, "s/test/2.png").starts_with("no partner"));  // its picture is in train
    put(at("flat") / "1.png", pictureOf());
    QVERIFY(errorOf([&] { prepareData(options(PrepareKind::Folders, {at("s"), at("flat")}, "mixed"), {}); }).find("only one of") == 0);
  }

  void everyRefusedFileIsNamed() {
    const fs::path pairs = at("pairs");
    put(pairs / "good.png", sideBySide());
    cv::Mat odd(64, 127, CV_8UC3, cv::Scalar::all(128));
    put(pairs / "odd.png", odd);
    put(pairs / "tiny.png", sideBySide(31));
    cv::Mat blank(64, 128, CV_8UC3, cv::Scalar::all(255));
    put(pairs / "blank.png", blank);
    writeFile(pairs / "notes.txt", "not a picture");
    writeFile(pairs / "empty.png", "");
    writeFile(pairs / "cut.png", encodePng(sideBySide()).substr(0, 60));
    writeFile(pairs / "huge.bmp", hugeBmp());
    put(pairs / "good.jpg", sideBySide());          // by content a picture of the same name
    writeFile(pairs / "good.txt", "its caption");   // takes no name
    fs::create_symlink("nowhere", pairs / "link.png");
    fs::create_directory(pairs / "more");
    const PrepareReport report = prepareData(options(PrepareKind::SideBySide, {pairs}), {});
    QCOMPARE(report.drawings, 1);
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"blank.png", "no lines: its sketch is blank"}, {"cut.png", "damaged: it is damaged or cut off; get it again"},
        {"empty.png", "not a picture: PNG, JPEG, WebP, BMP and SVG can be read"}, {"good.png", "same name: good.jpg is used"},
        {"good.txt", "not a picture: PNG, JPEG, WebP, BMP and SVG can be read"}, {"huge.bmp", "too large: 20000 x 20000 pixels"},
        {"link.png", "not a picture: neither a file nor a folder"}, {"more/", "a folder: what is inside is not looked at"},
        {"notes.txt", "not a picture: PNG, JPEG, WebP, BMP and SVG can be read"}, {"odd.png", "odd width: 127 pixels cannot be halved"},
        {"tiny.png", "too small: 31 x 31 pixels, 32 are needed"}};
    QCOMPARE(report.refused.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
      QCOMPARE(report.refused[i].file, expected[i].first);
      QCOMPARE(report.refused[i].reason, expected[i].second);
    }
    const DataAnalysis counts = countDrawings(*openPairs("own"));
    QCOMPARE(counts.refused.at("not a picture"), 4);
    QCOMPARE(counts.refused.at("odd width"), 1);
    QCOMPARE(counts.refusedFiles.size(), expected.size());
    QCOMPARE(openPairs("own")->about().at("files").get<int>(), 12);
  }

  void aTextNeverTakesAPicturesName() {
    writeFile(at("pairs") / "cat.caption", "a cat");  // sorted before the picture
    put(at("pairs") / "cat.png", sideBySide());
    const PrepareReport report = prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
    QCOMPARE(report.drawings, 1);
    QVERIFY(reasonOf(report.refused, "cat.caption").starts_with("not a picture"));
  }

  void aDamagedPartnerIsNamed() {
    put(at("s") / "cat.png", sketchOf());
    writeFile(at("p") / "cat.png", "no picture at all");
    put(at("s") / "dog.png", sketchOf());
    put(at("p") / "dog.png", pictureOf());
    const PrepareReport report = prepareData(options(PrepareKind::Folders, {at("s"), at("p")}), {});
    QCOMPARE(report.drawings, 1);
    QVERIFY(reasonOf(report.refused, "p/cat.png").starts_with("not a picture"));
  }

  void wrongCallsLeaveNothing() {
    put(at("pairs") / "a.png", sideBySide());
    const auto says = [&](PrepareOptions o, const std::string& part) { return errorOf([&] { prepareData(o, {}); }).find(part) != std::string::npos; };
    const auto good = options(PrepareKind::SideBySide, {at("pairs")});
    QVERIFY(says(options(PrepareKind::SideBySide, {at("missing")}), "does not exist"));
    QVERIFY(says(options(PrepareKind::SideBySide, {at("pairs") / "a.png"}), "is a file"));
    QVERIFY(says(options(PrepareKind::SideBySide, {at("pairs"), at("pairs")}), "needs one folder"));
    QVERIFY(says(options(PrepareKind::Folders, {at("pairs")}), "needs two folders"));
    QVERIFY(says(options(PrepareKind::Folders, {at("pairs"), at("pairs")}), "named twice"));
    for (const char* name : {"", "a/b", "..", "-x", "two words", "a,b", "x.chsk"}) QVERIFY2(says(options(PrepareKind::SideBySide, {at("pairs")}, name), "name"), name);
    QVERIFY(says(options(PrepareKind::SideBySide, {at("pairs")}, "openmoji"), "kept for data that is fetched"));
    QVERIFY(says(options(PrepareKind::SideBySide, {at("pairs")}, "downloads"), "kept for"));
    PrepareOptions wide = good, strong = good;
    wide.side = 5000;
    strong.strength = 101;
    QVERIFY(says(wide, "out of bounds") && says(strong, "out of bounds"));
    fs::create_directory(at("empty"));
    QVERIFY(says(options(PrepareKind::Pictures, {at("empty")}), "it is empty"));
    QVERIFY(!fs::exists(dataFolder()));
    QVERIFY(errorOf([] { parsePrepareKind("sideways"); }).find("side-by-side, folders, pictures") != std::string::npos);
  }

  void nothingUsableIsOneLineAndAList() {
    writeFile(at("pairs") / "a.txt", "text");
    put(at("pairs") / "b.png", sideBySide(20));
    try {
      prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
      QFAIL("it was prepared");
    } catch (const NothingUsable& error) {
      QCOMPARE(error.refused.size(), size_t{2});
      QCOMPARE(error.exitStatus(), 1);
      QVERIFY(std::string(error.what()).find("no usable picture in " + at("pairs").string() + " (a.txt: not a picture") != std::string::npos);
    }
    QVERIFY(fs::is_empty(dataFolder()));
    QVERIFY(errorOf([] { openPairs("own"); }).find("unknown data set") == 0);
  }

  void aSetIsReplacedOnlyOnRequest() {
    put(at("pairs") / "a.png", sideBySide());
    PrepareOptions again = options(PrepareKind::SideBySide, {at("pairs")});
    prepareData(again, {});
    put(at("pairs") / "b.png", sideBySide());
    QVERIFY(errorOf([&] { prepareData(again, {}); }).find("is here already") != std::string::npos);
    QCOMPARE(openPairs("own")->size(), 1);
    again.replace = true;
    prepareData(again, {});
    QCOMPARE(openPairs("own")->size(), 2);
    const auto entries = listData();
    const auto own = std::find_if(entries.begin(), entries.end(), [](const DataEntry& entry) { return entry.name == "own"; });
    QVERIFY(own != entries.end() && own->present && !own->fetchable && !own->heldOut && own->drawings == 2);
    QVERIFY(own->title.starts_with("Own data"));
  }

  void anUnwritableHomeIsOneLine() {
    put(at("pairs") / "a.png", sideBySide());
    writeFile(at("home"), "a file is in the way");
    QVERIFY(errorOf([&] { prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {}); }).find("cannot create the folder") == 0);
  }

  void cancellingLeavesNothing() {
    for (int i = 0; i < 40; ++i) put(at("pairs") / (std::to_string(i) + ".png"), sideBySide());
    Progress progress([&](double fraction, const std::string&) { if (fraction > .3) progress.cancel(); });
    QVERIFY_EXCEPTION_THROWN(prepareData(options(PrepareKind::SideBySide, {at("pairs")}), progress), Cancelled);
    QVERIFY(fs::is_empty(dataFolder()));
  }

  void theSameFilesMakeTheSameSet() {
    for (int i = 0; i < 20; ++i) put(at("pairs") / (std::to_string(i) + ".png"), sideBySide());
    prepareData(options(PrepareKind::SideBySide, {at("pairs")}), {});
    const std::string first = openPairs("own")->fingerprint();
    PrepareOptions again = options(PrepareKind::SideBySide, {at("pairs")});
    again.replace = true;
    prepareData(again, {});
    QCOMPARE(openPairs("own")->fingerprint(), first);
  }

  void aPreviewReadsFewFiles() {
    for (int i = 0; i < 9; ++i) put(at("pairs") / (std::to_string(i) + ".png"), sideBySide());
    writeFile(at("pairs") / "0a.txt", "text");
    const cv::Mat sheet = previewPrepared(options(PrepareKind::SideBySide, {at("pairs")}, ""), 4);
    QCOMPARE(sheet.size(), cv::Size(2 * (2 * 144 + 8) + 8, 2 * (144 + 8) + 8));
    QVERIFY(!fs::exists(dataFolder()));
    QVERIFY(errorOf([&] { previewPrepared(options(PrepareKind::SideBySide, {at("missing")}), 4); }).find("does not exist") != std::string::npos);
  }

 private:
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

  static PrepareOptions options(PrepareKind kind, std::vector<fs::path> paths, const std::string& name = "own") {
    PrepareOptions made;
    made.kind = kind;
    made.paths = std::move(paths);
    made.name = name;
    made.side = 64;
    return made;
  }

  /// A header alone, of a picture beyond the limit.
  static std::string hugeBmp() {
    std::string bytes(64, '\0');
    const auto number = [&](size_t place, uint32_t value) {
      for (size_t i = 0; i < 4; ++i) bytes[place + i] = static_cast<char>(value >> (8 * i));
    };
    bytes[0] = 'B', bytes[1] = 'M', bytes[26] = 1, bytes[28] = 24;
    number(10, 54), number(14, 40), number(18, 20000), number(22, 20000);
    return bytes;
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestPrepare)
#include "test_prepare.moc"
