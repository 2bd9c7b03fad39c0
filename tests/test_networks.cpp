// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QtTest>

#include "core/base/error.h"
#include "core/networks/colouring_net.h"
#include "core/networks/depthwise.h"
#include "core/networks/discriminators.h"
#include "core/networks/initialise.h"
#include "tests/network_helpers.h"

using namespace chaesaek;

namespace {

UNetOptions smallUNet(int size = 32) {
  UNetOptions options;
  options.size = size;
  options.baseWidth = 4;
  options.mostChannels = 16;
  return options;
}

/// Rows of the input that the middle output cell looks at.
int64_t receptiveField(Discriminator& net, int channels, int side) {
  const torch::NoGradGuard noGrad;
  for (auto& parameter : net.parameters()) parameter.fill_(0.1);  // positive: nothing cancels out
  const torch::AutoGradMode grad(true);
  const auto input = torch::ones({1, channels, side, side}, torch::requires_grad());
  const auto output = net.forward(input);
  output[0][0][output.size(2) / 2][output.size(3) / 2].backward();
  return input.grad().abs().sum({0, 1, 3}).count_nonzero().item<int64_t>();
}

void addNormRows() {
  QTest::addColumn<QString>("norm");
  for (const auto& name : normNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

}  // namespace

class TestNetworks : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void unetParameterCounts() {
    UNetOptions options;
    options.inputs = 3;
    QCOMPARE(parameterCount(UNet(options)), 54'413'955);
    options.skips = false;
    QCOMPARE(parameterCount(UNet(options)), 39'075'459);
    options.skips = true;
    options.size = 128;
    QCOMPARE(parameterCount(UNet(options)), 41'828'995);
  }

  void discriminators_data() {
    QTest::addColumn<int64_t>("parameters");
    QTest::addColumn<int64_t>("field");
    QTest::addColumn<int64_t>("cells");  // side of the map of a picture of 256
    QTest::newRow("pixel") << int64_t(9'024) << int64_t(1) << int64_t(256);
    QTest::newRow("patch1") << int64_t(139'585) << int64_t(16) << int64_t(126);
    QTest::newRow("patch2") << int64_t(666'433) << int64_t(34) << int64_t(62);
    QTest::newRow("patch3") << int64_t(2'768'705) << int64_t(70) << int64_t(30);
    QTest::newRow("patch4") << int64_t(6'964'033) << int64_t(142) << int64_t(14);
    QTest::newRow("patch5") << int64_t(11'159'361) << int64_t(286) << int64_t(6);
  }
  void discriminators() {
    QFETCH(int64_t, parameters);
    QFETCH(int64_t, field);
    QFETCH(int64_t, cells);
    QCOMPARE(parameterCount(*makeDiscriminator(QTest::currentDataTag(), {})), parameters);
    const auto narrow = makeDiscriminator(QTest::currentDataTag(), {.inputs = 2, .baseWidth = 1, .norm = Norm::None});
    QCOMPARE(receptiveField(*narrow, 2, 512), field);
    QCOMPARE(narrow->forward(torch::zeros({1, 2, 256, 256})).sizes(), torch::IntArrayRef({1, 1, cells, cells}));
  }

  void dcganDiscriminator() {
    QCOMPARE(parameterCount(DcganDiscriminator({.inputs = 3})), 2'765'568);
    for (int size : {8, 32, 128}) {
      const auto net = makeDiscriminator("dcgan", {.inputs = 1, .baseWidth = 2, .size = size});
      QCOMPARE(net->forward(torch::zeros({2, 1, size, size})).sizes(), torch::IntArrayRef({2, 1, 1, 1}));
    }
    QVERIFY_THROWS_EXCEPTION(Error, makeDiscriminator("dcgan", {.size = 48}));
    QVERIFY_THROWS_EXCEPTION(Error, makeDiscriminator("patch6", {}));
  }

  void unetOfAnyDepth() {
    for (int depth = 2; depth <= 5; ++depth) {
      auto options = smallUNet(96);
      options.depth = depth;
      UNet net(options);
      const auto output = net.forward(torch::randn({2, 1, 96, 64}));
      QCOMPARE(output.sizes(), torch::IntArrayRef({2, 3, 96, 64}));
      QCOMPARE(net.encoder->size(), size_t(depth));
    }
    QCOMPARE(UNet(smallUNet(64)).sideMultiple(), 64);
    QVERIFY_THROWS_EXCEPTION(Error, UNet(smallUNet()).forward(torch::zeros({1, 1, 48, 32})));
  }

  void gradientsReachEveryParameter_data() { addNormRows(); }
  void gradientsReachEveryParameter() {
    QFETCH(QString, norm);
    torch::manual_seed(1);
    auto options = colouringOptions(32, 8);
    options.norm = parseNorm(norm.toStdString());
    ColouringNet net(options);
    auto x = torch::randn({2, 9, 32, 32});
    x.select(1, 8).fill_(1);
    net.forward(x).square().mean().backward();
    verifyGradients(net);
  }

  void normsStandWhereTheyShould_data() { addNormRows(); }
  void normsStandWhereTheyShould() {
    QFETCH(QString, norm);
    auto options = smallUNet();
    options.norm = parseNorm(norm.toStdString());
    UNet net(options);
    const bool has = options.norm != Norm::None;
    for (int k = 0; k < 5; ++k) {
      QCOMPARE(!net.encoder->at<DownLevel>(k).norm.is_empty(), has && k > 0 && k < 4);
      QCOMPARE(!net.decoder->at<UpLevel>(k).norm.is_empty(), has && k < 4);
      QCOMPARE(net.encoder->at<DownLevel>(k).conv->bias.defined(), !has);
      QCOMPARE(net.decoder->at<UpLevel>(k).transposed->bias.defined(), !has || k == 4);
    }
  }

  void dropoutOnlyInTraining() {
    UNet net(smallUNet());
    const auto x = torch::randn({1, 1, 32, 32});
    QVERIFY(!net.forward(x).equal(net.forward(x)));
    net.eval();
    QVERIFY(net.forward(x).equal(net.forward(x)));
  }

  void pictureStatistics() {
    auto options = smallUNet();
    options.dropout = false;
    UNet net(options);
    const auto x = torch::randn({1, 1, 32, 32});
    usePictureStatistics(net);
    net.eval();
    const auto before = net.named_buffers()["encoder.1.norm.running_mean"].clone();
    const auto evaluated = net.forward(x);
    QVERIFY(net.named_buffers()["encoder.1.norm.running_mean"].equal(before));
    UNet instance([&] { auto o = options; o.norm = Norm::Instance; return o; }());
    for (auto& item : instance.named_parameters()) {
      const torch::NoGradGuard noGrad;
      item.value().copy_(net.named_parameters()[item.key()]);
    }
    QVERIFY(torch::allclose(evaluated, instance.forward(x), 1e-4, 1e-5));  // of one picture: the same as instance norm
  }

  void optionsAsJson() {
    UNetOptions options = smallUNet(64);
    options.depth = 3;
    options.norm = Norm::Layer;
    options.skips = options.dropout = options.tanh = false;
    options.upsampling = Upsampling::Resize;
    QCOMPARE(UNetOptions::fromJson(options.toJson()).toJson(), options.toJson());
    for (const char* bad : {R"({"depth": 1})", R"({"size": 100})", R"({"size": 64, "depth": 7})", R"({"base_width": 0})", R"({"norm": "foo"})",
                            R"({"most_channels": 1000000})", R"({"inputs": "1"})", R"({"unknown": 1})", R"([1])", R"({"skips": 1})"})
      QVERIFY_THROWS_EXCEPTION(Error, UNetOptions::fromJson(Json::parse(bad)));
    QVERIFY_THROWS_EXCEPTION(Error, makeNetwork("colouring", UNetOptions().toJson()));
    QVERIFY_THROWS_EXCEPTION(Error, makeNetwork("transformer", Json::object()));
  }

  void gate() {
    auto x = torch::rand({1, 9, 4, 4}) * 2 - 1;
    x.select(1, 8).zero_().select(1, 0).fill_(1);  // the first row is hinted
    auto raw = torch::zeros({1, 4, 4, 4});
    const double open = 1 / (1 + std::exp(-1.0));
    const auto start = ColouringNet::mix(raw, x);
    QVERIFY(torch::allclose(start.select(2, 0), x.narrow(1, 5, 3).select(2, 0) * open));
    QVERIFY(start.narrow(2, 1, 3).eq(0).all().item<bool>());
    raw.select(1, 3).fill_(20);
    QVERIFY(torch::allclose(ColouringNet::mix(raw, x).select(2, 0), x.narrow(1, 5, 3).select(2, 0)));
    raw.select(1, 3).fill_(-20);
    raw.narrow(1, 0, 3).fill_(0.5);
    QVERIFY(torch::allclose(ColouringNet::mix(raw, x), torch::full({1, 3, 4, 4}, std::tanh(0.5))));
    QCOMPARE(ColouringNet::mix(raw.to(torch::kBFloat16), x).scalar_type(), torch::kFloat32);
  }

  void depthwiseGradients_data() {
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::newRow("3, stride 1") << 3 << 1 << 1 << 1;
    QTest::newRow("5, stride 1") << 5 << 1 << 2 << 2;
    QTest::newRow("3, stride 2, uneven margin") << 3 << 2 << 0 << 1;
    QTest::newRow("5, stride 2, uneven margin") << 5 << 2 << 1 << 2;
  }
  void depthwiseGradients() {
    QFETCH(int, kernel);
    QFETCH(int, stride);
    QFETCH(int, before);
    QFETCH(int, after);
    const auto x = torch::randn({3, 32, 12, 10}), weight = torch::randn({32, 1, kernel, kernel});
    const auto gradients = [&](const auto& convolution) {
      const auto input = x.clone(torch::MemoryFormat::ChannelsLast).requires_grad_(), filters = weight.clone().requires_grad_();
      const auto out = convolution(input, filters);
      (out * torch::arange(out.numel()).view_as(out) / out.numel()).sum().backward();
      return std::vector<torch::Tensor>{out.detach(), input.grad(), filters.grad()};
    };
    const auto own = gradients([&](const torch::Tensor& in, const torch::Tensor& w) {
      return depthwiseConvolution(in, w, {}, stride, {before, after});
    });
    const auto expected = gradients([&](const torch::Tensor& in, const torch::Tensor& w) {
      return torch::conv2d(torch::constant_pad_nd(in, {before, after, before, after}), w, torch::Tensor(), at::IntArrayRef{stride}, at::IntArrayRef{0},
                           at::IntArrayRef{1}, 32);
    });
    for (size_t i = 0; i < own.size(); ++i) QVERIFY2(torch::allclose(own[i], expected[i], 1e-4, 1e-4), std::to_string(i).c_str());
  }

  void initialisation() {
    UNet a(smallUNet(256)), b(smallUNet(256));
    initialiseNormal(a, 0.02, at::make_generator<at::CPUGeneratorImpl>(7));
    initialiseNormal(b, 0.02, at::make_generator<at::CPUGeneratorImpl>(7));
    for (const auto& item : a.named_parameters()) QVERIFY2(item.value().equal(b.named_parameters()[item.key()]), item.key().c_str());
    const auto weights = a.named_parameters();
    QVERIFY(std::abs(weights["decoder.3.conv.weight"].std().item<double>() - 0.02) < 0.001);
    QVERIFY(std::abs(weights["encoder.2.norm.weight"].mean().item<double>() - 1) < 0.02);
    QVERIFY(weights["encoder.2.norm.bias"].eq(0).all().item<bool>());
    QVERIFY(weights["decoder.7.conv.bias"].eq(0).all().item<bool>());
    initialiseHe(a, at::make_generator<at::CPUGeneratorImpl>(7));
    QVERIFY(std::abs(weights["encoder.3.conv.weight"].std().item<double>() - std::sqrt(2.0 / (16 * 16))) < 0.005);
    QVERIFY(std::abs(weights["decoder.3.conv.weight"].std().item<double>() - std::sqrt(2.0 / (32 * 4))) < 0.005);
    QVERIFY(weights["encoder.2.norm.weight"].eq(1).all().item<bool>());
    initialiseGlorot(a, at::make_generator<at::CPUGeneratorImpl>(7));
    const double bound = std::sqrt(6.0 / ((16 + 16) * 16));  // [16,16,4,4]
    const double largest = weights["encoder.3.conv.weight"].abs().max().item<double>();
    QVERIFY(largest <= bound && largest > 0.99 * bound);
  }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "test_networks.moc"
