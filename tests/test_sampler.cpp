// SPDX-License-Identifier: GPL-3.0-or-later
// Latents and what can be done with them, generators from files, their sheets on the command line.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/image/sheet.h"
#include "core/inference/sampler.h"
#include "tests/called_program.h"
#include "tests/errors.h"
#include "tests/pictures.h"
#include "tests/tiny_generators.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

double lengthOf(const Latent& latent) {
  double sum = 0;
  for (const float number : latent.numbers) sum += double{number} * number;
  return std::sqrt(sum);
}

/// The same but for rounding: a product of matrices may depend on how many rows there are.
bool alike(const cv::Mat& a, const cv::Mat& b) { return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) <= 1; }

/// `chaesaek generate …`
Called generate(const QStringList& arguments) { return callProgram(QStringList("generate") + arguments); }

}  // namespace

class TestSampler : public QObject {
  Q_OBJECT
  QTemporaryDir home_;
  fs::path folder() const { return home_.path().toStdString(); }
  QString file(const char* name) const { return home_.filePath(name); }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CHAESAEK_HOME", home_.path().toUtf8());
    saveTinyGenerator(folder() / "models/plain.safetensors");
    saveTinyGenerator(folder() / "models/digits.safetensors", {.classes = 3, .names = {"Zero", "one", "two"}});
    saveTinyGenerator(folder() / "runs/first/model.safetensors", {.channels = 3, .size = 32, .normal = false, .deep = true});
    saveTinyColouring(folder() / "models/colours.safetensors");
    saveTinyGenerator(folder() / "models/poet.safetensors", {.role = "judge"});
    writeFile(folder() / "models/broken.safetensors", "not a model");
    makeFolder(folder() / "runs/young");
  }

  void sameSeedSameLatent() {
    const LatentSpace space{16, true, 3};
    QVERIFY(drawLatent(space, 4, 2, 1) == drawLatent(space, 4, 2, 1));
    QVERIFY(drawLatent(space, 4, 2, 1).numbers == drawLatent(space, 4, 2, 2).numbers);
    QVERIFY(drawLatent(space, 4, 2).numbers != drawLatent(space, 4, 3).numbers);
    QVERIFY(drawLatent(space, 4, 2).numbers != drawLatent(space, 5, 2).numbers);
    QCOMPARE(drawLatent(space, 4, 2, 1).classes, std::vector<float>({0, 1, 0}));
    const LatentSpace uniform{4000, false, 0};
    const auto [least, most] = std::ranges::minmax(drawLatent(uniform, 1, 0).numbers);
    QVERIFY(least >= -1 && least < -.99 && most <= 1 && most > .99);
  }

  void theWayBeginsAndEndsExactly() {
    for (const bool normal : {true, false}) {
      const LatentSpace space{16, normal, 3};
      const Latent a = drawLatent(space, 1, 0, 0), b = drawLatent(space, 1, 1, 2);
      QVERIFY(between(space, a, b, 0) == a && between(space, a, b, 1) == b);
      QVERIFY(between(space, a, a, .3).numbers.size() == 16);
      const Latent half = between(space, a, b, .5);
      QCOMPARE(half.classes, std::vector<float>({.5, 0, .5}));
      for (size_t i = 0; i < 16; ++i) QVERIFY(std::isfinite(half.numbers[i]));
      if (!normal) QCOMPARE(half.numbers[3], (a.numbers[3] + b.numbers[3]) / 2);
    }
  }

  void theSphereKeepsItsRadius() {
    const LatentSpace space{100, true, 0};
    const Latent a = drawLatent(space, 1, 0), b = drawLatent(space, 1, 1);
    const double least = std::min(lengthOf(a), lengthOf(b)), most = std::max(lengthOf(a), lengthOf(b));
    for (const double share : {.25, .5, .75}) {
      const double length = lengthOf(between(space, a, b, share));
      QVERIFY2(length > .95 * least && length < 1.05 * most, qPrintable(QString::number(length)));
    }
    Latent opposite = a;  // there is no shortest way: through the middle
    for (float& number : opposite.numbers) number = -number;
    QVERIFY(std::isfinite(lengthOf(between(space, a, opposite, .3))));
  }

  void arithmeticTakesAwayWhatItAdds() {
    const LatentSpace space{16, true, 3};
    const Latent a = drawLatent(space, 1, 0, 0), b = drawLatent(space, 1, 1, 1), c = drawLatent(space, 1, 2, 2);
    const auto compare = [](const Latent& is, const Latent& should) {
      for (size_t i = 0; i < is.numbers.size(); ++i) QVERIFY(std::abs(is.numbers[i] - should.numbers[i]) < 1e-6);
      QCOMPARE(is.classes, should.classes);
    };
    compare(arithmetic(space, {a}, {b}, {b}), a);
    compare(arithmetic(space, {a}, {b, c}, {c, b}), a);
    const Latent mean = meanLatent({a, b});
    QCOMPARE(mean.numbers[5], (a.numbers[5] + b.numbers[5]) / 2);
    const LatentSpace box{16, false, 3};
    QCOMPARE(arithmetic(box, {a, b}, {c}, {a}).numbers[5], mean.numbers[5] - c.numbers[5] + a.numbers[5]);
    const std::vector<float> shares = arithmetic(space, {a}, {b}, {c}).classes;  // 1 - 1 + 1 of three classes
    QCOMPARE(shares, std::vector<float>({.5, 0, .5}));
  }

  // Three normal vectors add up to a longer one than any that a network has seen.
  void sumsLieWhereVectorsLie() {
    const LatentSpace space{100, true, 0}, box{100, false, 0};
    const Latent a = drawLatent(space, 1, 0), b = drawLatent(space, 1, 1), c = drawLatent(space, 1, 2);
    const Latent sum = arithmetic(box, {a}, {b}, {c}), shortened = arithmetic(space, {a}, {b}, {c});
    QVERIFY(lengthOf(sum) > 14);
    QVERIFY(std::abs(lengthOf(shortened) - std::max({10., lengthOf(a), lengthOf(c)})) < 1e-4);
    for (size_t i = 0; i < sum.numbers.size(); ++i) QVERIFY(std::abs(shortened.numbers[i] * lengthOf(sum) / lengthOf(shortened) - sum.numbers[i]) < 1e-4);
  }

  void wallsAreSquareOrHaveARowForEachClass() {
    const LatentSpace plain{8, true, 0}, digits{8, true, 3};
    QCOMPARE(drawWall(plain, {}).size(), size_t{8});
    const auto few = drawWall(plain, {.seed = 3, .count = 7});
    QCOMPARE(few.size(), size_t{3});
    QCOMPARE(few.back().size(), size_t{1});
    QVERIFY(few[1][0] == drawLatent(plain, 3, 3));
    const auto rows = drawWall(digits, {});
    QCOMPARE(rows.size(), size_t{3});
    QCOMPARE(rows[2].size(), size_t{10});
    QVERIFY(rows[0][4].numbers == rows[2][4].numbers && rows[2][4].classes == std::vector<float>({0, 0, 1}));
    const auto twos = drawWall(digits, {.label = 2, .count = 4});
    QCOMPARE(twos.size(), size_t{2});
    QCOMPARE(twos[1][1].classes, std::vector<float>({0, 0, 1}));
  }

  void opensWhatMakesPictures() {
    const Sampler digits("digits", "cpu");
    QCOMPARE(digits.info().space.classes, 3);
    QCOMPARE(digits.info().classes, std::vector<std::string>({"Zero", "one", "two"}));
    QCOMPARE(digits.info().side, 16);
    QCOMPARE(digits.info().steps, int64_t{1200});
    QVERIFY(digits.device().starts_with("CPU"));
    const auto rows = drawWall(digits.info().space, {});
    const auto first = digits.pictures(rows), again = Sampler((folder() / "models/digits.safetensors").string(), "cpu").pictures(rows);
    QCOMPARE(first.size(), size_t{3});
    QCOMPARE(first[0][0].type(), CV_8UC1);
    QCOMPARE(first[0][0].size(), cv::Size(16, 16));
    for (size_t r = 0; r < 3; ++r)
      for (size_t c = 0; c < 10; ++c) QVERIFY(same(first[r][c], again[r][c]));
    QVERIFY(!same(first[0][0], first[1][0]) && !same(first[0][0], first[0][1]));

    const Sampler run("first", "cpu");
    QVERIFY(run.info().place.kind == ModelPlace::Kind::Run && run.info().channels == 3 && !run.info().space.normal && run.info().classes.empty());
    QCOMPARE(run.pictures(drawWall(run.info().space, {.count = 40})).back().front().type(), CV_8UC3);
    for (const char* path : {"runs/first", "runs/first/model.safetensors"})
      QCOMPARE(Sampler((folder() / path).string(), "cpu").info().place.name, std::string("first"));
  }

  void manyPicturesAreThoseOfOneByOne() {
    const Sampler sampler("first", "cpu");
    const auto rows = drawWall(sampler.info().space, {.count = 49});
    const auto all = sampler.pictures(rows);
    QVERIFY(alike(all[6][6], sampler.pictures(std::vector<Latent>{rows[6][6]}).front()));
  }

  void classesByNameOrNumber() {
    const GeneratorInfo info = Sampler("digits", "cpu").info();
    QCOMPARE(classNamed(info, "zero"), 0);
    QCOMPARE(classNamed(info, "2"), 2);
    QVERIFY(errorOf([&] { classNamed(info, "3"); }).find("Zero, one, two") != std::string::npos);
    QVERIFY(errorOf([] { classNamed(Sampler("plain", "cpu").info(), "3"); }).find("no classes") != std::string::npos);
  }

  void generatorsAreListed() {
    QStringList names;
    for (const GeneratorInfo& each : listGenerators()) names << QString::fromStdString(each.place.name);
    QCOMPARE(names.filter(QRegularExpression("digits|plain|first|poet|colours|broken")).join(' '), QString("digits plain first"));
  }

  void otherFilesAreRefusedInOneLine() {
    const std::string whole = readFile(folder() / "models/plain.safetensors");
    writeFile(folder() / "cut.safetensors", whole.substr(0, whole.size() / 2));
    saveTinyGenerator(folder() / "two.safetensors", {.channels = 2});
    for (const std::string& name : {std::string("colours"), std::string("poet"), std::string("broken"), std::string("young"),
                                    (folder() / "cut.safetensors").string(), (folder() / "two.safetensors").string(), std::string("nobody")}) {
      const std::string error = errorOf([&] { Sampler(name, "cpu"); });
      QVERIFY2(!error.empty() && error.find('\n') == std::string::npos && error.find(fs::path(name).stem().string()) != std::string::npos,
               (name + ": " + error).c_str());
    }
    QVERIFY(errorOf([] { Sampler("nobody", "cpu"); }).find("plain") != std::string::npos);
    const Sampler plain("plain", "cpu");
    QVERIFY(!errorOf([&] { plain.pictures(std::vector<Latent>{Latent{{1, 2}, {}}}); }).empty());
  }

  void canBeCancelled() {
    const Sampler sampler("plain", "cpu");
    int reports = 0;
    Progress progress;
    const Progress told([&](double, const std::string&) {
      if (++reports == 2) progress.cancel();
    });
    progress = told;
    QVERIFY_THROWS_EXCEPTION(Cancelled, sampler.pictures(drawWall(sampler.info().space, {.count = 1000}), told));
    QCOMPARE(reports, 2);
  }

  void sheetsOfTheCommandLine() {
    const Called made = generate({"--model", "digits", "-o", file("sheet.png"), "--scale", "1"});
    QVERIFY2(made.status == 0, made.error);
    QCOMPARE(QString(made.output), file("sheet.png"));
    const auto sheet = splitSheet(readPicture(file("sheet.png").toStdString()), 10);
    QCOMPARE(sheet.size(), size_t{3});
    const Sampler digits("digits", "cpu");
    const auto wall = digits.pictures(drawWall(digits.info().space, {}));
    QVERIFY(alike(sheet[1][4], wall[1][4]));

    QVERIFY(generate({"--model", "digits", "-o", file("ones.png"), "--class", "one", "--count", "4", "--seed", "9", "--scale", "1"}).status == 0);
    const auto ones = splitSheet(readPicture(file("ones.png").toStdString()), 2);
    QVERIFY(alike(ones[1][1], digits.pictures(drawWall(digits.info().space, {9, 1, 4}))[1][1]));

    QVERIFY(generate({"--model", "digits", "-o", file("way.png"), "--between", "4,1:14", "--steps", "5", "--scale", "1"}).status == 0);
    const auto way = splitSheet(readPicture(file("way.png").toStdString()), 5);
    QVERIFY(alike(way[0][0], wall[0][4]) && alike(way[0][4], wall[1][4]) && !alike(way[0][2], wall[0][4]));

    QVERIFY(generate({"--model", "digits", "-o", file("sum.png"), "--arithmetic", "3,12-5,9+5,9", "--scale", "1"}).status == 0);
    const auto sum = splitSheet(readPicture(file("sum.png").toStdString()), 4);
    QVERIFY(alike(sum[0][1], sum[0][2]) && !alike(sum[0][0], sum[0][1]));
    QVERIFY(alike(sum[0][3], sum[0][0]));  // a - b + b
  }

  void wrongCallsAreOneLine_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("no such model") << QStringList{"--model", "nobody"} << "nobody";
    QTest::newRow("colours") << QStringList{"--model", "colours"} << "colours.safetensors";
    QTest::newRow("class") << QStringList{"--model", "digits", "--class", "seven"} << "Zero, one, two";
    QTest::newRow("no classes") << QStringList{"--model", "plain", "--class", "7"} << "no classes";
    QTest::newRow("one end") << QStringList{"--model", "plain", "--between", "3"} << "two picks";
    QTest::newRow("off the sheet") << QStringList{"--model", "plain", "--between", "3,64"} << "pick 64";
    QTest::newRow("no number") << QStringList{"--model", "plain", "--between", "3,x"} << "\"x\"";
    QTest::newRow("no minus") << QStringList{"--model", "plain", "--arithmetic", "3+4"} << "A-B+C";
    QTest::newRow("nothing there") << QStringList{"--model", "plain", "--arithmetic", "3-+4"} << "a pick is";
    QTest::newRow("both") << QStringList{"--model", "plain", "--arithmetic", "3-1+4", "--between", "1,2"} << "--between";
    QTest::newRow("no PNG") << QStringList{"--model", "plain", "-o", "sheet.jpg"} << "sheet.jpg";
    QTest::newRow("no folder") << QStringList{"--model", "plain", "-o", "/proc/none/sheet.png"} << "/proc/none";
  }
  void wrongCallsAreOneLine() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    if (!arguments.contains("-o")) arguments << "-o" << file("none.png");
    const Called call = generate(arguments);
    QVERIFY(call.status != 0 && !QFile::exists(file("none.png")));
    QVERIFY2(call.error.contains(says.toUtf8()) && !call.error.contains('\n'), call.error);
  }
};

QTEST_GUILESS_MAIN(TestSampler)
#include "test_sampler.moc"
