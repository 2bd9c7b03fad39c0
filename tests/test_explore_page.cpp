// SPDX-License-Identifier: GPL-3.0-or-later
// The Explore page in use, with real mouse and key events, on generators that nobody trained.
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QSlider>

#include "tests/studio_fixture.h"
#include "core/image/codec.h"
#include "core/image/sheet.h"
#include "core/inference/sampler.h"
#include "tests/tiny_generators.h"
#include "ui/pages/explore_empty.h"
#include "ui/pages/explore_page.h"
#include "ui/widgets/picture_card.h"
#include "ui/widgets/picture_viewer.h"
#include "ui/widgets/sample_wall.h"
#include "ui/widgets/ui_settings.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

/// The window on its Explore page.
struct Exploring : Studio {
  ExplorePage* page = window.explorePage();
  SampleWall* wall = page->wall();

  Exploring() {
    QTest::keyClick(&window, Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    if (!QTest::qWaitFor([this] { return page->isVisible(); })) qFatal("the page is not shown");
  }
  template <class Widget = QAbstractButton>
  Widget* find(const QString& name) const {
    auto* found = page->findChild<Widget*>(name);
    if (!found) qFatal("there is no %s", qPrintable(name));
    return found;
  }
  void click(const QString& name) const {
    QVERIFY2(find(name)->isVisible() && find(name)->isEnabled(), qPrintable(name));
    QTest::mouseClick(find(name), Qt::LeftButton);
  }
  void pick(int sample) const { QTest::mouseClick(wall, Qt::LeftButton, {}, wall->cell(sample).center()); }
  void drop(QWidget* onto, const QMimeData& data) const {
    QDragEnterEvent enter(onto->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(onto, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(onto->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(onto, &drop);
  }
  PictureCard* card(const QString& name) const { return find<PictureCard>(name); }
  QImage shown(const QString& name) const { return card(name)->picture(); }
  /// The picture of a card once it is `wanted`, but for rounding.
  bool shows(const QString& name, const QImage& wanted) const {
    return QTest::qWaitFor([&] { return alike(shown(name), wanted); }, 20000);
  }
  static bool alike(const QImage& a, const QImage& b) {
    if (a.isNull() || a.size() != b.size()) return false;
    for (int y = 0; y < a.height(); ++y)
      for (int x = 0; x < a.width(); ++x)
        if (std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 2) return false;
    return true;
  }
  /// By a click on the list that drops down.
  void choose(const QString& name) {
    auto* box = find<QComboBox>("generator");
    QTRY_VERIFY(box->findText(name, Qt::MatchStartsWith) >= 0);
    box->showPopup();
    const QModelIndex item = box->model()->index(box->findText(name, Qt::MatchStartsWith), 0);
    QTest::mouseClick(box->view()->viewport(), Qt::LeftButton, {}, box->view()->visualRect(item).center());
    QTRY_VERIFY(page->sampler() && page->sampler()->info().place.name == name.toStdString());
    window.activateWindow();  // as window systems do when a list closes
    QVERIFY(QTest::qWaitForWindowActive(&window));
  }
  /// Until the wall has so many pictures and they are others than before.
  bool drawn(int count, const QImage& before = {}) const {
    return QTest::qWaitFor([&] { return wall->count() == count && (before.isNull() || wall->picture(0) != before); }, 20000);
  }
};

}  // namespace

class TestExplorePage : public QObject {
  Q_OBJECT
  std::unique_ptr<QTemporaryDir> home_;
  fs::path folder() const { return home_->path().toStdString(); }
  fs::path run() const { return folder() / "runs/digits/model.safetensors"; }
  void saveRun(int64_t steps, uint64_t seed) const {
    saveTinyGenerator(run(), {.classes = 3, .seed = seed, .names = {"zero", "one", "two"}, .steps = steps});
  }

 private Q_SLOTS:
  void init() {
    home_ = std::make_unique<QTemporaryDir>();
    useOwnHome(*home_);
    uiSettings().remove("explore");
    saveTinyGenerator(folder() / "models/colours.safetensors", {.channels = 3, .size = 32, .normal = false, .deep = true});
    saveRun(1200, 1);
  }

  void aNewHomeHasTheShippedFaces() {
    QDir(home_->path()).removeRecursively();
    QVERIFY(QDir().mkpath(home_->path()));
    Exploring studio;
    QVERIFY(studio.drawn(64));
    QCOMPARE(studio.page->sampler()->info().place.kind, ModelPlace::Kind::Shipped);
    QVERIFY(!studio.find("train-a-gan")->isVisible());
    saveRun(1200, 1);
    Exploring next;  // what was seen last
    QVERIFY(next.drawn(64));
    uiSettings().remove("explore");
    Exploring own;  // a run of one's own comes before what was shipped
    QVERIFY(own.drawn(30));
  }

  void theEmptyPageHasAWayOut() {
    ExploreEmpty empty;
    QSignalSpy wanted(&empty, &ExploreEmpty::trainWanted);
    QTest::mouseClick(empty.findChild<QAbstractButton*>("train-a-gan"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
  }

  void chosenGeneratorFillsTheWall() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));  // a row of ten for each class
    QVERIFY(studio.wall->cell(10).top() > studio.wall->cell(0).top() && studio.wall->cell(10).left() == studio.wall->cell(0).left());
    studio.choose("colours");
    QVERIFY(studio.drawn(64));
    QVERIFY(!studio.find("class-all")->isVisible());
    QVERIFY(studio.wall->width() <= studio.wall->parentWidget()->width() && studio.wall->height() <= studio.wall->parentWidget()->height());
    QCOMPARE(uiSettings().value("explore/generator").toString().endsWith("colours.safetensors"), true);
    Exploring next;  // comes back to it
    QTRY_VERIFY(next.page->sampler());
    QCOMPARE(next.page->sampler()->info().place.name, std::string("colours"));
  }

  void newSamplesAndOldSeedsAgain() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    const QImage first = studio.wall->picture(0);
    studio.click("roll");
    QVERIFY(studio.drawn(30, first));
    auto* seed = studio.find<QLineEdit>("seed");
    QCOMPARE(seed->text(), QString("2"));
    const QImage second = studio.wall->picture(0);
    QTest::keyClick(&studio.window, Qt::Key_R);
    QVERIFY(studio.drawn(30, second));
    QCOMPARE(seed->text(), QString("3"));
    QTest::mouseDClick(seed, Qt::LeftButton);
    QTest::keyClicks(seed, "1\r");
    QTRY_VERIFY(studio.wall->picture(0) == first);
  }

  void drawMeATwo() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    const QImage two = studio.wall->picture(20);
    studio.click("class-2");
    QVERIFY(studio.drawn(64));
    QVERIFY(Exploring::alike(studio.wall->picture(0), two));
    studio.click("class-all");
    QVERIFY(studio.drawn(30));
  }

