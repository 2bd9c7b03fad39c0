// SPDX-License-Identifier: GPL-3.0-or-later
// The form made from a schema, under real mouse and key events.
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>
#include <QtTest>

#include "core/base/error.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/settings_form.h"
#include "ui/widgets/switch.h"
#include "ui/widgets/theme.h"

using namespace chaesaek;

namespace {

const ParameterSchema& schema() {
  static const ParameterSchema made = [] {
    ParameterSchema s;
    s.integer("batch", "Batch", "Drawings in one step.", 4, 1, 1024)
        .real("rate", "Learning rate", "Step size of Adam.", 2e-4, 1e-7, .1)
        .toggle("mirror", "Mirror", "Half of the drawings are mirrored.", true)
        .choice("norm", "Norm", "Normalisation of both networks.", "batch", {"batch", "instance_norm", "none"})
        .integer("steps", "Samples every", "So many steps.", 500, 10, 1000000, "steps").advanced()
        .real("beta", "Adam beta 1", "Decay.", .5, 0, .999).advanced();
    s.preset("quick", {{"batch", 8}, {"steps", 100}});
    return s;
  }();
  return made;
}

struct Shown {
  QWidget window;
  SettingsForm* form = new SettingsForm;
  explicit Shown(const ParameterSchema* of = &schema(), int width = 264) {
    auto* column = new QVBoxLayout(&window);
    column->addWidget(form);
    column->addStretch();
    form->setSchema(of);
    window.resize(width, 600);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) qFatal("the window is not shown");
  }
  QWidget* row(const QString& key) const { return form->findChild<QWidget*>("setting-" + key); }
  QLineEdit* field(const QString& key) const { return row(key)->findChild<QLineEdit*>(); }
  QAbstractButton* reset(const QString& key) const { return row(key)->findChild<QAbstractButton*>("reset"); }
  QLabel* complaint(const QString& key) const { return row(key)->findChild<QLabel*>("complaint"); }
  QComboBox* presets() const { return form->findChild<QComboBox*>("preset"); }
  QAbstractButton* more() const { return form->findChild<QAbstractButton*>("more-settings"); }
  void type(const QString& key, const QString& text) {
    field(key)->setFocus();
    field(key)->selectAll();
    QTest::keyClicks(field(key), text);
  }
};

}  // namespace

class TestSettingsForm : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { Theme::instance().choose(ThemeChoice::Light); }
  void showsBasicSettingsFirst();
  void numbersAreUnderstood_data();
  void numbersAreUnderstood();
  void boundsAreNamedNotClamped();
  void switchesAndChoices();
  void resetGoesBack();
  void presetsFillTheForm();
  void valuesAreDifferences();
  void readOnlyShowsButKeeps();
  void keysReachEverything();
  void everythingIsNamed();
  void typedNumbers();
};

void TestSettingsForm::showsBasicSettingsFirst() {
  Shown shown;
  QVERIFY(shown.row("batch")->isVisible());
  QVERIFY(!shown.row("steps")->isVisible());
  QCOMPARE(shown.field("rate")->text(), QString("0.0002"));
  QVERIFY(shown.field("rate")->alignment() & Qt::AlignRight);
  QTest::mouseClick(shown.more(), Qt::LeftButton);
  QVERIFY(shown.row("steps")->isVisible());
  QCOMPARE(shown.field("steps")->accessibleName(), QString("Samples every, steps"));
  QTest::mouseClick(shown.more(), Qt::LeftButton);
  QVERIFY(!shown.row("steps")->isVisible());
  shown.form->setSchema(nullptr);
  QVERIFY(shown.form->values().empty() && shown.form->valid());
  ParameterSchema few;
  few.toggle("one", "One", "The only one.", false);
  shown.form->setSchema(&few);
  QVERIFY(!shown.more()->isVisible());
  QVERIFY(!shown.presets());
}

void TestSettingsForm::numbersAreUnderstood_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("typed");
  QTest::addColumn<double>("value");
  QTest::addColumn<QString>("shown");
  QTest::newRow("exponent") << "rate" << "3e-4" << 3e-4 << "0.0003";
  QTest::newRow("decimal") << "rate" << "0.0003" << 3e-4 << "0.0003";
  QTest::newRow("small") << "rate" << " 1e-6 " << 1e-6 << "1e-06";
  QTest::newRow("point first") << "rate" << ".05" << .05 << "0.05";
  QTest::newRow("whole") << "batch" << "16" << 16. << "16";
  QTest::newRow("thousands") << "steps" << "100,000" << 1e5 << "100,000";
  QTest::newRow("plain thousands") << "steps" << "100000" << 1e5 << "100,000";
  QTest::newRow("whole exponent") << "steps" << "1e5" << 1e5 << "100,000";
}

