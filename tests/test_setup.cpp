// SPDX-License-Identifier: GPL-3.0-or-later
// The set-up scripts where they must refuse: one sentence on stderr, nothing on stdout, no work begun.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Outcome {
  int status;
  QByteArray out, err;
};

Outcome runScript(const QString& name, const QStringList& arguments, const QString& firstInPath = {}) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  if (!firstInPath.isEmpty()) environment.insert("PATH", firstInPath + ":" + environment.value("PATH"));
  process.setProcessEnvironment(environment);
  process.start(QString(CHAESAEK_SOURCE_DIR) + "/scripts/" + name, arguments);
  process.waitForFinished();
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
          process.readAllStandardError()};
}

}  // namespace

class SetupTest : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void unsupportedProcessorGetsOneSentence_data() {
    QTest::addColumn<QString>("script");
    for (const char* script : {"setup", "run", "test"}) QTest::newRow(script) << script;
  }

  void unsupportedProcessorGetsOneSentence() {
    QFETCH(QString, script);
    QTemporaryDir folder;
    QFile uname(folder.filePath("uname"));
    QVERIFY(uname.open(QIODevice::WriteOnly));
    uname.write("#!/bin/sh\necho riscv64\n");
    uname.close();
    QVERIFY(uname.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));

    const Outcome outcome = runScript(script, {}, folder.path());
    QCOMPARE(outcome.status, 1);
    QCOMPARE(outcome.out, QByteArray());
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.contains("riscv64"), outcome.err);
  }

  void portableDepsNeedsAFolder() {
    const Outcome outcome = runScript("portable-deps", {});
    QCOMPARE(outcome.status, 2);
    QCOMPARE(outcome.err.count('\n'), 1);
  }
};

QTEST_GUILESS_MAIN(SetupTest)
#include "test_setup.moc"
