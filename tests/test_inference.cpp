// SPDX-License-Identifier: GPL-3.0-or-later
// Colourers: flat fill, networks from files, their names, and the way of a picture of any size.
#include <torch/torch.h>

#include <QtTest>
#include <fstream>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/threads.h"
#include "core/inference/colourer.h"
#include "core/inference/spread.h"
#include "core/networks/colouring_net.h"
#include "core/networks/initialise.h"
#include "core/networks/model_file.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

constexpr int kSize = 64;

/// A box from a quarter to three quarters.
cv::Mat boxSketch(int size) {
  cv::Mat sketch(size, size, CV_8U, cv::Scalar(255));
  cv::rectangle(sketch, {size / 4, size / 4}, {size * 3 / 4, size * 3 / 4}, cv::Scalar(0), 2);
  return sketch;
}

cv::Mat dotHint(cv::Size size, cv::Point at, const cv::Vec3b& colour) {
  cv::Mat hints = cv::Mat::zeros(size, CV_8UC4);
  cv::circle(hints, at, 2, cv::Scalar(colour[0], colour[1], colour[2], 255), cv::FILLED);
  return hints;
}

int mostFromWhite(const cv::Mat& picture) {
  double least = 0;
  cv::minMaxLoc(picture.reshape(1), &least);
  return 255 - static_cast<int>(least);
}

void saveColouring(const fs::path& path, const std::string& role = "colouring") {
  torch::manual_seed(1);
  ColouringNet network(colouringOptions(kSize, 8));
  ModelDescription description;
  description.experiment = "colouring";
  description.role = role;
  description.input = std::vector<std::string>(9, "channel");
  description.size = kSize;
  description.steps = 12;
  description.licence = "CC0";
  saveModel(path, description, network);
}

void savePix2Pix(const fs::path& path, int inputs) {
  torch::manual_seed(2);
  UNetOptions options;
  options.inputs = inputs;
  options.size = kSize;
  options.baseWidth = 4;
  UNet network(options);
  ModelDescription description;
  description.experiment = "pix2pix";
  description.role = "image_to_image";
  description.input = std::vector<std::string>(static_cast<size_t>(inputs), "sketch");
  description.output = "picture";
  description.normalisation = "picture";
  description.size = kSize;
  saveModel(path, description, network);
}

/// The error's text, "" where nothing was thrown.
template <class Work>
std::string errorOf(Work work, Error::Kind kind = Error::Kind::Failed) {
  try {
    work();
  } catch (const Error& error) {
    if (error.kind() != kind) return "";
    return error.what();
  }
  return "";
}

}  // namespace

class TestInference : public QObject {
  Q_OBJECT
  QTemporaryDir home_;
  fs::path folder() const { return home_.path().toStdString(); }

 private Q_SLOTS:
  void smallStepsAreTakenAloneAndWithoutDenormals() {
    const int before = at::get_num_threads();
    at::set_num_threads(3);
    volatile float tiny = 1e-30F, less = 1e-12F;
    {
      const SmallSteps small;
      QCOMPARE(at::get_num_threads(), 1);
      QCOMPARE(tiny * less, 0.F);
      const SmallSteps within;
    }
    QCOMPARE(at::get_num_threads(), 3);
    QVERIFY(tiny * less > 0);
    at::set_num_threads(before);
  }

  void initTestCase() {
    qputenv("CHAESAEK_HOME", home_.path().toUtf8());
    saveColouring(folder() / "models/mine.safetensors");
    savePix2Pix(folder() / "runs/first/model.safetensors", 1);
    writeFile(folder() / "models/broken.safetensors", "not a model");
    makeFolder(folder() / "runs/young");
  }

  void flatFillsTheBox() {
    const auto flat = makeFlatColourer();
    const cv::Vec3b red(0, 0, 255);
    const cv::Mat out = flat->colour(boxSketch(256), dotHint({256, 256}, {128, 128}, red));
    QCOMPARE(out.at<cv::Vec3b>(80, 80), red);
    QCOMPARE(out.at<cv::Vec3b>(20, 20), cv::Vec3b(255, 255, 255));
    QCOMPARE(mostFromWhite(flat->colour(boxSketch(256), cv::Mat())), 0);
  }

