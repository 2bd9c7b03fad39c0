// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QtTest>
#include <functional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/networks/colouring_net.h"
#include "core/networks/dcgan.h"
#include "core/networks/judge_net.h"
#include "core/networks/mlp.h"
#include "core/networks/model_file.h"
#include "core/networks/weights.h"

using namespace chaesaek;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kColouringChannels = {"sketch", "hint_red", "hint_green", "hint_blue", "hint_mask",
                                                     "spread_red", "spread_green", "spread_blue", "spread_mask"};

ModelDescription description() {
  ModelDescription d;
  d.experiment = "colouring";
  d.input = kColouringChannels;
  d.size = 32;
  d.data = "openmoji";
  d.licence = "CC BY-SA 4.0";
  d.steps = 1234;
  d.measures = {{"hint_obedience", 0.5}, {"psnr_db", nullptr}};
  return d;
}

/// The one line that opening the file fails with, or nothing.
std::string errorOf(const fs::path& path) {
  try {
    openModel(path);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

class TestModelFile : public QObject {
  Q_OBJECT
 private:
  QTemporaryDir folder_;
  fs::path path(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }

  /// A good model, changed by `change`, opened.
  std::string errorAfter(const std::function<void(Safetensors&)>& change) const {
    const auto file = path("changed.safetensors");
    saveModel(file, description(), ColouringNet(colouringOptions(32, 4)));
    auto content = readSafetensors(file);
    change(content);
    writeSafetensors(file, content);
    return errorOf(file);
  }
  std::string errorAfterJson(const std::function<void(Json&)>& change) const {
    return errorAfter([&](Safetensors& content) {
      auto json = Json::parse(content.metadata.at("chaesaek"));
      change(json);
      content.metadata["chaesaek"] = json.dump();
    });
  }

 private Q_SLOTS:
  void roundTrip_data() {
    QTest::addColumn<bool>("half");
    QTest::newRow("F16") << true;
    QTest::newRow("F32") << false;
  }
  void roundTrip() {
    QFETCH(bool, half);
    ColouringNet net(colouringOptions(32, 4));
    net.eval();
    saveModel(path("model.safetensors"), description(), net, half);
    const auto model = openModel(path("model.safetensors"));
    auto expected = description();
    expected.network = "colouring";
    expected.parameters = net.parametersJson();
    expected.program = programVersion();
    QCOMPARE(model.description.toJson().dump(), expected.toJson().dump());
    QCOMPARE(readModelDescription(path("model.safetensors")).toJson().dump(), expected.toJson().dump());
    QVERIFY(!model.network->is_training());
    const torch::NoGradGuard noGrad;
    const auto x = torch::rand({1, 9, 64, 32});
    const double difference = (model.network->forward(x) - net.forward(x)).abs().max().item<double>();
    QVERIFY(half ? difference > 0 && difference < 1e-2 : difference == 0);
  }

  void generatorsOfTheFamily_data() {
    QTest::addColumn<std::shared_ptr<VectorGenerator>>("net");
    DcganGeneratorOptions small;
    small.baseWidth = 4;
    const auto dcgan = [small](int size, int classes, Conditioning conditioning) {
      auto options = small;
      options.size = size;
      options.classes = classes;
      options.conditioning = conditioning;
      return std::static_pointer_cast<VectorGenerator>(std::make_shared<DcganGenerator>(options));
    };
    QTest::newRow("mlp") << std::static_pointer_cast<VectorGenerator>(std::make_shared<MlpGenerator>(MlpGeneratorOptions()));
    QTest::newRow("mlp, classes") << std::static_pointer_cast<VectorGenerator>(std::make_shared<MlpGenerator>(MlpGeneratorOptions::conditional(10)));
    QTest::newRow("dcgan 28") << dcgan(28, 0, Conditioning::OneHot);
    QTest::newRow("dcgan 64, one-hot") << dcgan(64, 10, Conditioning::OneHot);
    QTest::newRow("dcgan 28, hadamard") << dcgan(28, 10, Conditioning::Hadamard);
  }
  void generatorsOfTheFamily() {
    QFETCH(std::shared_ptr<VectorGenerator>, net);
    const torch::NoGradGuard noGrad;
    const auto labels = torch::arange(4);
    net->forward(net->input(net->drawLatents(4), labels));  // moves the running statistics
    net->eval();
    auto about = description();
    about.role = "generator";
    about.input = net->inputNames();
    about.output = "picture";
    about.size = net->shape.size;
    saveModel(path("generator.safetensors"), about, *net, false);
    const auto model = openModel(path("generator.safetensors"));
    const auto opened = std::dynamic_pointer_cast<VectorGenerator>(model.network);
    QVERIFY(opened);
    QCOMPARE(model.description.parameters, net->parametersJson());
    const auto x = net->input(net->drawLatents(4), labels);
    QVERIFY(opened->forward(x).equal(net->forward(x)));
    saveModel(path("generator.safetensors"), about, *net);
    QVERIFY(torch::allclose(openModel(path("generator.safetensors")).network->forward(x), net->forward(x), 0, 2e-2));
    about.input.push_back("style");
    saveModel(path("generator.safetensors"), about, *net);
    QVERIFY(errorOf(path("generator.safetensors")).find("input channels and has") != std::string::npos);
  }

  void shippedNetworkOpens() {
    const auto model = openModel(CHAESAEK_SOURCE_DIR "/models/colouring.safetensors");
    QCOMPARE(model.description.role, std::string("colouring"));
    QCOMPARE(model.network->inputs(), 9);
  }

  void judge() {
    JudgeNet net({});
    net.eval();
    auto about = description();
    about.role = "judge";
    about.input = {"picture"};
    about.size = 28;
    saveModel(path("judge.safetensors"), about, net, false);
    const torch::NoGradGuard noGrad;
    const auto pictures = torch::rand({3, 1, 28, 28});
    const auto model = openModel(path("judge.safetensors"));
    const auto opened = std::dynamic_pointer_cast<JudgeNet>(model.network);
    QVERIFY(opened && opened->look(pictures).features.equal(net.look(pictures).features));
    saveModel(path("judge.safetensors"), about, net);
    QVERIFY(fs::file_size(path("judge.safetensors")) < 500'000);
    for (auto& parameter : net.parameters()) parameter.mul_(1000);  // logits of any size are fine
    saveModel(path("judge.safetensors"), about, net);
    QCOMPARE(errorOf(path("judge.safetensors")), std::string());
  }

  void buffersAndPictureStatistics() {
    UNetOptions options;
    options.size = 16;
    options.baseWidth = 4;
    UNet net(options);
    net.forward(torch::rand({4, 1, 16, 16}));  // moves the running statistics
    auto about = description();
    about.input = {"sketch"};
    about.size = 16;
    saveModel(path("running.safetensors"), about, net, false);
    about.normalisation = "picture";
    saveModel(path("picture.safetensors"), about, net, false);
    net.eval();
    const auto x = torch::rand({1, 1, 16, 16});
    QVERIFY(openModel(path("running.safetensors")).network->forward(x).equal(net.forward(x)));
    const auto running = readSafetensors(path("running.safetensors"));
    QCOMPARE(running.tensors.at("encoder.1.norm.num_batches_tracked").type, std::string("I64"));
    usePictureStatistics(net);
    QVERIFY(openModel(path("picture.safetensors")).network->forward(x).equal(net.forward(x)));
  }

  void tensorTypes() {
    for (const char* type : {"F64", "F32", "F16", "BF16", "I64", "I32", "U8"}) {
      const auto tensor = torch::arange(6).view({2, 3}).t();  // not contiguous
      const auto stored = storeTensor(tensor, type);
      QCOMPARE(stored.bytes.size(), 6 * elementSize(type));
      QVERIFY2(loadTensor(stored).to(torch::kInt64).equal(tensor), type);
    }
  }

  void loadModuleChangesNothingWhenItFails() {
    UNetOptions options;
    options.size = 16;
    options.baseWidth = 4;
    UNet a(options), b(options);
    Safetensors content;
    storeModule(a, "generator", content);
    content.tensors.at("generator.decoder.3.conv.bias").shape = {1, 3};
    const auto before = b.parameters()[0].clone();
    QVERIFY_THROWS_EXCEPTION(Error, loadModule(b, "generator", content, "run"));
    QVERIFY(b.parameters()[0].equal(before));
    content.tensors.at("generator.decoder.3.conv.bias").shape = {3};
    content.tensors["discriminator.layers.0.conv.weight"] = storeTensor(torch::zeros({1}));  // another prefix is no concern
    loadModule(b, "generator", content, "run");
    QVERIFY(b.parameters()[0].equal(a.parameters()[0]));
  }

  void damagedFiles() {
    const auto file = path("whole.safetensors");
    saveModel(file, description(), ColouringNet(colouringOptions(32, 4)));
    const auto bytes = readFile(file);
    for (size_t length : {size_t(0), size_t(7), size_t(200), bytes.size() / 2, bytes.size() - 1}) {
      writeFile(path("cut.safetensors"), bytes.substr(0, length));
      QVERIFY2(errorOf(path("cut.safetensors")).find("cut.safetensors") != std::string::npos, errorOf(path("cut.safetensors")).c_str());
    }
    QVERIFY(errorOf(path("missing.safetensors")).find("missing.safetensors") != std::string::npos);
    writeFile(path("text.safetensors"), "These are not the weights you are looking for.");
    QVERIFY(errorOf(path("text.safetensors")).find("text.safetensors") != std::string::npos);
  }

  void foreignFiles() {
    const auto says = [](const std::string& error, const char* what) {
      const bool oneLine = error.find('\n') == std::string::npos;
      const bool one = oneLine && error.find("changed.safetensors") != std::string::npos && error.find(what) != std::string::npos;
      if (!one) qWarning("%s", error.c_str());
      return one;
    };
    QVERIFY(errorAfter([](Safetensors&) {}).empty());
    QVERIFY(says(errorAfter([](Safetensors& c) { c.metadata.clear(); }), "no Chaesaek model"));
    QVERIFY(says(errorAfter([](Safetensors& c) { c.metadata.insert_or_assign("chaesaek", std::string("{")); }), "JSON"));
    QVERIFY(says(errorAfter([](Safetensors& c) { c.tensors.erase("unet.encoder.1.conv.weight"); }), "lacks the tensor unet.encoder.1.conv.weight"));
    QVERIFY(says(errorAfter([](Safetensors& c) { c.tensors["extra"] = storeTensor(torch::zeros({1})); }), "another"));
    QVERIFY(says(errorAfter([](Safetensors& c) { c.tensors["unet.decoder.4.conv.bias"] = storeTensor(torch::zeros({5})); }), "[5]"));
    QVERIFY(says(errorAfter([](Safetensors& c) { c.tensors["unet.decoder.4.conv.bias"] = storeTensor(torch::zeros({4}, torch::kInt64)); }), "I64"));
    QVERIFY(says(errorAfter([](Safetensors& c) { c.tensors["unet.decoder.4.conv.bias"] = storeTensor(torch::full({4}, NAN)); }), "finite"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["format"] = 2; }), "newer"));
    QVERIFY(says(errorAfterJson([](Json& j) { j.erase("size"); }), "size"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["size"] = 40; }), "40"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["steps"] = "many"; }), "not understood"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["output"] = "sound"; }), "sound"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["input"].erase(0); }), "8 input channels"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["network"]["name"] = "resnet"; }), "resnet"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["network"]["parameters"]["base_width"] = 100000; }), "base_width"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["network"]["parameters"]["skips"] = false; }), "shape"));
    QVERIFY(says(errorAfterJson([](Json& j) { j["network"]["parameters"] = 5; }), "not an object"));
    QVERIFY(says(errorAfterJson([](Json& j) { j = 5; }), "not understood"));
  }

  void outputOutOfRangeIsRefused() {
    UNetOptions options;
    options.size = 16;
    options.baseWidth = 4;
    options.tanh = false;
    UNet net(options);
    auto about = description();
    about.input = {"sketch"};
    about.size = 16;
    saveModel(path("linear.safetensors"), about, net);
    QCOMPARE(errorOf(path("linear.safetensors")), std::string());
    {
      const torch::NoGradGuard noGrad;
      net.named_parameters()["decoder.3.conv.bias"].fill_(100);
    }
    saveModel(path("linear.safetensors"), about, net);
    QVERIFY(errorOf(path("linear.safetensors")).ends_with("linear.safetensors is not a usable model: it paints out of range"));
  }

  void weightsThatAreNotFiniteAreNotSaved() {
    ColouringNet net(colouringOptions(32, 4));
    const torch::NoGradGuard noGrad;
    net.parameters()[0].view(-1)[3].fill_(1e6);  // too large for F16
    QVERIFY_THROWS_EXCEPTION(Error, saveModel(path("huge.safetensors"), description(), net));
    QVERIFY(!fs::exists(path("huge.safetensors")));
    saveModel(path("huge.safetensors"), description(), net, false);
    QVERIFY(fs::exists(path("huge.safetensors")));
  }
};

QTEST_GUILESS_MAIN(TestModelFile)
#include "test_model_file.moc"
