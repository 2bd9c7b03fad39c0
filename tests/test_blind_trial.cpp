// SPDX-License-Identifier: GPL-3.0-or-later
// Blind votes: what is shown when, what is told, and what is on the disk whatever happens.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/evaluation/blind_trial.h"
#include "tests/errors.h"

using namespace chaesaek;

namespace {

const std::vector<BlindModel> kModels{{"good", "aa11"}, {"so, \"so\"", "bb22"}, {"flat", ""}};

std::vector<std::string> drawings(int count) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) out.push_back(std::to_string(i));
  return out;
}

size_t placeOf(const BlindTrial& trial, size_t model) {
  return static_cast<size_t>(std::find(trial.order().begin(), trial.order().end(), model) - trial.order().begin());
}

/// A table's lines, each as its cells (RFC 4180).
std::vector<QStringList> readTable(const std::filesystem::path& path) {
  std::vector<QStringList> rows;
  for (const QString& line : QString::fromStdString(readFile(path)).split('\n', Qt::SkipEmptyParts)) {
    QStringList cells{""};
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
      const bool doubled = quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"';
      if (doubled) cells.back() += line[i++];
      else if (line[i] == '"') quoted = !quoted;
      else if (line[i] == ',' && !quoted) cells << "";
      else cells.back() += line[i];
    }
    rows.push_back(cells);
  }
  return rows;
}

}  // namespace