  void colouringNetworkRuns() {
    const auto model = openColourer("mine", "cpu");
    QCOMPARE(model->info().size, kSize);
    QCOMPARE(model->info().steps, 12);
    QCOMPARE(model->info().sha256.size(), size_t{64});
    QVERIFY(model->info().takesHints && !model->info().wholePicture && !model->info().shipped);
    QVERIFY(model->device().starts_with("CPU"));
    const cv::Mat plain = model->colour(boxSketch(kSize), cv::Mat());
    QCOMPARE(plain.size(), cv::Size(kSize, kSize));
    QCOMPARE(plain.type(), CV_8UC3);
    const cv::Vec3b blue(255, 0, 0);
    QCOMPARE(model->colour(boxSketch(kSize), dotHint({kSize, kSize}, {32, 32}, blue)).at<cv::Vec3b>(24, 24), blue);
    QCOMPARE(cv::norm(model->colour(boxSketch(kSize), cv::Mat()), plain, cv::NORM_INF), 0.0);
  }

  void emptyCanvasStaysWhite_data() {
    QTest::addColumn<QString>("model");
    QTest::newRow("network") << "mine";
    QTest::newRow("whole picture") << "first";
    QTest::newRow("flat") << "flat";
  }
  void emptyCanvasStaysWhite() {
    QFETCH(QString, model);
    const auto colourer = openColourer(model.toStdString(), "cpu");
    const int size = colourer->info().size;
    QCOMPARE(mostFromWhite(colourer->colour(cv::Mat(size, size, CV_8U, cv::Scalar(255)), cv::Mat())), 0);
  }

  void wholePictureNetworkIgnoresHints() {
    savePix2Pix(folder() / "three.safetensors", 3);
    for (const std::string& name : {std::string("first"), (folder() / "runs/first").string(), (folder() / "three.safetensors").string()}) {
      const auto model = openColourer(name, "cpu");
      QVERIFY(model->info().wholePicture && !model->info().takesHints);
      const cv::Mat plain = model->colour(boxSketch(kSize), cv::Mat());
      QCOMPARE(cv::norm(plain, model->colour(boxSketch(kSize), dotHint({kSize, kSize}, {32, 32}, {0, 0, 255})), cv::NORM_INF), 0.0);
    }
    QCOMPARE(openColourer("first", "cpu")->info().name, std::string("first"));
  }

  void hintedRegionsAreFilled() {
    const cv::Vec3b hint(0, 0, 255), before(0, 255, 0);
    cv::Mat colours(kSize, kSize, CV_8UC3, cv::Scalar(before[0], before[1], before[2]));
    cv::Mat mark = cv::Mat::zeros(kSize, kSize, CV_8U);
    mark.at<uchar>(32, 32) = 1;
    fillHinted(colours, spreadHintsClosing(boxSketch(kSize), cv::Mat(kSize, kSize, CV_8UC3, cv::Scalar(hint[0], hint[1], hint[2])), mark));
    QCOMPARE(colours.at<cv::Vec3b>(24, 24), hint);
    QCOMPARE(colours.at<cv::Vec3b>(4, 4), before);
  }

  void namesAreListedAndFlatIsLast() {
    std::vector<std::string> names;
    for (const ModelInfo& info : listModels()) names.push_back(info.name);
    QCOMPARE(names.back(), std::string("flat"));
    QVERIFY(std::find(names.begin(), names.end(), "mine") != names.end());
    QVERIFY(std::find(names.begin(), names.end(), "broken") == names.end());
    QVERIFY(std::find(names.begin(), names.end(), defaultModelName()) != names.end());
    QVERIFY(defaultModelName() != "mine");
  }

  void badModelsAreOneSentence() {
    saveColouring(folder() / "models/poet.safetensors", "generator");
    const std::string whole = readFile(folder() / "models/mine.safetensors");
    writeFile(folder() / "cut.safetensors", whole.substr(0, whole.size() / 2));
    saveColouring(folder() / "pretender.safetensors", "image_to_image");
    const fs::path cut = folder() / "cut.safetensors", pretender = folder() / "pretender.safetensors";
    for (const std::string& name : {std::string("broken"), std::string("poet"), std::string("young"), cut.string(), pretender.string()}) {
      const std::string error = errorOf([&] { openColourer(name, "cpu"); });
      QVERIFY2(!error.empty() && error.find('\n') == std::string::npos, (name + ": " + error).c_str());
      QVERIFY2(error.find(fs::path(name).stem().string()) != std::string::npos, error.c_str());
    }
  }

  void unknownNamesAreWrongCalls() {
    const std::string error = errorOf([] { openColourer("nothing of the kind"); }, Error::Kind::Usage);
    QVERIFY2(error.find("mine") != std::string::npos, error.c_str());
    QVERIFY(!errorOf([] { openColourer("mine", "toaster"); }, Error::Kind::Usage).empty());
    if (!torch::cuda::is_available()) QVERIFY(!errorOf([] { openColourer("mine", "cuda"); }).empty());
  }

