// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own kernels: every kind of network that they serve against LibTorch, on every kind of processor that this one can be;
// the team of threads; which way an engine takes.
#include <torch/torch.h>

#include <QtTest>
#include <atomic>

#include "core/engine/team.h"
#include "core/inference/engine.h"
#include "core/inference/tiled_unet.h"
#include "core/networks/colouring_net.h"
#include "core/networks/norm.h"
#include "core/networks/palette_net.h"
#include "errors.h"

using namespace chaesaek;

namespace {

/// Large enough that tiles are used and hang over the border, small enough to be quick.
UNetOptions small(Norm norm) {
  UNetOptions options;
  options.size = 64;
  options.baseWidth = 12;  // not a multiple of a chunk
  options.mostChannels = 48;
  options.norm = norm;
  return options;
}

/// As a trained network's: no weight at its start, every norm with statistics of its own.
template <class Net>
std::shared_ptr<Net> trained(std::shared_ptr<Net> net) {
  torch::manual_seed(3);
  const torch::NoGradGuard noGrad;
  for (torch::Tensor& p : net->parameters()) p.add_(torch::randn_like(p) * 0.1);
  for (torch::Tensor& b : net->buffers())
    if (b.is_floating_point()) b.add_(torch::rand_like(b) * 0.5);
  net->eval();
  for (torch::Tensor& p : net->parameters()) p.set_requires_grad(false);
  return net;
}

torch::Tensor pictureFor(const Generator& net, int size) {
  torch::manual_seed(4);
  return torch::rand({1, net.inputs(), size, size}) * 2 - 1;
}

/// The largest difference, in shares of the largest value.
double difference(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>() / b.abs().max().item<double>(); }

/// In shares of the largest value.
double rounding(const engine::Kernels& kernels) {
  return kernels.pairs ? 3e-2    // bf16 has eight binary digits
                       : 2e-3;   // large layers' weights are kept in half precision
}
constexpr double kHalfRounding = 2e-3;

}  // namespace

