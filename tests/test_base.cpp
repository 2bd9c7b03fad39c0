// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>
#include <algorithm>
#include <set>
#include <thread>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/parameters.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/base/threads.h"
#include "tests/errors.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

QStringList filesIn(const QString& folder) { return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

ParameterSchema schema() {
  ParameterSchema s;
  s.integer("batch", "Batch", "Samples a step.", 4, 1, 64)
      .real("rate", "Rate", "Learning rate.", 2e-4, 0, 1, "a step")
      .toggle("mirror", "Mirror", "Mirrors at random.", true)
      .choice("loss", "Loss", "Adversarial loss.", "bce", {"bce", "lsgan"})
      .advanced()
      .preset("course", {{"batch", 16}, {"loss", "lsgan"}});
  return s;
}

// A safetensors file with any header.
std::string withHeader(const std::string& header, const std::string& data) {
  std::string bytes(8, '\0');
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(header.size() >> (8 * i));
  return bytes + header + data;
}

}  // namespace

class TestBase : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(folder_.isValid()); }

  // Hashes

  void knownDigests() {
    QCOMPARE(sha1(""), std::string("da39a3ee5e6b4b0d3255bfef95601890afd80709"));
    QCOMPARE(sha1("abc"), std::string("a9993e364706816aba3e25717850c26c9cd0d89d"));
    QCOMPARE(sha256("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    const std::string million(1'000'000, 'a'), path = file("million");
    QCOMPARE(sha1(million), std::string("34aa973cd4c4daa4f61eeb2bdbad27316534016f"));
    writeFile(path, million);
    QCOMPARE(sha256OfFile(path), std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    QVERIFY(contains(errorOf([&] { sha256OfFile(file("none")); }), file("none")));
  }

  void digestModulo() {
    QCOMPARE(sha1Modulo("abc", 16), 0xd);
    QCOMPARE(sha1Modulo("abc", 256), 0x9d);
    QCOMPARE(sha1Modulo("abc", 20), 17);  // 968236873715988614170569073515315707566766479517 mod 20
  }

  // Parameters

  void settingsTakeTextWithinBounds() {
    const ParameterSchema s = schema();
    Settings settings = s.defaults();
    QCOMPARE(settings.integer("batch"), 4);
    settings.set("batch", std::string("64"));
    settings.set("rate", std::string("1e-3"));
    settings.set("mirror", std::string("off"));
    settings.set("loss", std::string("lsgan"));
    QCOMPARE(settings.integer("batch"), 64);
    QCOMPARE(settings.real("rate"), 1e-3);
    QVERIFY(!settings.on("mirror"));
    QCOMPARE(settings.choice("loss"), std::string("lsgan"));
  }

  void settingsRefuseWithTheReason_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("reason");
    QTest::newRow("too large") << "batch" << "65" << "parameter batch must be between 1 and 64, not 65";
    QTest::newRow("too small") << "batch" << "0" << "between 1 and 64";
    QTest::newRow("not whole") << "batch" << "2.5" << "a whole number between 1 and 64";
    QTest::newRow("no number") << "rate" << "fast" << "a number between 0 and 1 a step";
    QTest::newRow("not finite") << "rate" << "nan" << "between 0 and 1";
    QTest::newRow("trailing") << "batch" << "4x" << "a whole number";
    QTest::newRow("switch") << "mirror" << "maybe" << "on or off";
    QTest::newRow("choice") << "loss" << "hinge" << "one of bce, lsgan";
    QTest::newRow("unknown") << "speed" << "1" << "unknown parameter speed; known are batch, rate, mirror, loss";
  }
  void settingsRefuseWithTheReason() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, reason);
    const ParameterSchema s = schema();
    Settings settings = s.defaults();
    const std::string error = errorOf([&] { settings.set(key.toStdString(), value.toStdString()); });
    QVERIFY2(contains(error, reason.toStdString()), error.c_str());
    QVERIFY(settings.toJson() == s.defaults().toJson());
  }

  void usageErrorsHaveStatusTwo() {
    const ParameterSchema s = schema();
    try {
      s.defaults().set("batch", std::string("65"));
      QFAIL("not refused");
    } catch (const Error& error) {
      QCOMPARE(error.exitStatus(), 2);
    }
  }

  void presetsAndJson() {
    const ParameterSchema s = schema();
    const Settings course = s.withPreset("course");
    QCOMPARE(course.integer("batch"), 16);
    QCOMPARE(course.real("rate"), 2e-4);
    QVERIFY(s.fromJson(course.toJson()).toJson() == course.toJson());
    QVERIFY(contains(errorOf([&] { s.withPreset("paper"); }), "unknown preset paper; known are course"));
    QVERIFY(contains(errorOf([&] { s.fromJson({{"speed", 1}}); }), "unknown parameter speed"));
    QVERIFY(contains(errorOf([&] { s.fromJson({{"batch", "many"}}); }), "parameter batch"));
    QCOMPARE(s.toJson()[0].dump(),
             std::string(R"({"key":"batch","label":"Batch","help":"Samples a step.","kind":"integer","default":4,"min":1.0,"max":64.0,"unit":"","advanced":false,"changeable":false})"));
    QCOMPARE(s.toJson()[3]["advanced"].get<bool>(), true);
    ParameterSchema variant = s;
    QCOMPARE(variant.fallback("batch", 8).defaults().integer("batch"), 8);
    QVERIFY(!errorOf([&] { variant.fallback("batch", 99); }).empty());
  }

  // JSON

  void jsonNamesWhatIsDamaged() {
    QCOMPARE(parseJson(R"({"b":1,"a":2})", "x").dump(), std::string(R"({"b":1,"a":2})"));
    QVERIFY(contains(errorOf([] { parseJson("{\"a\":", "config.json"); }), "config.json is not valid JSON"));
    QVERIFY(numberOrNull(NAN).is_null() && numberOrNull(INFINITY).is_null());
    QCOMPARE(numberOrNull(0.5).get<double>(), 0.5);
  }

  // Files

  void filesAreWholeOrAbsent() {
    const std::string path = file("deep/er/a.txt");
    writeFile(path, "first");
    QCOMPARE(readFile(path), std::string("first"));
    {
      AtomicFile unfinished(path);
      unfinished.write("second");
    }
    QCOMPARE(readFile(path), std::string("first"));
    {
      AtomicFile patched(path);
      patched.write("....and more");
      patched.seek(0);
      patched.write("here");
      QCOMPARE(readFile(path), std::string("first"));
      patched.commit();
    }
    QCOMPARE(readFile(path), std::string("hereand more"));
    QCOMPARE(filesIn(folder_.filePath("deep/er")), QStringList("a.txt"));
  }

  void fileErrorsNameTheFile() {
    QVERIFY(contains(errorOf([&] { readFile(file("none")); }), "cannot read " + file("none")));
    QVERIFY(contains(errorOf([&] { readFile(folder_.path().toStdString()); }), "is a folder"));
    QVERIFY(contains(errorOf([&] { writeFile("/proc/none/a", "x"); }), "/proc/none"));
    writeFile(file("in-the-way"), "x");
    QVERIFY(contains(errorOf([&] { makeFolder(file("in-the-way")); }), file("in-the-way")));
  }

  void aFullDiskLeavesNothing() {
    if (!fs::exists("/dev/full")) QSKIP("no /dev/full here");
    const std::string link = file("full");
    fs::create_symlink("/dev/full", link);
    AtomicFile out(file("big.bin"));
    fs::remove(out.temporary());
    fs::create_symlink("/dev/full", out.temporary());  // what follows by name meets a disk without room
    QVERIFY(contains(errorOf([&] { out.commit(); }), file("big.bin")));
    QVERIFY(!fs::exists(file("big.bin")));
  }

  void homeFollowsTheEnvironment() {
    qputenv("CHAESAEK_HOME", folder_.path().toUtf8());
    QCOMPARE(dataFolder(), fs::path(file("data")));
    qunsetenv("CHAESAEK_HOME");
    qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
    QCOMPARE(runsFolder(), fs::path(file("chaesaek/runs")));
    qunsetenv("XDG_DATA_HOME");
    QVERIFY(fs::is_directory(shippedFolder("models")));
    QVERIFY(!programVersion().empty());
  }

  // Safetensors

  void safetensorsRoundTrip() {
    Safetensors content;
    content.metadata = {{"chaesaek", "{\"format\": 1}"}};
    content.tensors["b"] = {"F32", {2, 3}, std::vector<uint8_t>(24, 7)};
    content.tensors["a"] = {"U8", {5}, {1, 2, 3, 4, 5}};
    content.tensors["scalar"] = {"I64", {}, std::vector<uint8_t>(8, 1)};
    content.tensors["none"] = {"F16", {0, 4}, {}};
    writeSafetensors(file("m.safetensors"), content);
    const Safetensors back = readSafetensors(file("m.safetensors"));
    QVERIFY(back.metadata == content.metadata);
    QCOMPARE(back.tensors.size(), size_t(4));
    for (const auto& [name, tensor] : content.tensors) {
      QCOMPARE(back.tensors.at(name).type, tensor.type);
      QVERIFY(back.tensors.at(name).shape == tensor.shape && back.tensors.at(name).bytes == tensor.bytes);
    }
    QVERIFY(readSafetensorsMetadata(file("m.safetensors")) == content.metadata);
    const std::string bytes = readFile(file("m.safetensors"));
    QCOMPARE((8 + static_cast<uint8_t>(bytes[0]) + 256 * static_cast<uint8_t>(bytes[1])) % 8, 0);  // data is aligned
    for (size_t length = 0; length < bytes.size(); length += 7) {
      writeFile(file("cut"), bytes.substr(0, length));
      QVERIFY2(contains(errorOf([&] { readSafetensors(file("cut")); }), file("cut")), std::to_string(length).c_str());
    }
  }

  void damagedSafetensors_data() {
    QTest::addColumn<QString>("header");
    const auto tensor = [](const char* type, const char* shape, const char* place) {
      return QString(R"({"w":{"dtype":"%1","shape":%2,"data_offsets":%3}})").arg(type, shape, place);
    };
    QTest::newRow("not JSON") << "hello";
    QTest::newRow("not an object") << "[1]";
    QTest::newRow("beyond the end") << tensor("F32", "[4]", "[0,16]");
    QTest::newRow("size and shape differ") << tensor("F32", "[1]", "[0,8]");
    QTest::newRow("backwards") << tensor("F32", "[1]", "[8,4]");
    QTest::newRow("negative side") << tensor("F32", "[-1]", "[0,4]");
    QTest::newRow("overflow") << tensor("F32", "[4611686018427387904,4]", "[0,0]");
    QTest::newRow("huge") << tensor("U8", "[9223372036854775807]", "[0,8]");
    QTest::newRow("unknown type") << tensor("F33", "[1]", "[0,8]");
    QTest::newRow("no offsets") << R"({"w":{"dtype":"F32","shape":[1]}})";
    QTest::newRow("offsets are text") << tensor("F32", "[1]", "[\"0\",\"4\"]");
    QTest::newRow("entry is no object") << R"({"w":3})";
    QTest::newRow("metadata is no text") << R"({"__metadata__":{"a":1}})";
    QTest::newRow("part of a size") << tensor("F32", "[0.5]", "[0,4]");
    QTest::newRow("overlap") << R"({"v":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"w":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})";
  }
  void damagedSafetensors() {
    QFETCH(QString, header);
    const std::string path = file("damaged.safetensors");
    writeFile(path, withHeader(header.toStdString(), std::string(8, 'x')));
    const std::string error = errorOf([&] { readSafetensors(path); });
    QVERIFY2(contains(error, path + " is not a usable safetensors file"), error.c_str());
    QVERIFY(!contains(error, "\n"));
  }

  void foreignFilesAreNoSafetensors() {
    writeFile(file("text"), "this is a text file, and its first bytes are a huge length");
    QVERIFY(contains(errorOf([&] { readSafetensors(file("text")); }), "its header's length is out of range"));
    QVERIFY(contains(errorOf([&] { readSafetensors(file("none")); }), file("none")));
    QVERIFY(contains(errorOf([&] { readSafetensorsMetadata(folder_.path().toStdString()); }), "is a folder"));
  }

  // Random numbers

  void randomIsRepeatableAndDistinct() {
    std::set<uint64_t> seen;
    for (uint64_t seed = 0; seed < 8; ++seed)
      for (uint64_t epoch = 0; epoch < 8; ++epoch)
        for (uint64_t index = 0; index < 8; ++index) {
          Random a(seed, epoch, index), b(seed, epoch, index);
          const uint64_t first = a.next();
          QCOMPARE(b.next(), first);
          seen.insert(first);
        }
    QCOMPARE(seen.size(), size_t(512));
    Random saved(5);
    saved.next();
    Random restored(0);
    restored.state() = saved.state();
    QCOMPARE(restored.next(), saved.next());
  }

  void randomFollowsItsDistributions() {
    Random random(1);
    double sum = 0, squares = 0, heads = 0;
    std::map<int, int> dice;
    for (int i = 0; i < 60'000; ++i) {
      const double u = random.uniform(), n = random.normal();
      QVERIFY(u >= 0 && u < 1);
      sum += n, squares += n * n, heads += random.chance(0.25);
      ++dice[random.integer(1, 6)];
    }
    QVERIFY(std::abs(sum / 60'000) < 0.02 && std::abs(squares / 60'000 - 1) < 0.03 && std::abs(heads / 60'000 - 0.25) < 0.01);
    QCOMPARE(dice.size(), size_t(6));
    for (const auto& [face, count] : dice) QVERIFY(face >= 1 && face <= 6 && std::abs(count - 10'000) < 500);
  }

  // Progress and threads

  void progressReportsAndCancels() {
    double last = -1;
    Progress progress([&](double fraction, const std::string&) { last = fraction; });
    const Progress worker = progress;
    worker(1, 4, "a quarter");
    QCOMPARE(last, 0.25);
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, worker(2, 4, "half"));
    QCOMPARE(last, 0.25);
  }

  void processorIsDescribedInOneLine() {
    const std::string summary = processorSummary();
    QVERIFY(contains(summary, "core") && !contains(summary, "\n"));
    QCOMPARE(contains(summary, "bf16"), hasFastBf16());
  }

 private:
  std::string file(const char* name) const { return folder_.filePath(name).toStdString(); }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestBase)
#include "test_base.moc"
