// SPDX-License-Identifier: GPL-3.0-or-later
// What each source of pictures makes of its files, and what is refused and how.
#include <QTest>
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/data/gzip.h"
#include "core/data/idx.h"
#include "core/data/openmoji.h"
#include "core/data/picture_pack.h"
#include "core/data/set_files.h"
#include "tests/errors.h"
#include "tests/picture_files.h"
#include "tests/pictures.h"

using namespace chaesaek;
namespace fs = std::filesystem;

class TestPictureFiles : public PictureFilesTest {
  Q_OBJECT

 private Q_SLOTS:
  void init() { fresh(); }

  void idxIsKeptBitForBit_data() {
    QTest::addColumn<bool>("gzip");
    QTest::newRow("plain") << false;
    QTest::newRow("gzip") << true;
  }
  void idxIsKeptBitForBit() {
    QFETCH(bool, gzip);
    for (const auto& [name, bytes] : mnistLike()) writeFile(at("idx") / (gzip ? name + ".gz" : name), gzip ? gzipped(bytes) : bytes);
    writeFile(at("idx") / "readme.txt", "not looked at");
    const PrepareReport report = preparePictures(options(PictureSource::Idx, {at("idx")}), {});
    QCOMPARE(report.drawings, 72);
    const auto set = openPictures("own");
    QCOMPARE(set->size(), 72);
    QCOMPARE(set->pictureSize(), cv::Size(kWidth, kHeight));
    QCOMPARE(set->channels(), 1);
    QCOMPARE(set->classes(), (std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
    for (int i = 0; i < set->size(); ++i) {
      const cv::Mat picture = set->picture(i);
      QCOMPARE(picture.type(), CV_8UC1);
      for (int place = 0; place < kWidth * kHeight; ++place) QCOMPARE(picture.at<uint8_t>(place / kWidth, place % kWidth), pixelOf(i, place));
      QCOMPARE(set->labelOf(i), (i < 60 ? i : i - 60) % 10);
      QCOMPARE(set->splitOf(i), i >= 60 ? Split::Test : i % 20 == 1 ? Split::Val : Split::Train);
    }
    QVERIFY_EXCEPTION_THROWN(set->picture(72), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN(set->picture(-1), std::out_of_range);
    set->picture(3).setTo(0);  // the caller's own
    QCOMPARE(set->picture(3).at<uint8_t>(0, 0), pixelOf(3, 0));
    QCOMPARE(report.train, 57);
    QCOMPARE(report.val, 3);
    QCOMPARE(report.test, 12);
  }

  void idxWithoutTestOrLabels() {
    writeFile(at("images"), idxPictures(40));
    preparePictures(options(PictureSource::Idx, {at("images")}), {});
    const auto set = openPictures("own");
    QVERIFY(set->classes().empty());
    QCOMPARE(set->labelOf(7), -1);
    QCOMPARE(indicesOf(*set, Split::Test), (std::vector<int>{0, 20}));
    QCOMPARE(indicesOf(*set, Split::Val), (std::vector<int>{1, 21}));
    QCOMPARE(kindOf("own"), DataKind::Images);
    QVERIFY(openData("own", DataKind::Images)->size() == 40);
    QCOMPARE(errorOf([] { openData("own", DataKind::LabelledImages); }),
             std::string("the data set own holds pictures without labels; what is needed here is labelled pictures, for example mnist"));
  }

  void damagedIdxIsRefusedByName_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* file, const std::string& bytes, const char* says) {
      QTest::newRow(name) << QString(file) << QByteArray::fromStdString(bytes) << QString(says);
    };
    const std::string pictures = idxPictures(60), labels = idxLabels(60);
    row("magic", "train-images-idx3-ubyte", "GIF8" + pictures.substr(4), "is not an IDX file: its first bytes are wrong");
    row("empty", "train-images-idx3-ubyte", "", "is not an IDX file");
    row("type", "train-images-idx3-ubyte", std::string("\0\0\x0D\x03", 4) + pictures.substr(4), "numbers of type 0x0D; only bytes");
    row("dimensions", "train-images-idx3-ubyte", std::string("\0\0\x08\x02", 4) + pictures.substr(4), "has 2 dimensions; pictures have 3 and labels 1");
    row("header", "train-images-idx3-ubyte", pictures.substr(0, 10), "is cut off; get it again");
    row("truncated", "train-images-idx3-ubyte", pictures.substr(0, 500), "is cut off: 1,216 bytes are needed, it has 500; get it again");
    row("longer", "train-images-idx3-ubyte", pictures + "x", "is too long: 1,216 bytes are needed, it has 1,217");
    row("size", "train-images-idx3-ubyte", pictures.substr(0, 8) + bigEndian(0) + pictures.substr(12), "claims a size of 0, which is out of range");
    row("gzip", "train-images-idx3-ubyte", gzipped(pictures).substr(0, 100), "train-images-idx3-ubyte is cut off or damaged");
    row("other size", "t10k-images-idx3-ubyte", std::string("\0\0\x08\x03", 4) + bigEndian(12) + bigEndian(5) + bigEndian(4) + idxPictures(12).substr(16),
        "train-images-idx3-ubyte has pictures of 5 x 4 and t10k-images-idx3-ubyte of 4 x 5 pixels");
    row("fewer labels", "train-labels-idx1-ubyte", idxLabels(59), "train-images-idx3-ubyte holds 60 pictures and train-labels-idx1-ubyte 59 labels; they do not belong");
    row("label", "train-labels-idx1-ubyte", labels.substr(0, 10) + '\x0a' + labels.substr(11), "train-labels-idx1-ubyte: label 10 of picture 2 is out of range, 0 to 9");
    row("twice", "train-images-copy", pictures, "would both be used; name one file of pictures");
  }
  void damagedIdxIsRefusedByName() {
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    Files files = mnistLike();
    files[file.toStdString()] = bytes.toStdString();
    const std::vector<std::string> ten = readIdx(mnistLike(), {}).classes;
    const QString error = QString::fromStdString(errorOf([&] { readIdx(files, ten); }));
    QVERIFY2(error.contains(says), qPrintable(error));
    QVERIFY(!error.contains('\n'));
  }

  void missingIdxFilesAreNamed() {
    const auto without = [](const std::vector<std::string>& names) {
      Files files = mnistLike();
      for (const auto& name : names) files.erase(name);
      return errorOf([&] { readIdx(files, {}); });
    };
    QCOMPARE(without({"train-images-idx3-ubyte"}), std::string("train-labels-idx1-ubyte holds labels, but the file of their pictures is missing; name it, too"));
    QVERIFY(without({"train-images-idx3-ubyte", "train-labels-idx1-ubyte"}).starts_with("t10k-images-idx3-ubyte is the test part"));
    QVERIFY(without({"t10k-labels-idx1-ubyte"}).starts_with("t10k-images-idx3-ubyte has no file of labels beside it"));
    makeFolder(at("empty"));
    QCOMPARE(errorOf([&] { preparePictures(options(PictureSource::Idx, {at("empty")}), {}); }),
             "there is no file like train-images-idx3-ubyte in " + at("empty").string() + "; name the folder that they lie in, or the files");
    QVERIFY(errorOf([&] { preparePictures(options(PictureSource::Idx, {at("gone")}), {}); }).starts_with("cannot read " + at("gone").string()));
    QVERIFY(!fs::exists(dataFolder()));
  }

  void cifarIsTurnedToBgr() {
    for (int batch = 1; batch <= 5; ++batch) writeFile(at("cifar") / ("data_batch_" + std::to_string(batch) + ".bin"), cifarBatch(10, 10 * batch - 10));
    writeFile(at("cifar") / "test_batch.bin", cifarBatch(10, 50));
    const PrepareReport report = preparePictures(options(PictureSource::Cifar10, {at("cifar")}), {});
    const auto set = openPictures("own");
    QCOMPARE(set->size(), 60);
    QCOMPARE(set->channels(), 3);
    QCOMPARE(set->pictureSize(), cv::Size(32, 32));
    QCOMPARE(set->classes().front(), std::string("airplane"));
    for (int i = 0; i < set->size(); ++i) {
      const cv::Mat picture = set->picture(i);
      QCOMPARE(picture.type(), CV_8UC3);
      for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x)
          for (int c = 0; c < 3; ++c) QVERIFY(picture.at<cv::Vec3b>(y, x)[c] == pixelOf(i, (2 - c) * 1024 + y * 32 + x));
      QCOMPARE(set->labelOf(i), i % 10);
      QCOMPARE(set->splitOf(i), i >= 50 ? Split::Test : i % 20 == 1 ? Split::Val : Split::Train);
    }
    QCOMPARE(report.val, 3);
    QCOMPARE(report.test, 10);
  }

