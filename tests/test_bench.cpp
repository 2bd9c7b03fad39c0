// SPDX-License-Identifier: GPL-3.0-or-later
// The program measures its own speed: what each bench says, on networks that are done in a moment.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/json.h"
#include "core/base/safetensors.h"
#include "tests/called_program.h"

namespace chaesaek {
namespace {

Called call(const QStringList& arguments) { return callProgram(QStringList{"bench"} + arguments); }

/// In a process of its own, as what opens a window needs.
Called callAlone(const QStringList& arguments) {
  QProcess program;
  program.start(CHAESAEK_PROGRAM, QStringList{"bench"} + arguments);
  if (!program.waitForFinished(120'000)) return {-1, {}, "it did not end"};
  return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

Json figuresOf(const Called& called) { return parseJson(called.output.toStdString(), "output"); }

void hasKeys(const Json& figures, std::initializer_list<const char*> keys) {
  for (const char* key : keys) QVERIFY2(figures.contains(key), key);
}

}  // namespace

class TestBench : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;

 private Q_SLOTS:
  void initTestCase() { qputenv("CHAESAEK_HOME", folder_.path().toUtf8()); }

  void inference_data() {
    QTest::addColumn<QString>("network");
    QTest::addColumn<QString>("norm");
    for (const char* network : {"unet", "encoder_decoder", "colouring", "palette"}) QTest::addRow("%s", network) << network << "";
    for (const char* norm : {"instance", "group", "none"}) QTest::addRow("unet %s", norm) << "unet" << norm;
  }

  void inference() {
    QFETCH(QString, network);
    QFETCH(QString, norm);
    const QString file = folder_.filePath("exported.safetensors");
    QStringList arguments{"inference", "--network", network, "--base-width", "8", "--size", "64", "--threads", "1", "--runs", "4", "--json", "--export", file};
    if (!norm.isEmpty()) arguments << "--norm" << norm;
    const Called called = call(arguments);
    QVERIFY2(called.status == 0, called.error);
    const Json figures = figuresOf(called);
    hasKeys(figures, {"model", "device", "precision", "path", "plain_median_ms", "note"});
    QCOMPARE(figures.at("size").get<int>(), 64);
    QCOMPARE(figures.at("threads").get<int>(), 1);
    QVERIFY(figures.at("median_ms").get<double>() > 0 && figures.at("median_ms").get<double>() <= figures.at("p95_ms").get<double>());
    QVERIFY(figures.at("plain_median_ms").get<double>() > 0);
    QVERIFY(figures.at("peak_rss_mb").get<double>() > 10);
    QVERIFY2(figures.at("psnr_vs_plain_db").get<double>() >= 40, called.output);

    const Safetensors exported = readSafetensors(file.toStdString());
    const Json about = parseJson(exported.metadata.at("bench"), "metadata");
    QCOMPARE(about.at("network").at("parameters").at("base_width").get<int>(), 8);
    QCOMPARE(exported.tensors.at("bench.output").shape, (std::vector<int64_t>{1, 3, 64, 64}));
    QCOMPARE(exported.tensors.at("bench.input").shape.at(1), exported.tensors.at(network == "unet" || network == "encoder_decoder" ? "encoder.0.conv.weight" : "unet.encoder.0.conv.weight").shape.at(1));
  }

  void training() {
    const Called called = call({"training", "--set", "size=64", "--set", "base_width=8", "--set", "discriminator_width=8", "--batch", "2", "--precision", "fp32",
                                "--steps", "4", "--warm-up", "1", "--json"});
    QVERIFY2(called.status == 0, called.error);
    const Json figures = figuresOf(called);
    QCOMPARE(figures.at("experiment").get<std::string>(), std::string("pix2pix"));
    QCOMPARE(figures.at("batch").get<int>(), 2);
    QCOMPARE(figures.at("precision").get<std::string>(), std::string("fp32"));
    hasKeys(figures, {"device", "threads"});
    QVERIFY(figures.at("median_step_ms").get<double>() > 0 && figures.at("images_per_s").get<double>() > 0);
    QVERIFY(figures.at("loader_wait_share").get<double>() >= 0 && figures.at("loader_wait_share").get<double>() < 1);
    QVERIFY2(!QDir(folder_.filePath("runs")).exists(), "a run was left behind");
  }

  void pipeline_data() {
    QTest::addColumn<bool>("training");
    QTest::newRow("idle") << false;
    QTest::newRow("while training") << true;
  }

  void pipeline() {
    QFETCH(bool, training);
    QStringList arguments{"pipeline", "--model", "flat", "--strokes", "3", "--json"};
    if (training) arguments << "--while-training" << "--set" << "size=64" << "--set" << "base_width=8" << "--set" << "discriminator_width=8";
    const Called called = callAlone(arguments);
    QVERIFY2(called.status == 0, called.error);
    const Json figures = figuresOf(called);
    QCOMPARE(figures.at("while_training").get<bool>(), training);
    QVERIFY(figures.at("requests").get<int>() >= 3);
    QVERIFY(figures.at("ink_p95_ms").get<double>() > 0);
    QVERIFY(figures.at("colour_p50_ms").get<double>() > 0 && figures.at("colour_p50_ms").get<double>() <= figures.at("colour_p95_ms").get<double>());
    QVERIFY(figures.at("forward_median_ms").is_null() && figures.at("rss_slope_mb_per_1000").is_null());  // no network; too few
  }

  void whatDoesNotFitIsNamed_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("network") << QStringList{"inference", "--network", "vit"} << QByteArray("vit");
    QTest::newRow("model") << QStringList{"inference", "--model", "nobody"} << QByteArray("nobody");
    QTest::newRow("a model that does not colour") << QStringList{"inference", "--model", "judge-mnist"} << QByteArray("judge");
    QTest::newRow("size") << QStringList{"inference", "--size", "100"} << QByteArray("100");
    QTest::newRow("experiment without pairs") << QStringList{"training", "--experiment", "dcgan"} << QByteArray("--data");
    QTest::newRow("setting") << QStringList{"training", "--set", "size=7"} << QByteArray("size");
  }

  void whatDoesNotFitIsNamed() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    const Called called = call(arguments);
    QCOMPARE(called.status, 2);
    QVERIFY2(called.error.contains(named) && !called.error.contains('\n'), called.error);
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestBench)
#include "test_bench.moc"