void TestSettingsForm::numbersAreUnderstood() {
  QFETCH(QString, key);
  QFETCH(QString, typed);
  QFETCH(double, value);
  QFETCH(QString, shown);
  Shown form;
  QTest::mouseClick(form.more(), Qt::LeftButton);
  QSignalSpy spy(form.form, &SettingsForm::changed);
  form.type(key, typed);
  QVERIFY(form.form->valid());
  QCOMPARE(form.form->values().at(key.toStdString()).get<double>(), value);
  QCOMPARE(form.form->values().at(key.toStdString()).is_number_integer(), key != "rate");
  QCOMPARE(spy.size(), typed.size());
  QTest::keyClick(form.field(key), Qt::Key_Return);
  QCOMPARE(form.field(key)->text(), shown);
}

void TestSettingsForm::boundsAreNamedNotClamped() {
  Shown shown;
  for (const char* wrong : {"0", "2000", "1.5", "abc", "-3", "1e99", "nan", "inf"}) {
    shown.type("batch", wrong);
    QVERIFY2(!shown.form->valid(), wrong);
    QTest::keyClick(shown.field("batch"), Qt::Key_Tab);
    QVERIFY2(shown.complaint("batch")->isVisible(), wrong);
    QCOMPARE(shown.complaint("batch")->text(), QString("Needs a whole number from 1 to 1,024."));
    QCOMPARE(shown.field("batch")->text(), QString(wrong));
  }
  QCOMPARE(shown.form->complaint(), QString("Batch: a whole number from 1 to 1,024"));
  shown.type("batch", "12");
  QVERIFY(shown.form->valid());
  QVERIFY(!shown.complaint("batch")->isVisible());
  shown.type("rate", "5");
  QVERIFY(!shown.complaint("rate")->isVisible());  // perhaps it is half typed
  QTRY_VERIFY(shown.complaint("rate")->isVisible());
  QCOMPARE(shown.complaint("rate")->text(), QString("Needs a number from 1e-07 to 0.1."));
  QTest::mouseClick(shown.more(), Qt::LeftButton);
  shown.type("steps", "1");
  QTest::mouseClick(shown.more(), Qt::LeftButton);  // what is wrong stays in sight
  QVERIFY(shown.row("steps")->isVisible());
}