  void picturesOfAnyShape_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("wide") << 700 << 130;
    QTest::newRow("high") << 90 << 400;
    QTest::newRow("dot") << 1 << 1;
    QTest::newRow("square") << 256 << 256;
  }
  void picturesOfAnyShape() {
    QFETCH(int, width);
    QFETCH(int, height);
    const auto flat = makeFlatColourer();
    cv::Mat sketch(height, width, CV_8U, cv::Scalar(255));
    cv::rectangle(sketch, {width / 10, height / 10}, {width * 9 / 10, height * 9 / 10}, cv::Scalar(0), 3);
    const cv::Vec3b green(40, 160, 60);
    const Coloured out = colourPicture(*flat, sketch, dotHint(sketch.size(), {width / 2, height / 2}, green));
    QCOMPARE(out.colours.size(), sketch.size());
    QCOMPARE(out.picture.size(), sketch.size());
    QCOMPARE(out.picture.at<cv::Vec3b>(height / 10, width / 10), cv::Vec3b(0, 0, 0));
    if (width < 20) return;
    QCOMPARE(out.picture.at<cv::Vec3b>(height / 2 + height / 5, width / 2), green);
    QCOMPARE(out.picture.at<cv::Vec3b>(height / 30, width / 30), cv::Vec3b(255, 255, 255));
  }

  void wrongPicturesAreRefused() {
    const auto flat = makeFlatColourer();
    const cv::Mat sketch = boxSketch(kSize);
    QVERIFY(!errorOf([&] { colourPicture(*flat, cv::Mat(), cv::Mat()); }).empty());
    QVERIFY(!errorOf([&] { colourPicture(*flat, cv::Mat(8, 8, CV_8UC3), cv::Mat()); }).empty());
    QVERIFY(!errorOf([&] { colourPicture(*flat, sketch, cv::Mat::zeros(8, 8, CV_8UC4)); }).empty());
  }

  void anotherDrawingOwesNothingToTheLast() {
    const auto open = [] {
      auto colourer = openColourer("colouring", "cpu", Recognise::ByAll, "fp32");
      colourer->followDrawing();
      return colourer;
    };
    const auto used = open(), fresh = open();
    cv::Mat sun(256, 256, CV_8U, cv::Scalar(255)), leaf = sun.clone();
    cv::circle(sun, {70, 70}, 30, cv::Scalar(0), 3);
    for (int i = 0; i < 8; ++i) cv::line(sun, cv::Point(70 + cvRound(38 * std::cos(i * CV_PI / 4)), 70 + cvRound(38 * std::sin(i * CV_PI / 4))),
                                         cv::Point(70 + cvRound(60 * std::cos(i * CV_PI / 4)), 70 + cvRound(60 * std::sin(i * CV_PI / 4))), cv::Scalar(0), 3);
    cv::ellipse(leaf, {170, 170}, {60, 30}, 45, 0, 360, cv::Scalar(0), 3);
    cv::line(leaf, {110, 110}, {225, 225}, cv::Scalar(0), 3);
    used->colour(sun, {});
    QCOMPARE(cv::norm(used->colour(leaf, {}), fresh->colour(leaf, {}), cv::NORM_INF), 0.);
  }

  void aDotOnEmptyPaperIsAsItWillBeBesideTheFirstStroke() {
    const auto colourer = openColourer("colouring", "cpu", Recognise::Nothing, "fp32");
    cv::Mat sketch(256, 256, CV_8U, cv::Scalar(255));
    const cv::Vec3b blue(200, 80, 10), white(255, 255, 255);
    const cv::Mat hint = dotHint(sketch.size(), {128, 128}, blue), alone = colourer->colour(sketch, hint);
    QCOMPARE(alone.at<cv::Vec3b>(128, 128), blue);
    QCOMPARE(alone.at<cv::Vec3b>(10, 10), white);
    cv::line(sketch, {20, 20}, {60, 20}, cv::Scalar(0), 3);
    QCOMPARE(colourer->colour(sketch, hint).at<cv::Vec3b>(128, 128), blue);
    QCOMPARE(colourer->colour(sketch, hint).at<cv::Vec3b>(230, 230), white);
  }
};

QTEST_GUILESS_MAIN(TestInference)
#include "test_inference.moc"