  void theSliderGoesFromOneToTheOther() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    const QImage from = studio.wall->picture(3), to = studio.wall->picture(25);
    studio.pick(3);
    QVERIFY(studio.shows("tray-1", from));
    QVERIFY(studio.shown("between-result").isNull() && !studio.card("between-result")->isEnabled());
    studio.pick(25);  // the other end comes next by itself
    QVERIFY(studio.shows("tray-2", to));
    QTRY_VERIFY(!studio.shown("between-result").isNull());
    QVERIFY(!Exploring::alike(studio.shown("between-result"), from) && !Exploring::alike(studio.shown("between-result"), to));
    auto* slider = studio.find<QSlider>("between");
    QTest::mouseClick(slider, Qt::LeftButton, {}, QPoint(1, slider->height() / 2));
    QVERIFY(studio.shows("between-result", from));
    QTest::mouseClick(slider, Qt::LeftButton, {}, QPoint(slider->width() - 2, slider->height() / 2));
    QVERIFY(studio.shows("between-result", to));
    QTest::keyClick(slider, Qt::Key_Home);
    QVERIFY(studio.shows("between-result", from));
  }

  void arithmeticOfAveragedPicks() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    const QImage a = studio.wall->picture(4);
    studio.click("tray-A");
    studio.pick(4);
    studio.click("tray-B");
    for (const int sample : {11, 12, 13}) studio.pick(sample);
    QVERIFY(studio.shown("arithmetic-result").isNull());
    studio.click("tray-C");
    for (const int sample : {13, 11, 12}) studio.pick(sample);
    QVERIFY(studio.shows("tray-A", a));
    QVERIFY(studio.shows("arithmetic-result", a));  // a - b + b
    QTRY_VERIFY(Exploring::alike(studio.shown("tray-B"), studio.shown("tray-C")));
    studio.pick(11);  // not among the averaged ones any more
    QTRY_VERIFY(!Exploring::alike(studio.shown("arithmetic-result"), a));
    QTest::keyClick(studio.card("tray-C"), Qt::Key_Delete);
    QTRY_VERIFY(studio.shown("tray-C").isNull() && studio.shown("arithmetic-result").isNull());
  }

  void aSampleIsDraggedIntoATray() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    QMimeData data;
    data.setData(kSampleMime, "7");
    studio.drop(studio.card("tray-C"), data);
    QVERIFY(studio.shows("tray-C", studio.wall->picture(7)));
  }

  void picksStayWhileTheNetworkTrainsAndGoWithIt() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    studio.pick(3);
    QVERIFY(studio.shows("tray-1", studio.wall->picture(3)));
    const QImage before = studio.wall->picture(0);
    saveRun(2400, 2);  // trained further
    QVERIFY(studio.drawn(30, before));
    QVERIFY(studio.shows("tray-1", studio.wall->picture(3)));
    QVERIFY(studio.find<QComboBox>("generator")->currentText().contains("2,400"));
    studio.choose("colours");
    QTRY_VERIFY(studio.shown("tray-1").isNull());
  }

  void keysPickAndEnlarge() {
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    studio.wall->setFocus();
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down, Qt::Key_Return}) QTest::keyClick(studio.wall, key);
    QVERIFY(studio.shows("tray-1", studio.wall->picture(12)));
    QTest::keyClick(studio.wall, Qt::Key_Return, Qt::ShiftModifier);
    auto* viewer = studio.page->findChild<PictureViewer*>();
    QVERIFY(viewer && viewer->isVisible() && viewer->row() == 12);
    QTest::keyClick(viewer, Qt::Key_Escape);
    QTRY_VERIFY(!studio.page->findChild<PictureViewer*>());
    QCOMPARE(studio.window.focusWidget(), static_cast<QWidget*>(studio.wall));
    QTest::mouseDClick(studio.wall, Qt::LeftButton, {}, studio.wall->cell(5).center());
    QTRY_VERIFY(studio.page->findChild<PictureViewer*>());
  }

  void theWallIsSaved() {
    Exploring studio;
    studio.choose("colours");
    QVERIFY(studio.drawn(64));
    studio.click("save-sheet");
    auto* dialog = studio.page->findChild<QFileDialog*>();
    QVERIFY(dialog);
    const QString path = home_->filePath("sheet.png");
    dialog->findChild<QLineEdit*>()->setText(path);
    QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
    QTRY_VERIFY(QFile::exists(path));
    QTRY_VERIFY(studio.page->messages()->says("saved"));
    const cv::Mat sheet = readPicture(path.toStdString());
    QCOMPARE(sheet.size(), cv::Size(8 + 8 * (3 * 32 + 8), 8 + 8 * (3 * 32 + 8)));
    const cv::Vec3b pixel = sheet.at<cv::Vec3b>(9, 9);
    const QColor seen = studio.wall->picture(0).pixelColor(0, 0);
    QCOMPARE(QColor(pixel[2], pixel[1], pixel[0]), seen);
    studio.page->saveTo("/proc/none/sheet.png");
    QTRY_VERIFY(studio.page->messages()->says("error"));
  }

  void aFileThatIsNoGeneratorIsSaid() {
    saveTinyColouring(folder() / "colours.safetensors");
    Exploring studio;
    studio.choose("digits");
    QVERIFY(studio.drawn(30));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(home_->filePath("colours.safetensors"))});
    studio.drop(studio.page, data);
    QTRY_VERIFY(studio.page->messages()->says("generator"));
    QCOMPARE(studio.page->sampler()->info().place.name, std::string("digits"));
    QVERIFY(studio.find<QComboBox>("generator")->currentText().startsWith("digits"));
    studio.choose("colours");  // and the line goes
    QVERIFY(!studio.page->messages()->says("generator"));
  }
};

QTEST_MAIN(TestExplorePage)
#include "test_explore_page.moc"