void TestSettingsForm::switchesAndChoices() {
  Shown shown;
  QSignalSpy spy(shown.form, &SettingsForm::changed);
  auto* mirror = shown.row("mirror")->findChild<Switch*>();
  QTest::mouseClick(mirror, Qt::LeftButton);
  QCOMPARE(shown.form->values().at("mirror"), Json(false));
  QTest::mouseClick(shown.row("mirror"), Qt::LeftButton, {}, QPoint(10, 10));  // the label
  QVERIFY(!shown.form->values().contains("mirror"));
  auto* norm = shown.row("norm")->findChild<QComboBox*>();
  norm->setFocus();
  QTest::keyClick(norm, Qt::Key_Down);
  QCOMPARE(shown.form->values().at("norm"), Json("instance_norm"));
  QCOMPARE(norm->currentText(), QString("instance norm"));
  QCOMPARE(spy.size(), 3);
  QWheelEvent wheel(QPointF(5, 5), norm->mapToGlobal(QPointF(5, 5)), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(norm, &wheel);  // scrolls the page
  QCOMPARE(norm->currentText(), QString("instance norm"));
}

void TestSettingsForm::resetGoesBack() {
  Shown shown;
  const QRect before = shown.field("batch")->geometry();
  QVERIFY(!shown.reset("batch")->isVisible());
  shown.type("batch", "9");
  QVERIFY(shown.reset("batch")->isVisible());
  QCOMPARE(shown.field("batch")->geometry(), before);
  QTest::mouseClick(shown.reset("batch"), Qt::LeftButton);
  QCOMPARE(shown.field("batch")->text(), QString("4"));
  QVERIFY(shown.form->values().empty());
  QVERIFY(!shown.reset("batch")->isVisible());
  shown.type("batch", "x");
  QTest::mouseClick(shown.reset("batch"), Qt::LeftButton);
  QVERIFY(shown.form->valid());
}

void TestSettingsForm::presetsFillTheForm() {
  Shown shown;
  QCOMPARE(shown.presets()->currentText(), QString("Defaults"));
  QSignalSpy spy(shown.form, &SettingsForm::changed);
  shown.presets()->setFocus();
  QTest::keyClick(shown.presets(), Qt::Key_Down);
  QCOMPARE(shown.presets()->currentText(), QString("Quick"));
  QCOMPARE(shown.field("batch")->text(), QString("8"));
  QCOMPARE(spy.size(), 1);
  QVERIFY(shown.more()->text().contains("1 changed"));
  shown.type("batch", "7");
  QCOMPARE(shown.presets()->currentText(), QString("Your own settings"));
  shown.type("batch", "8");
  QCOMPARE(shown.presets()->currentText(), QString("Quick"));
  shown.presets()->setFocus();
  QTest::keyClick(shown.presets(), Qt::Key_Up);
  QVERIFY(shown.form->values().empty());
}

void TestSettingsForm::valuesAreDifferences() {
  Shown shown;
  QSignalSpy spy(shown.form, &SettingsForm::changed);
  QVERIFY(shown.form->values().empty());
  const Json wanted = {{"rate", 1e-3}, {"norm", "none"}, {"steps", 20}};
  shown.form->setValues(wanted);
  QCOMPARE(shown.form->values(), wanted);
  QCOMPARE(shown.field("steps")->text(), QString("20"));
  QCOMPARE(spy.size(), 0);
  QVERIFY_EXCEPTION_THROWN(shown.form->setValues({{"unknown", 1}}), Error);
  QVERIFY_EXCEPTION_THROWN(shown.form->setValues({{"batch", 0}}), Error);
  QCOMPARE(shown.form->values(), wanted);
}

void TestSettingsForm::readOnlyShowsButKeeps() {
  Shown shown;
  shown.type("batch", "9");
  shown.form->setReadOnly(true);
  shown.type("batch", "5");
  QCOMPARE(shown.field("batch")->text(), QString("9"));
  QVERIFY(!shown.reset("batch")->isVisible());
  auto* mirror = shown.row("mirror")->findChild<Switch*>();
  QTest::mouseClick(mirror, Qt::LeftButton);
  QTest::mouseClick(shown.row("mirror"), Qt::LeftButton, {}, QPoint(10, 10));
  QVERIFY(mirror->isChecked());
  QVERIFY(!shown.presets()->isEnabled());
  shown.form->setSchema(&schema());
  QVERIFY(shown.field("batch")->isReadOnly());
  shown.form->setReadOnly(false);
  shown.type("batch", "5");
  QCOMPARE(shown.form->values().at("batch"), Json(5));
}

void TestSettingsForm::keysReachEverything() {
  Shown shown;
  shown.presets()->setFocus();
  QStringList visited;
  for (int i = 0; i < 12; ++i) {
    QWidget* now = shown.window.focusWidget();
    if (visited.contains(now->accessibleName())) break;
    visited << now->accessibleName();
    QTest::keyClick(now, Qt::Key_Tab);
  }
  QCOMPARE(visited, QStringList({"Preset", "Batch", "Learning rate", "Mirror", "Norm", "More settings…"}));
}

void TestSettingsForm::everythingIsNamed() {
  Shown shown;
  for (auto* each : shown.form->findChildren<QWidget*>()) {
    const bool control = qobject_cast<QAbstractButton*>(each) || qobject_cast<QLineEdit*>(each) || qobject_cast<QComboBox*>(each);
    if (!control) continue;
    QVERIFY2(!each->accessibleName().isEmpty(), each->metaObject()->className());
    QVERIFY2(!each->toolTip().isEmpty(), qPrintable(each->accessibleName()));
  }
  QVERIFY(shown.row("batch")->whatsThis().contains("Drawings in one step."));
  QVERIFY(shown.window.width() == 264);
}

void TestSettingsForm::typedNumbers() {
  QCOMPARE(numberIn("1,234,567"), std::optional(1234567.));
  QCOMPARE(numberIn("1,0000"), std::optional(10000.));
  QVERIFY(!numberIn("0,5"));
  QVERIFY(!numberIn("0,500"));
  QVERIFY(!numberIn("1 2"));
  QVERIFY(!numberIn(""));
  QCOMPARE(wholeText(1234567), QString("1,234,567"));
  QCOMPARE(figureText(.53214, 4), QString("0.5321"));
  QCOMPARE(figureText(-1234.56, 4), QString("-1,235"));
  QCOMPARE(figureText(0, 4), QString("0"));
  QCOMPARE(shortText(.25), QString("0.25"));
  QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));  // groups have dots there
  QCOMPARE(numberIn("0.050"), std::optional(.05));
  QCOMPARE(numberIn("-0.500"), std::optional(-.5));
  QCOMPARE(numberIn("0,05"), std::optional(.05));
  QCOMPARE(numberIn("1.500"), std::optional(1500.));
  QCOMPARE(numberIn("2.5"), std::optional(2.5));
  QLocale::setDefault(QLocale::c());
}

QTEST_MAIN(TestSettingsForm)
#include "test_settings_form.moc"