class TestBlindTrial : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;
  std::filesystem::path file(const char* name) const { return folder_.filePath(name).toStdString(); }

 private Q_SLOTS:
  void nothingIsRepeatedUntilAllWereSeen() {
    BlindTrial trial(kModels, drawings(7), 3, file("rounds.csv"));
    std::vector<size_t> first;
    size_t last = 99;
    for (int round = 0; round < 20; ++round) {
      std::vector<size_t> seen;
      for (int i = 0; i < 7; ++i) {
        QVERIFY(trial.drawing() != last);  // between two rounds, too
        seen.push_back(last = trial.drawing());
        i % 2 ? trial.skip() : trial.vote(0);
      }
      QCOMPARE(std::set(seen.begin(), seen.end()).size(), size_t{7});
      if (round == 0) first = seen;
      else QVERIFY(round > 1 || seen != first);
    }
    BlindTrial again(kModels, drawings(7), 3, file("again.csv")), another(kModels, drawings(7), 4, file("another.csv"));
    std::vector<size_t> same, different;
    for (int i = 0; i < 7; ++i) {
      same.push_back(again.drawing());
      different.push_back(another.drawing());
      again.skip();
      another.skip();
    }
    QVERIFY(same == first && different != first);
  }

  void everyOrderComesEquallyOften() {
    BlindTrial trial(kModels, drawings(5), 1, file("orders.csv"));
    std::map<std::vector<size_t>, int> orders;
    for (int i = 0; i < 600; ++i) {
      ++orders[trial.order()];
      trial.skip();
    }
    QCOMPARE(orders.size(), size_t{6});
    for (const auto& [order, count] : orders) QVERIFY2(count > 60 && count < 140, QByteArray::number(count));  // 100 +- 4 sigma
    QCOMPARE(trial.votes(), 0);
  }

  void votesCountForWhoStoodThere() {
    BlindTrial trial(kModels, drawings(20), 7, file("votes.csv"));
    for (int i = 0; i < 20; ++i) {
      if (i == 4 || i == 9) trial.skip();
      else trial.vote(placeOf(trial, i < 12 ? 1 : 2));
    }
    QCOMPARE(trial.votes(), 18);
    const std::vector<BlindScore> running = trial.standings();
    QCOMPARE(running[0].votes, 10);
    QCOMPARE(running[0].share, 10 / 18.);
    QVERIFY(std::abs(running[0].interval.low - .3372) < 1e-3 && std::abs(running[0].interval.high - .7544) < 1e-3);
    QCOMPARE(running[2].votes, 0);
    QVERIFY(!trial.revealed());

    const auto result = trial.reveal();
    QCOMPARE(result[0].model.name, std::string("so, \"so\""));
    QCOMPARE(result[0].score.votes, 10);
    QCOMPARE(result[1].model.name, std::string("flat"));
    QCOMPARE(result[1].score.votes, 8);
    QVERIFY(!errorOf([&] { trial.vote(0); }).empty());
    QVERIFY(!errorOf([&] { trial.skip(); }).empty());
  }

  void tableSaysWhoStoodWhere() {
    BlindTrial trial(kModels, drawings(3), 5, file("table.csv"));
    const std::vector<size_t> order = trial.order();
    const size_t drawing = trial.drawing();
    trial.vote(2);
    trial.skip();
    const auto rows = readTable(trial.file());  // while the session goes on
    QCOMPARE(rows.size(), size_t{3});
    QCOMPARE(rows[0].join(','), QString("time,drawing,vote,voted_model,voted_sha256,model_1,sha256_1,model_2,sha256_2,model_3,sha256_3"));
    QVERIFY(QDateTime::fromString(rows[1][0], Qt::ISODate).secsTo(QDateTime::currentDateTimeUtc()) < 60);
    QCOMPARE(rows[1][1], QString::number(drawing));
    QCOMPARE(rows[1][2], QString("3"));
    QCOMPARE(rows[1][3].toStdString(), kModels[order[2]].name);
    for (int place = 0; place < 3; ++place) {
      QCOMPARE(rows[1][5 + 2 * place].toStdString(), kModels[order[static_cast<size_t>(place)]].name);
      QCOMPARE(rows[1][6 + 2 * place].toStdString(), kModels[order[static_cast<size_t>(place)]].sha256);
    }
    QVERIFY(rows[2][2].isEmpty() && rows[2][3].isEmpty());
  }

  void killedInTheMiddleTheTableIsWhole() {
    for (int attempt = 0; attempt < 5; ++attempt) {
      const auto path = file(("killed" + std::to_string(attempt) + ".csv").c_str());
      int told[2];
      QVERIFY(pipe(told) == 0);
      const pid_t child = fork();
      if (child == 0) {
        BlindTrial trial(kModels, drawings(20), 1, path);
        for (int votes = 1;; ++votes) {
          trial.vote(0);
          if (write(told[1], &votes, sizeof votes) < 0) _exit(1);
        }
      }
      close(told[1]);
      int counted = 0, votes = 0;
      while (counted < 3 + 7 * attempt && read(told[0], &votes, sizeof votes) == sizeof votes) counted = votes;
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
      while (read(told[0], &votes, sizeof votes) == sizeof votes) counted = votes;
      close(told[0]);
      QVERIFY(counted >= 3);
      QVERIFY(readFile(path).ends_with('\n'));
      const auto rows = readTable(path);
      QVERIFY(rows.size() >= static_cast<size_t>(counted) + 1);  // no vote that was taken is missing
      for (const QStringList& row : rows) QCOMPARE(row.size(), 11);
    }
  }

  void fullDiskTakesNoHalfVote() {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit usual{};
    getrlimit(RLIMIT_FSIZE, &usual);
    BlindTrial trial(kModels, drawings(20), 1, file("full.csv"));
    trial.vote(0);
    const rlimit little{std::filesystem::file_size(trial.file()) + 10, usual.rlim_max};
    setrlimit(RLIMIT_FSIZE, &little);
    const size_t drawing = trial.drawing();
    const std::string error = errorOf([&] { trial.vote(0); });
    setrlimit(RLIMIT_FSIZE, &usual);
    QVERIFY2(error.find("full.csv") != std::string::npos, error.c_str());
    QCOMPARE(trial.votes(), 1);
    QCOMPARE(trial.drawing(), drawing);
    trial.vote(0);  // there is room again
    QCOMPARE(readTable(trial.file()).size(), size_t{3});
    for (const QStringList& row : readTable(trial.file())) QCOMPARE(row.size(), 11);
  }

  void whatCannotBeginSaysWhy() {
    const auto taken = file("taken.csv");
    writeFile(taken, "mine\n");
    QVERIFY(errorOf([&] { BlindTrial(kModels, drawings(3), 1, taken); }).find("taken.csv") != std::string::npos);
    QCOMPARE(readFile(taken), std::string("mine\n"));
    QVERIFY(!errorOf([&] { BlindTrial({kModels[0]}, drawings(3), 1, file("one.csv")); }).empty());
    QVERIFY(!errorOf([&] { BlindTrial(kModels, {}, 1, file("none.csv")); }).empty());
    BlindTrial single(kModels, drawings(1), 1, file("single.csv"));
    single.skip();
    QCOMPARE(single.drawing(), size_t{0});
  }
};

QTEST_GUILESS_MAIN(TestBlindTrial)
#include "test_blind_trial.moc"
