// SPDX-License-Identifier: GPL-3.0-or-later
// The networks that are compared: each once, within a limit; and a run's past by name.
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>

#include "core/base/files.h"
#include "core/base/safetensors.h"
#include "core/inference/model_places.h"
#include "core/inference/model_shelf.h"
#include "tests/errors.h"
#include "tests/pictures.h"
#include "tests/tiny_generators.h"

using namespace chaesaek;
namespace fs = std::filesystem;

class TestModelShelf : public QObject {
  Q_OBJECT
  QTemporaryDir home_;
  fs::path home() const { return home_.path().toStdString(); }
  fs::path snapshot(const char* name) const { return home() / "runs/first/snapshots" / name; }
  int64_t bytesOfOne() const { return 4 * countSafetensorsNumbers(home() / "models/a.safetensors"); }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CHAESAEK_HOME", home_.path().toUtf8());
    uint64_t seed = 0;
    for (const char* name : {"a", "b", "c"}) saveTinyColouring(home() / "models" / (std::string(name) + ".safetensors"), {.seed = ++seed});
    fs::copy_file(home() / "models/a.safetensors", home() / "models/twin.safetensors");
    for (const char* name : {"step-000800.safetensors", "step-000050.safetensors", "step-001600.safetensors"}) saveTinyColouring(snapshot(name));
    for (const char* name : {"best", "model"}) saveTinyColouring(home() / "runs/first" / (std::string(name) + ".safetensors"));
    for (const char* name : {"config.json", "checkpoint.safetensors"}) writeFile(home() / "runs/first" / name, "{}");
    writeFile(snapshot("step-12x.safetensors"), "something else");
    writeFile(snapshot("notes.txt"), "something else");
    makeFolder(home() / "runs/young");
  }

  void numbersAreCountedWithoutReadingThem() {
    int64_t count = 0;
    for (const auto& [name, tensor] : readSafetensors(home() / "models/a.safetensors").tensors)
      count += static_cast<int64_t>(tensor.bytes.size() / elementSize(tensor.type));
    QCOMPARE(countSafetensorsNumbers(home() / "models/a.safetensors"), count);
    QVERIFY(errorOf([&] { countSafetensorsNumbers(snapshot("notes.txt")); }).find("notes.txt") != std::string::npos);
  }

  void runsPastIsFoundByName() {
    const std::vector<RunMoment> moments = momentsOfRun("first");
    QStringList names;
    for (const RunMoment& one : moments) names << QString::fromStdString(one.reference);
    QCOMPARE(names, QStringList({"first@best", "first@50", "first@800", "first@1600"}));
    QCOMPARE(moments[2].step, int64_t{800});
    QCOMPARE(moments[2].path, snapshot("step-000800.safetensors"));
    QCOMPARE(openColourer("first@800")->info().name, std::string("first@800"));
    QVERIFY(momentsOfRun("young").empty() && momentsOfRun("nobody").empty());

    QCOMPARE(findModelPlace(snapshot("step-000050.safetensors").string())->name, std::string("first@50"));
    QCOMPARE(findModelPlace((home() / "runs/first/best.safetensors").string())->name, std::string("first@best"));
    const auto checkpoint = findModelPlace((home() / "runs/first/checkpoint.safetensors").string());
    QCOMPARE(checkpoint->name, std::string("first"));
    QCOMPARE(checkpoint->path, home() / "runs/first/model.safetensors");
    QCOMPARE(findModelPlace((home() / "models/a.safetensors").string())->name, std::string("a"));
  }

  void momentsThatWereNotKeptAreNamed() {
    const std::string error = errorOf([] { openColourer("first@77"); });
    QVERIFY2(error.find("77") != std::string::npos && error.find("best, 50, 800, 1600") != std::string::npos, error.c_str());
    QVERIFY(errorOf([] { openColourer("young@50"); }).find("young") != std::string::npos);
    QVERIFY(errorOf([] { openColourer("nobody@50"); }).find("nobody@50") != std::string::npos);
  }

  void eachNetworkIsLoadedOnce() {
    ModelShelf shelf;
    const auto a = shelf.open("a");
    QCOMPARE(shelf.open("a").get(), a.get());
    QCOMPARE(shelf.open("twin").get(), a.get());  // the same bytes elsewhere
    QCOMPARE(shelf.open((home() / "models/a.safetensors").string()).get(), a.get());
    QVERIFY(shelf.open("b") != a);
    QCOMPARE(shelf.size(), size_t{2});
    QCOMPARE(shelf.bytes(), 2 * bytesOfOne());
    QVERIFY(shelf.open("flat"));
    QCOMPARE(shelf.bytes(), 2 * bytesOfOne());
  }

  void whatIsWrittenAnewIsAnotherNetwork() {
    const fs::path path = home() / "models/changing.safetensors";
    saveTinyColouring(path, {.seed = 8});
    ModelShelf shelf;
    const auto before = shelf.open("changing");
    saveTinyColouring(path, {.seed = 9});
    const auto after = shelf.open("changing");
    QVERIFY(before != after);
    QVERIFY(before->info().sha256 != after->info().sha256);
    const cv::Mat sketch = circleSketch(64, 20, 3);
    QVERIFY(!same(before->colour(sketch, {}), after->colour(sketch, {})));  // both go on
    fs::remove(path);
    QVERIFY(errorOf([&] { shelf.open("changing"); }).find("changing") != std::string::npos);
  }

  void leastRecentlyUsedMakesRoom() {
    ModelShelf shelf(2 * bytesOfOne());
    const std::weak_ptr<Colourer> a = shelf.open("a"), b = shelf.open("b");
    shelf.open("a");
    const std::weak_ptr<Colourer> c = shelf.open("c");
    QVERIFY(!a.expired() && b.expired() && !c.expired());
    shelf.setLimit(bytesOfOne());
    QVERIFY(a.expired() && !c.expired());
  }

  void whatIsHeldStays() {
    ModelShelf shelf(2 * bytesOfOne());
    auto a = shelf.open("a");
    const std::weak_ptr<Colourer> idle = shelf.open("b");
    auto c = shelf.open("c");
    QVERIFY(idle.expired());
    const std::string error = errorOf([&] { shelf.open("b"); });
    QVERIFY2(error.find("no room for b") != std::string::npos && error.find('\n') == std::string::npos, error.c_str());
    QCOMPARE(shelf.size(), size_t{2});  // the others go on
    c.reset();
    QVERIFY(shelf.open("b"));
    shelf.setLimit(1);
    QCOMPARE(shelf.open("a").get(), a.get());
  }

  void tooLargeIsSaidBeforeAnythingIsGivenUp() {
    ModelShelf shelf(bytesOfOne());
    const std::weak_ptr<Colourer> a = shelf.open("a");
    saveTinyColouring(home() / "models/wide.safetensors", {.width = 16});
    const std::string error = errorOf([&] { shelf.open("wide"); });
    QVERIFY2(error.find("wide is too large") != std::string::npos && error.find("MB") != std::string::npos, error.c_str());
    QVERIFY(!a.expired());
  }

  void modelsThatDoNotColourAreNamed() {
    ModelShelf shelf;
    saveTinyGenerator(home() / "models/digits.safetensors");
    writeFile(home() / "models/broken.safetensors", "not a model");
    QVERIFY(errorOf([&] { shelf.open("digits"); }).find("does not colour") != std::string::npos);
    QVERIFY(errorOf([&] { shelf.open("broken"); }).find("broken") != std::string::npos);
    QCOMPARE(shelf.size(), size_t{0});
  }
};

QTEST_GUILESS_MAIN(TestModelShelf)
#include "test_model_shelf.moc"