  void damagedCifarIsRefusedByName() {
    const auto says = [&](const std::string& file, const std::string& bytes) {
      writeFile(at("cifar") / "data_batch_1.bin", cifarBatch(3));
      writeFile(at("cifar") / file, bytes);
      const std::string error = errorOf([&] { preparePictures(options(PictureSource::Cifar10, {at("cifar")}), {}); });
      fs::remove(at("cifar") / file);
      return error;
    };
    const std::string path = (at("cifar") / "test_batch.bin").string();
    QCOMPARE(says("test_batch.bin", cifarBatch(1).substr(1)), path + " is cut off, or not of CIFAR-10's binary version: its 3,072 bytes are no multiple of 3,073; get it again");
    QCOMPARE(says("test_batch.bin", '\x0b' + cifarBatch(1).substr(1)), path + ": label 11 of picture 0 is out of range, 0 to 9; get it again");
    QVERIFY(says("batches.meta.txt", "a\nb\n").ends_with("batches.meta.txt names 2 classes, not 10; get it again, or take it away"));
    QVERIFY(!isHere("own"));
    writeFile(at("alone") / "test_batch.bin", cifarBatch(2));
    QVERIFY(errorOf([&] { preparePictures(options(PictureSource::Cifar10, {at("alone")}), {}); }).starts_with("CIFAR-10's training part is missing"));
    writeFile(at("cifar") / "batches.meta.txt", "a\r\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    preparePictures(options(PictureSource::Cifar10, {at("cifar")}), {});
    QCOMPARE(openPictures("own")->classes().back(), std::string("j"));
    QCOMPARE(openPictures("own")->classes().front(), std::string("a"));
  }

  void foldersAreClasses() {
    put(at("own") / "cat" / "1.png", disc({0, 0, 255}));
    put(at("own") / "cat" / "2.png", disc({0, 0, 200}, {80, 40}));
    put(at("own") / "dog" / "1.png", disc({255, 0, 0}));
    writeFile(at("own") / "dog" / "notes.txt", "text");
    writeFile(at("own") / "bird" / "cut.png", encodePng(disc({1, 2, 3})).substr(0, 60));
    put(at("own") / "stray.png", disc({1, 2, 3}));
    const PrepareReport report = preparePictures(options(PictureSource::Labelled, {at("own")}), {});
    const auto set = openPictures("own");
    QCOMPARE(set->classes(), (std::vector<std::string>{"cat", "dog"}));  // no picture of a bird is usable
    QCOMPARE(set->size(), 3);
    QCOMPARE(set->labelOf(0), 0);
    QCOMPARE(set->labelOf(2), 1);
    QVERIFY(same(set->picture(0), disc({0, 0, 255})));
    QCOMPARE(set->picture(1).at<cv::Vec3b>(4, 20), cv::Vec3b(255, 255, 255));  // a wide picture: white above
    const std::vector<std::pair<std::string, std::string>> refused = {
        {"bird/cut.png", "damaged: it is damaged or cut off; get it again"}, {"dog/notes.txt", "not a picture: PNG, JPEG, WebP, BMP and SVG can be read"},
        {"stray.png", "outside of the classes: put it into its class's folder"}};
    QCOMPARE(report.refused.size(), refused.size());
    for (size_t i = 0; i < refused.size(); ++i) {
      QCOMPARE(report.refused[i].file, refused[i].first);
      QCOMPARE(report.refused[i].reason, refused[i].second);
    }
    QCOMPARE(set->about().at("refused").at("not a picture").get<int>(), 1);
  }

  void foldersKeepTheirSplitOrNamesDecide() {
    for (int i = 0; i < 60; ++i) put(at("named") / "a" / (std::to_string(i) + ".png"), disc(cv::Scalar::all(i)));
    preparePictures(options(PictureSource::Labelled, {at("named")}), {});
    const auto named = openPictures("own");
    QCOMPARE(named->channels(), 1);  // all are grey
    std::vector<std::string> stems;
    for (int i = 0; i < 60; ++i) stems.push_back(std::to_string(i));
    std::sort(stems.begin(), stems.end());
    for (int i = 0; i < 60; ++i) {
      QCOMPARE(named->splitOf(i), splitOfThing("a/" + stems[static_cast<size_t>(i)]));
      QCOMPARE(named->picture(i).at<uint8_t>(20, 20), static_cast<uint8_t>(std::stoi(stems[static_cast<size_t>(i)])));
    }
    for (const char* file : {"train/a/1.png", "train/b/1.png", "validation/a/2.png", "test/b/3.png", "test/b/4.png"}) put(at("kept") / file, disc({9, 0, 0}));
    put(at("kept") / "c" / "5.png", disc({9, 0, 0}));
    const PrepareReport report = preparePictures(options(PictureSource::Labelled, {at("kept")}, "kept"), {});
    QCOMPARE(report.train, 2);
    QCOMPARE(report.val, 1);
    QCOMPARE(report.test, 2);
    QCOMPARE(report.refused.size(), size_t{1});
    QCOMPARE(openPictures("kept")->classes(), (std::vector<std::string>{"a", "b"}));
  }

  void wrongCallsLeaveNothing() {
    put(at("own") / "cat" / "1.png", disc({0, 0, 255}));
    const auto says = [&](PicturesOptions o) { return errorOf([&] { preparePictures(o, {}); }); };
    auto small = options(PictureSource::Labelled, {at("own")});
    small.side = 4;
    QCOMPARE(says(small), std::string("side 4 is out of bounds: 8 to 1024 pixels"));
    QVERIFY(says(options(PictureSource::Labelled, {at("own")}, "mnist")).find("is kept for data that is fetched") != std::string::npos);
    QVERIFY(says(options(PictureSource::Labelled, {at("own"), at("own")})).starts_with("labelled needs one folder"));
    QVERIFY(says(options(PictureSource::Labelled, {at("own") / "cat"})).starts_with("there is no usable picture in"));
    QVERIFY(!fs::exists(dataFolder()));
    Progress progress([&](double, const std::string&) { progress.cancel(); });
    QVERIFY_EXCEPTION_THROWN(preparePictures(options(PictureSource::Labelled, {at("own")}), progress), Cancelled);
    QVERIFY(!isHere("own"));
    preparePictures(options(PictureSource::Labelled, {at("own")}), {});
    QVERIFY(says(options(PictureSource::Labelled, {at("own")})).find("is here already") != std::string::npos);
    for (const auto& entry : fs::directory_iterator(dataFolder())) QCOMPARE(entry.path().filename().string(), "own");
  }
};

QTEST_GUILESS_MAIN(TestPictureFiles)
#include "test_picture_files.moc"
