// SPDX-License-Identifier: GPL-3.0-or-later
// The playground tab in use, with real mouse and key events: networks really learn behind it.
#include <QComboBox>
#include <QLabel>
#include <filesystem>

#include "tests/studio_fixture.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/playground_page.h"
#include "ui/widgets/button.h"
#include "ui/widgets/point_field.h"

using namespace chaesaek;

namespace {

constexpr int kPatience = 30000;

/// The window on the playground.
struct Playing : Studio {
  ExplorePage* page = window.explorePage();
  PlaygroundPage* playground = page->playground();
  TrainingRunner* runner = playground->runner();
  PointField* field = playground->field();

  Playing() {
    QTest::keyClick(&window, Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    if (!QTest::qWaitFor([this] { return page->isVisible(); })) qFatal("the page is not shown");
    tab(1);
  }
  template <class Widget = QAbstractButton>
  Widget* find(const QString& name) const {
    auto* found = page->findChild<Widget*>(name);
    if (!found) qFatal("there is no %s", qPrintable(name));
    return found;
  }
  void click(QAbstractButton* button) const {
    QVERIFY2(button->isVisible() && button->isEnabled(), qPrintable(button->objectName() + button->text()));
    QTest::mouseClick(button, Qt::LeftButton);
  }
  void click(const QString& name) const { click(find(name)); }
  void tab(int index) const { click(find<QWidget>("tabs")->findChildren<QAbstractButton*>().at(index)); }
  void speed(int index) const { click(find<QWidget>("speed")->findChildren<QAbstractButton*>().at(index)); }
  void choose(const QString& name, const QString& key) const {
    auto* box = find<QComboBox>(name);
    box->setFocus();
    const int steps = box->findData(key) - box->currentIndex();
    for (int i = 0; i < std::abs(steps); ++i) QTest::keyClick(box, steps > 0 ? Qt::Key_Down : Qt::Key_Up);
    QCOMPARE(box->currentData().toString(), key);
  }
  QString text(const QString& name) const { return find<QLabel>(name)->text(); }
  qint64 step() const { return runner->latest() ? runner->latest()->step : 0; }
  bool reaches(qint64 wanted) const { return QTest::qWaitFor([&] { return step() >= wanted; }, kPatience); }
  bool runs() const { return QTest::qWaitFor([this] { return !runner->isBeginning() && runner->state() == RunState::Running; }, kPatience); }
  bool pauses() const { return QTest::qWaitFor([this] { return runner->state() == RunState::Paused; }, kPatience); }
  /// A view of another moment than before.
  bool showsMore() const {
    const auto before = field->view();
    return QTest::qWaitFor([&] { return field->view() != before; }, kPatience);
  }
};

}  // namespace

class TestPlaygroundPage : public QObject {
  Q_OBJECT
  QTemporaryDir home_;

 private Q_SLOTS:
  void init() { useOwnHome(home_); }

  void itLearnsAsSoonAsItIsSeenAndKeepsNothing() {
    Playing studio;
    QVERIFY(studio.showsMore() && studio.reaches(20) && studio.showsMore());
    const PointView& view = *studio.field->view();
    QCOMPARE(view.dimensions, 2);
    QVERIFY(view.plane.real.size() > 100 && view.plane.made.size() > 100 && !view.plane.pushes.empty() && !view.plane.realness.empty());
    QTRY_VERIFY_WITH_TIMEOUT(studio.text("figure-modes").contains(" of 8") && studio.text("figure-off").endsWith("%"), kPatience);
    QTRY_VERIFY(studio.text("figure-ratio").endsWith("×") && studio.text("figure-answers").contains("·"));
    QVERIFY(studio.text("step").startsWith("Step "));
    QVERIFY(!std::filesystem::exists(home_.filePath("runs").toStdString()));
    QVERIFY(!QFile::exists("model.safetensors"));
  }

  void spaceWaitsAndGoesOn() {
    Playing studio;
    QVERIFY(studio.reaches(5));
    QTest::keyClick(studio.window.focusWidget(), Qt::Key_Space);
    QVERIFY(studio.pauses());
    const qint64 step = studio.step();
    QTest::qWait(200);
    QCOMPARE(studio.step(), step);
    QVERIFY(studio.text("step").contains("paused"));
    studio.click("play");
    QVERIFY(studio.reaches(step + 5));
  }

  /// D alone changes its map and no made point; G alone the points and not the map.
  void eachLearnsByItself() {
    Playing studio;
    QVERIFY(studio.runs());
    QVERIFY(!studio.find("step-D")->isEnabled());
    QVERIFY(studio.reaches(5));
    studio.click("play");
    QVERIFY(studio.pauses());
    QTRY_VERIFY(studio.find("step-D")->isEnabled());
    QTest::qWait(200);  // for the view of the pause, which may be in the middle of a step
    const auto paused = studio.field->view();
    studio.click("step-");
    QTRY_VERIFY_WITH_TIMEOUT(studio.field->view() != paused && studio.find("step-D")->isEnabled(), kPatience);
    const auto start = studio.field->view();
    studio.click("step-D");
    QTRY_VERIFY_WITH_TIMEOUT(studio.field->view() != start, kPatience);
    const auto afterD = studio.field->view();
    QVERIFY(afterD->plane.made == start->plane.made);
    QVERIFY(cv::norm(afterD->plane.realness, start->plane.realness) > 0);
    QTRY_VERIFY(studio.find("step-G")->isEnabled());
    studio.click("step-G");
    QTRY_VERIFY_WITH_TIMEOUT(studio.field->view() != afterD, kPatience);
    QVERIFY(studio.field->view()->plane.made != afterD->plane.made);
    QCOMPARE(cv::norm(studio.field->view()->plane.realness, afterD->plane.realness), 0.);
    const qint64 step = studio.step();
    QTRY_VERIFY(studio.find("step-")->isEnabled());
    QTest::keyClick(&studio.window, Qt::Key_Period);
    QTRY_COMPARE_WITH_TIMEOUT(studio.step(), step + 1, kPatience);
  }