class TestEngine : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyTaskIsDoneOnce_data() {
    QTest::addColumn<int>("threads");
    for (const int threads : {1, 2, 3}) QTest::addRow("%d", threads) << threads;
  }
  void everyTaskIsDoneOnce() {
    QFETCH(int, threads);
    engine::Team team(threads);
    std::atomic<int> first{0}, early{0}, second{0};
    std::vector<engine::Step> steps = {{7, [&](int task, int) { first += task; }}, {5, [&](int, int) { if (first != 21) ++early; ++second; }}};
    for (int run = 0; run < 50; ++run) {
      first = 0;
      team.run(steps);
      QCOMPARE(first.load(), 21);
    }
    QCOMPARE(second.load(), 250);
    QCOMPARE(early.load(), 0);  // no step begins before the last one has ended
  }

  void unetsComputeWhatLibTorchDoes_data() {
    QTest::addColumn<QString>("norm");
    QTest::addColumn<bool>("skips");
    QTest::addColumn<bool>("resize");
    QTest::addColumn<int>("depth");
    for (const char* norm : {"none", "batch", "instance", "group", "layer"}) QTest::newRow(norm) << norm << true << false << 0;
    QTest::newRow("encoder-decoder") << "batch" << false << false << 0;
    QTest::newRow("resize") << "group" << true << true << 0;
    QTest::newRow("three levels") << "batch" << true << false << 3;
  }
  void unetsComputeWhatLibTorchDoes() {
    QFETCH(QString, norm);
    QFETCH(bool, skips);
    QFETCH(bool, resize);
    QFETCH(int, depth);
    UNetOptions options = small(parseNorm(norm.toStdString()));
    options.skips = skips;
    options.depth = depth;
    options.tanh = false;
    if (resize) options.upsampling = Upsampling::Resize;
    const auto net = trained(std::make_shared<UNet>(options));
    const torch::Tensor input = pictureFor(*net, options.size), wanted = net->forward(input);
    for (const engine::Kernels* kernels : engine::kernelsHere())
      for (const int threads : {1, 2}) {
        const auto tiled = TiledUNet::make(*net, options.size, threads, kernels);
        QVERIFY(tiled);
        QVERIFY2(difference(tiled->run(input).output, wanted) < rounding(*kernels), kernels->name);
        QVERIFY(torch::equal(tiled->run(input).output, tiled->run(input).output));
      }
  }

  void picturesOwnStatisticsServeBatchNorm() {
    const auto net = trained(std::make_shared<UNet>(small(Norm::Batch)));
    usePictureStatistics(*net);
    const torch::Tensor input = pictureFor(*net, 64);
    Engine own(net, torch::kCPU, 64, "fp32");
    QVERIFY((own.forward(input) - net->forward(input)).abs().max().item<double>() < 0.02);
  }

  void largeLayersComputeWhatLibTorchDoes() {
    UNetOptions options = small(Norm::Group);
    options.baseWidth = 64;  // weights in half precision, several blocks of chunks
    options.mostChannels = 512;
    options.tanh = false;
    const auto net = trained(std::make_shared<UNet>(options));
    for (torch::Tensor& p : net->parameters())
      if (p.dim() == 4) p.mul_(0.1);
    const torch::Tensor input = pictureFor(*net, options.size), wanted = net->forward(input);
    for (const engine::Kernels* kernels : engine::kernelsHere())
      QVERIFY2(difference(TiledUNet::make(*net, options.size, 2, kernels)->run(input).output, wanted) < rounding(*kernels), kernels->name);
  }

  void paletteNetworksGiveTheirParts() {
    auto options = PaletteOptions::with(64, 16, 12);
    options.told = true;
    const auto net = trained(std::make_shared<PaletteNet>(options));
    const torch::Tensor input = pictureFor(*net, 64), shares = torch::rand({1, 12});
    Engine engine(net, torch::kCPU, 64, "fp32");
    for (const torch::Tensor& told : {torch::Tensor(), shares}) {
      const torch::Tensor wanted = net->parts(input, told).logits;
      QVERIFY(difference(engine.logits(input, told), wanted) < kHalfRounding);
    }
    QVERIFY((engine.forward(input) - net->forward(input)).abs().mean().item<double>() < 1e-3);
  }

  void theHeadNeedsNoLastLevel() {
    const auto net = trained(std::make_shared<PaletteNet>(PaletteOptions::with(64, 16, 12)));
    const torch::Tensor input = pictureFor(*net, 64), context = torch::rand({1, net->unet->options.width(net->unet->options.depth - 1)});
    const auto [gate, features] = net->unet->forwardWithFeatures(input, context);
    const torch::Tensor logits = net->head(features);
    for (const engine::Kernels* kernels : engine::kernelsHere()) {
      const auto tiled = TiledUNet::make(*net, 64, 2, kernels);
      const TiledUNet::Result both = tiled->run(input, context);
      QVERIFY2(difference(both.output, gate) < rounding(*kernels) && difference(both.head, logits) < rounding(*kernels), kernels->name);
      const torch::Tensor head = both.head.clone();  // a view until the next run
      tiled->head(torch::zeros_like(input));
      QVERIFY2(torch::equal(tiled->head(input, context), head), kernels->name);
    }
  }

  void colouringNetworksMixTheirHints() {
    const auto net = trained(std::make_shared<ColouringNet>(colouringOptions(64, 16)));
    const torch::Tensor input = pictureFor(*net, 64);
    Engine engine(net, torch::kCPU, 64, "fp32");
    QVERIFY((engine.forward(input) - net->forward(input)).abs().max().item<double>() < 0.01);
  }

  void saysWhichWayItTakes() {
    const auto net = trained(std::make_shared<UNet>(small(Norm::Batch)));
    const Engine own(net, torch::kCPU, 64, "fp32");
    QCOMPARE(own.info().precision, std::string("fp32"));
    QCOMPARE(own.info().path, engine::bestKernels() ? std::string(engine::bestKernels()->name) + " tiles" : std::string("LibTorch"));
    QVERIFY(own.info().psnrVsPlainDb >= 60);
    const Engine half(net, torch::kCPU, 64, "bf16");
    QCOMPARE(half.info().precision, std::string("bf16"));  // asked for: taken, slower or not
    QCOMPARE(half.info().path, engine::bf16Kernels() ? std::string(engine::bf16Kernels()->name) + " tiles" : std::string("LibTorch"));
    QVERIFY(half.info().psnrVsPlainDb >= 40);
    QVERIFY(errorOf([&] { Engine(net, torch::kCPU, 64, "fp8"); }).find("fp8") != std::string::npos);
  }

  void fallsBackWhereItsKernelsDiffer() {
    // Weights beyond what half precision can hold: the kernels' result is not finite.
    UNetOptions options = small(Norm::None);
    options.baseWidth = 64;
    options.mostChannels = 512;
    const auto net = trained(std::make_shared<UNet>(options));
    net->encoder->at<DownLevel>(3).conv->weight.fill_(1e5);
    Engine engine(net, torch::kCPU, 64, "fp32");
    QCOMPARE(engine.info().path, std::string("LibTorch"));
    QVERIFY(!engine.info().note.empty());
    const torch::Tensor input = pictureFor(*net, 64);
    QVERIFY(torch::allclose(engine.forward(input), net->forward(input)));
  }
};

QTEST_APPLESS_MAIN(TestEngine)
#include "test_engine.moc"
