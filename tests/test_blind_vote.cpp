// SPDX-License-Identifier: GPL-3.0-or-later
// A blind vote on the Compare page: names hidden, votes counted, a table that is whole whenever the program ends.
#include <QComboBox>
#include <QLabel>
#include <QSet>

#include "core/evaluation/statistics.h"
#include "tests/comparing.h"
#include "ui/pages/blind_vote.h"

using namespace chaesaek;

namespace {

/// Everything that a person could read in the window, or hear.
QStringList visibleWords(const QWidget& window) {
  QStringList words;
  for (const QWidget* each : window.findChildren<QWidget*>()) {
    if (!each->isVisible()) continue;
    words << each->toolTip() << each->accessibleName() << each->accessibleDescription() << each->statusTip() << each->whatsThis();
    if (const auto* label = qobject_cast<const QLabel*>(each)) words << label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(each)) words << button->text();
    if (const auto* cell = qobject_cast<const CompareCell*>(each)) words << cell->title() << cell->facts() << cell->details();
    if (const auto* box = qobject_cast<const QComboBox*>(each))
      for (int i = 0; i < box->count(); ++i) words << box->itemText(i);
  }
  return words;
}

QStringList linesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts) : QStringList();
}

}  // namespace

class TestBlindVote : public QObject {
  Q_OBJECT
  std::unique_ptr<CompareHome> home_;

  static bool ready(const Comparing& studio) {
    return QTest::qWaitFor([&] { return studio.compare->blind()->isReady(); }, 20000);
  }
  static int placeOfHidden(const Comparing& studio, const QString& key) {
    for (const CompareColumn* each : studio.compare->columns()->columns())
      if (each->key() == key) return each->title().toInt();
    return 0;
  }

 private Q_SLOTS:
  void init() {
    home_ = std::make_unique<CompareHome>();
    saveTinyColouring(home_->model("zebra"), {.seed = 3, .steps = 1000});
    saveTinyColouring(home_->model("walrus"), {.seed = 4, .steps = 2000});
  }

  void twentyDrawings() {
    Comparing studio({"zebra", "walrus", "flat", ":real"}, home_->data());
    QVERIFY(studio.current());
    studio.click("blind-vote");
    BlindVote* blind = studio.compare->blind();
    QSet<int> seen;
    QSet<QString> orders;
    for (int drawing = 0; drawing < 20; ++drawing) {
      QVERIFY(ready(studio));
      for (const QString& words : visibleWords(studio.window))
        for (const char* name : {"ebra", "alrus", "Flat fill", "safetensors", "step", " ms", "256"})
          QVERIFY2(!words.contains(name), qPrintable(words));
      seen.insert(studio.compare->source()->position());
      const int place = placeOfHidden(studio, "walrus");
      orders.insert(QString("%1%2%3").arg(placeOfHidden(studio, "zebra")).arg(place).arg(placeOfHidden(studio, "flat")));
      QVERIFY(place >= 1 && place <= 3 && !studio.column(3)->isVisible());  // the real picture does not take part
      if (drawing < 12) {  // a click, or a number
        for (CompareColumn* each : studio.compare->columns()->columns())
          if (each->key() == "walrus") QTest::mouseClick(each->pane(), Qt::LeftButton, {}, each->pane()->rect().center());
      } else if (drawing < 18) {
        QTest::keyClick(studio.compare, Qt::Key(Qt::Key_0 + placeOfHidden(studio, "zebra")));
      } else {
        QTest::keyClick(&studio.window, Qt::Key_S);
      }
      QTRY_COMPARE(blind->drawings(), drawing + 2);
    }
    QCOMPARE(seen.size(), 20);  // none came twice before all were seen
    QVERIFY(orders.size() >= 3);
    QCOMPARE(blind->votes(), 18);
    const Interval interval = wilsonInterval(12, 18);
    QVERIFY(std::abs(blind->standings().front().interval.low - interval.low) < 1e-9);
    const QString standing = studio.find<QLabel>("blind-standing")->text();
    QVERIFY2(standing.contains("67 %") && standing.contains(QString::number(qRound(100 * interval.low))), qPrintable(standing));
    studio.click("blind-end");
    QTRY_COMPARE(studio.compare->findChildren<QLabel*>("blind-name").size(), 3);
    QCOMPARE(studio.compare->findChildren<QLabel*>("blind-name").front()->text(), QString("Walrus, step 2,000"));
    const QStringList lines = linesOf(blind->file());
    QCOMPARE(lines.size(), 21);
    QCOMPARE(lines.filter(QString::fromStdString(studio.column(1)->info().sha256)).size(), 20);  // every line says who stood where
    studio.click("blind-close");
    QVERIFY(studio.column(3)->isVisible());
    QCOMPARE(studio.column(0)->title(), QString("Zebra"));
  }

  void everyVoteIsWrittenBeforeTheNextDrawing() {
    Comparing studio({"zebra", "walrus"}, home_->data());
    QVERIFY(studio.current());
    studio.click("blind-vote");
    for (int vote = 1; vote <= 3; ++vote) {
      QVERIFY(ready(studio));
      QTest::keyClick(studio.compare, Qt::Key_1);
      QTRY_COMPARE(studio.compare->blind()->votes(), vote);
      // As it would be found after the program was killed now: whole lines, the heading and a line for each vote.
      QFile file(studio.compare->blind()->file());
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QByteArray text = file.readAll();
      QVERIFY(text.endsWith('\n'));
      QCOMPARE(text.count('\n'), vote + 1);
    }
  }

  void aPressBeforeAllPicturesAreThereIsNoVote() {
    Comparing studio({"zebra", "walrus"}, home_->data());
    QVERIFY(studio.current());
    studio.click("blind-vote");
    QVERIFY(ready(studio));
    QTest::keyClick(studio.compare, Qt::Key_1);
    QTest::keyClick(studio.compare, Qt::Key_1);  // at once again
    QTRY_COMPARE(studio.compare->blind()->drawings(), 2);
    QVERIFY(ready(studio));
    QCOMPARE(studio.compare->blind()->votes(), 1);
  }

  void oneColumnIsTooFewToVoteOn() {
    Comparing studio({"zebra", ":real"}, home_->data());
    QVERIFY(studio.current());
    studio.click("blind-vote");
    QTRY_VERIFY(studio.compare->messages()->says("blind"));
    QVERIFY(!studio.compare->blind()->isActive());
  }
};

QTEST_MAIN(TestBlindVote)
#include "test_blind_vote.moc"