  void slowIsSlow() {
    Playing studio;
    QVERIFY(studio.reaches(5));
    studio.speed(0);
    QTest::qWait(300);
    const qint64 step = studio.step();
    QTest::qWait(1500);
    QVERIFY2(studio.step() - step >= 1 && studio.step() - step <= 8, qPrintable(QString::number(studio.step() - step)));  // 4 a second
    studio.speed(2);
    QVERIFY(studio.reaches(studio.step() + 30));
  }

  void restartBeginsWithOtherWeights() {
    Playing studio;
    QVERIFY(studio.reaches(30));
    QSignalSpy began(studio.runner, &TrainingRunner::began);
    QTest::keyClick(&studio.window, Qt::Key_R);
    QTRY_COMPARE_WITH_TIMEOUT(began.count(), 1, kPatience);
    QCOMPARE(studio.playground->dock()->config(2).settings.at("seed"), Json(2));
    QVERIFY(studio.step() < 30);
    QVERIFY(studio.reaches(5));
    for (int i = 0; i < 3; ++i) QTest::keyClick(&studio.window, Qt::Key_R);  // in haste: only one of them is left
    QTRY_VERIFY_WITH_TIMEOUT(studio.runner->waiting().empty() && studio.runs(), kPatience);
    QVERIFY(studio.reaches(5));
  }

  void onALineDStandsBesideTheBest() {
    Playing studio;
    QVERIFY(studio.reaches(5));
    studio.choose("points", "bumps");
    QTRY_VERIFY_WITH_TIMEOUT(studio.field->view()->dimensions == 1, kPatience);
    const Skyline& line = studio.field->view()->line;
    QVERIFY(line.judged.size() > 100 && line.judged.size() == line.best.size() && line.real.size() == line.made.size());
    QTRY_VERIFY_WITH_TIMEOUT(studio.text("figure-gap") != "–" && studio.text("figure-modes").endsWith("of 2"), kPatience);
    studio.choose("points", "moons");
    QTRY_COMPARE_WITH_TIMEOUT(studio.text("figure-modes"), QString("–"), kPatience);
  }

  void aLessonSaysWhatToWatch() {
    Playing studio;
    QVERIFY(studio.reaches(5));
    const QString before = studio.text("watch");
    studio.click("lesson-saturation");
    QVERIFY(studio.text("watch").startsWith("Watch ") && studio.text("watch") != before);
    QVERIFY(studio.find("lesson-saturation")->isChecked());
    QCOMPARE(studio.find<QComboBox>("loss")->currentData().toString(), QString("minimax"));
    studio.choose("loss", "non_saturating");  // the same lesson, with the other loss
    QVERIFY(studio.find("lesson-saturation")->isChecked());
    QCOMPARE(studio.playground->dock()->config(1).settings.at("head_start"), Json(200));
    studio.click("lesson-optimum");
    QVERIFY(!studio.find("lesson-saturation")->isChecked());
    QCOMPARE(studio.find<QComboBox>("points")->currentData().toString(), QString("bumps"));
    QTRY_VERIFY_WITH_TIMEOUT(studio.field->view()->dimensions == 1, kPatience);
    studio.click("lesson-optimum");  // and left again
    QVERIFY(studio.playground->dock()->lesson().isEmpty());
    QCOMPARE(studio.text("watch"), before);
  }

  /// What the lesson promises: D is sure, minimax teaches at most a tenth.
  void saturationIsSeen() {
    Playing studio;
    QVERIFY(studio.runs());
    studio.click("lesson-saturation");
    const auto ratio = [&] { return QString(studio.text("figure-ratio")).remove(',').remove("×").toDouble(); };
    QTRY_VERIFY_WITH_TIMEOUT(ratio() >= 10, kPatience);
  }

  void nobodyLooksNothingLearns() {
    Playing studio;
    QVERIFY(studio.reaches(5));
    studio.tab(0);
    QVERIFY(!studio.playground->isVisible());
    QVERIFY(studio.pauses());
    studio.tab(1);
    QVERIFY(studio.runs());
    QTest::keyClick(studio.window.focusWidget(), Qt::Key_Space);
    QVERIFY(studio.pauses());
    QTest::keyClick(&studio.window, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(&studio.window, Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::qWait(100);
    QCOMPARE(studio.runner->state(), RunState::Paused);  // who paused it goes on with it
  }

  void bothThemesShowIt() {
    Playing studio;
    QVERIFY(studio.showsMore());
    studio.click("play");
    QVERIFY(studio.pauses());
    const QColor light = studio.field->grab().toImage().pixelColor(studio.field->width() / 2, studio.field->height() / 2);
    Theme::instance().choose(ThemeChoice::Dark);
    QTRY_VERIFY(studio.field->grab().toImage().pixelColor(studio.field->width() / 2, 40) != light);
    QVERIFY(studio.window.grab().toImage().pixelColor(studio.window.width() - 4, 60).lightness() < 128);
    for (const QSize& size : {QSize(1024, 640), QSize(1920, 1080)}) {
      studio.window.resize(size);
      QTRY_COMPARE(studio.window.size(), size);
      QVERIFY(studio.playground->dock()->geometry().right() <= studio.playground->width());
    }
  }
};

QTEST_MAIN(TestPlaygroundPage)
#include "test_playground_page.moc"
