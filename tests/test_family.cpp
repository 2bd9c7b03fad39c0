// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that make pictures out of vectors, and those that judge them.
#include <torch/torch.h>

#include <QtTest>
#include <functional>

#include "core/base/error.h"
#include "core/networks/dcgan.h"
#include "core/networks/initialise.h"
#include "core/networks/judge_net.h"
#include "core/networks/mlp.h"
#include "tests/network_helpers.h"

using namespace chaesaek;

namespace {

DcganGeneratorOptions dcganOptions(int size, int channels = 1, int classes = 0, Conditioning conditioning = Conditioning::OneHot) {
  DcganGeneratorOptions o;
  o.size = size;
  o.channels = channels;
  o.classes = classes;
  o.conditioning = conditioning;
  return o;
}

/// What a call fails with, or nothing.
std::string errorOf(const std::function<void()>& call) {
  try {
    call();
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

class TestFamily : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void parameterCounts() {
    QCOMPARE(parameterCount(MlpGenerator({})), 579'728);
    QCOMPARE(parameterCount(MlpDiscriminator({})), 566'273);
    MlpGeneratorOptions goodfellow;
    goodfellow.hidden = {1200, 1200};
    QCOMPARE(parameterCount(MlpGenerator(goodfellow)), 2'503'984);
    QCOMPARE(parameterCount(MlpDiscriminator(MlpDiscriminatorOptions::maxout())), 1'231'441);
    auto mirza = MlpGeneratorOptions::conditional(10);
    QCOMPARE(parameterCount(MlpGenerator(mirza)), 693'520);
    mirza.latentWidth = 200;
    mirza.classWidth = 1000;
    mirza.hidden = {1200};
    QCOMPARE(parameterCount(MlpGenerator(mirza)), 2'413'984);
    QCOMPARE(parameterCount(MaxoutDiscriminator({})), 1'224'351);
    QCOMPARE(parameterCount(DcganGenerator(dcganOptions(28))), 771'968);
    QCOMPARE(parameterCount(ConvDiscriminator({})), 138'625);
    auto hidden = dcganOptions(28);
    hidden.hidden = 512;
    QCOMPARE(parameterCount(DcganGenerator(hidden)), 771'968 + 412 * 6272 + 100 * 512 + 2 * 512);
    QCOMPARE(parameterCount(ConvDiscriminator({.hidden = 512})), 138'625 - 6272 + 6272 * 512 + 2 * 512 + 512);
    QCOMPARE(parameterCount(DcganGenerator(dcganOptions(64, 3))), 3'576'704);
    QCOMPARE(parameterCount(ConvDiscriminator({.inputs = 3, .size = 64})), 2'765'568);
    QCOMPARE(parameterCount(JudgeNet({})), 220'234);
  }

  void picturesFromVectors() {
    torch::manual_seed(1);
    const auto labels = torch::tensor({0, 1, 2, 2}, torch::kInt64);
    MlpGenerator mlp(MlpGeneratorOptions::conditional(3));
    DcganGenerator plain(dcganOptions(8)), joined(dcganOptions(32, 3, 3)), times(dcganOptions(56, 1, 3, Conditioning::Hadamard));
    for (VectorGenerator* net : std::initializer_list<VectorGenerator*>{&mlp, &plain, &joined, &times}) {
      initialiseNormal(*net, 0.02, at::make_generator<at::CPUGeneratorImpl>(7));
      const auto output = net->forward(net->input(net->drawLatents(4), labels));
      const auto& shape = net->shape;
      QCOMPARE(output.sizes(), torch::IntArrayRef({4, shape.channels, shape.size, shape.size}));
      QVERIFY(output.abs().max().item<double>() <= 1);
      output.square().mean().backward();
      verifyGradients(*net);
      QCOMPARE(net->probe().sizes(), torch::IntArrayRef({1, shape.latent + shape.classes}));
      QCOMPARE(net->inputs(), shape.classes > 0 ? 2 : 1);
      QVERIFY_THROWS_EXCEPTION(Error, net->forward(torch::zeros({4, 99})));
    }
  }

  void latents() {
    MlpGeneratorOptions options;
    const auto seeded = [] { return at::make_generator<at::CPUGeneratorImpl>(7); };
    const auto normal = MlpGenerator(options).drawLatents(500, seeded());
    QVERIFY(normal.equal(MlpGenerator(options).drawLatents(500, seeded())));
    QVERIFY(std::abs(normal.std().item<double>() - 1) < 0.02);
    options.prior = Prior::Uniform;
    const auto uniform = MlpGenerator(options).drawLatents(500, seeded());
    QVERIFY(uniform.abs().max().item<double>() <= 1 && std::abs(uniform.std().item<double>() - std::sqrt(1 / 3.0)) < 0.02);
  }

  void discriminatorsOfPictures() {
    torch::manual_seed(1);
    const auto pictures = torch::rand({4, 1, 28, 28}) * 2 - 1, classes = torch::one_hot(torch::arange(4), 10).to(torch::kFloat32);
    MlpDiscriminator mlp(MlpDiscriminatorOptions::maxout());
    MaxoutDiscriminator maxout({});
    ConvDiscriminator source({}), both({.dropout = 0.25, .classes = 10});
    ConvDiscriminator deeper({.hidden = 16});
    QCOMPARE(deeper.look(pictures).features.sizes(), torch::IntArrayRef({4, 16}));
    ConvDiscriminator labels({.batchNorm = false, .dropout = 0.25, .source = false, .classes = 10});
    QCOMPARE(mlp.forward(pictures).sizes(), torch::IntArrayRef({4, 1}));
    QVERIFY(!source.look(pictures).classes.defined() && !labels.look(pictures).source.defined());
    QCOMPARE(labels.look(pictures).features.sizes(), torch::IntArrayRef({4, 6272}));
    const auto opinion = both.look(pictures);
    const auto sum = opinion.source + opinion.classes;
    for (const auto& output : {sum, deeper.look(pictures).source, mlp.forward(pictures), maxout.forward(pictures, classes), labels.look(pictures).classes})
      output.square().mean().backward();
    for (const torch::nn::Module* net : std::initializer_list<torch::nn::Module*>{&mlp, &maxout, &both, &deeper, &labels}) verifyGradients(*net);
    const auto kept = labels.look(pictures).features.view({4, 128, 49}).ne(0).any(2);  // whole channels are left out
    QVERIFY(std::abs(kept.to(torch::kFloat32).mean().item<double>() - 0.75) < 0.1);
    QVERIFY(!mlp.forward(pictures).equal(mlp.forward(pictures)));
    QVERIFY(!maxout.forward(pictures, classes).equal(maxout.forward(pictures, classes)));
    for (torch::nn::Module* net : std::initializer_list<torch::nn::Module*>{&mlp, &maxout, &labels}) net->eval();
    QVERIFY(mlp.forward(pictures).equal(mlp.forward(pictures)));
    QVERIFY(maxout.forward(pictures, classes).equal(maxout.forward(pictures, classes)));
    QVERIFY(labels.look(pictures).classes.equal(labels.look(pictures).classes));
  }

  void optionsAsJson() {
    auto mlp = MlpGeneratorOptions::conditional(7);
    mlp.prior = Prior::Uniform;
    mlp.latentWidth = 3;
    QCOMPARE(MlpGeneratorOptions::fromJson(mlp.toJson()).toJson(), mlp.toJson());
    const auto dcgan = dcganOptions(64, 3, 10, Conditioning::Hadamard);
    QCOMPARE(DcganGeneratorOptions::fromJson(dcgan.toJson()).toJson(), dcgan.toJson());
    QCOMPARE(makeNetwork("judge", Json::object())->parametersJson(), JudgeOptions().toJson());
  }

  void badOptions_data() {
    QTest::addColumn<QString>("network");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<QString>("named");
    const auto add = [](const char* network, const char* parameters, const char* named) {
      QTest::addRow("%s %s", network, parameters) << network << parameters << named;
    };
    add("mlp_generator", R"({"hidden": []})", "parameter hidden");
    add("mlp_generator", R"({"hidden": 5})", "parameter hidden");
    add("mlp_generator", R"({"hidden": [128, 100000]})", "parameter hidden");
    add("mlp_generator", R"({"latent": 0})", "latent");
    add("mlp_generator", R"({"class_width": "1"})", "class_width");
    add("mlp_generator", R"({"prior": "cauchy"})", "prior");
    add("mlp_generator", R"({"depth": 3})", "depth");
    add("dcgan_generator", R"({"size": 36})", "parameter size");
    add("dcgan_generator", R"({"size": 7})", "parameter size");
    add("dcgan_generator", R"({"channels": 9})", "channels");
    add("dcgan_generator", R"({"base_width": 5000})", "base_width");
    add("dcgan_generator", R"({"conditioning": "film"})", "conditioning");
    add("judge", R"({"size": 30})", "parameter size");
    add("judge", R"({"classes": 1})", "classes");
    add("judge", R"([1])", "");
    add("mlp_generator", R"([1])", "");
  }
  void badOptions() {
    QFETCH(QString, network);
    QFETCH(QString, parameters);
    QFETCH(QString, named);
    const auto error = errorOf([&] { makeNetwork(network.toStdString(), Json::parse(parameters.toStdString())); });
    QVERIFY2(!error.empty() && error.find(named.toStdString()) != std::string::npos, error.c_str());
  }
  void impossibleNetworks() {
    auto options = MlpGeneratorOptions::conditional(10);
    options.hidden.clear();
    QVERIFY(errorOf([&] { MlpGenerator net(options); }).find("hidden") != std::string::npos);
    QVERIFY(errorOf([] { ConvDiscriminator net({.source = false}); }).find("head") != std::string::npos);
    QVERIFY(errorOf([] { ConvDiscriminator net({.size = 30}); }).find("size") != std::string::npos);
    QVERIFY(errorOf([] { JudgeNet({}).look(torch::zeros({1, 1, 32, 32})); }).find("28") != std::string::npos);
  }

  void embeddingsStandForInputs() {
    DcganGenerator embedded(dcganOptions(28, 1, 10, Conditioning::Hadamard));
    initialiseNormal(embedded, 0.02, at::make_generator<at::CPUGeneratorImpl>(7));
    QVERIFY(std::abs(embedded.embedding->weight.std().item<double>() - 1) < 0.05);
    QVERIFY(std::abs(embedded.named_parameters()["start.weight"].std().item<double>() - 0.02) < 0.001);
  }
};

QTEST_GUILESS_MAIN(TestFamily)
#include "test_family.moc"
