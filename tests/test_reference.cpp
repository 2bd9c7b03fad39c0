// SPDX-License-Identifier: GPL-3.0-or-later
// Networks, losses and three training steps against PyTorch: tests/reference/pix2pix_reference.py made the golden files.
#include <torch/torch.h>

#include <QtTest>
#include <algorithm>

#include "core/losses/adversarial.h"
#include "core/losses/reconstruction.h"
#include "core/networks/adam.h"
#include "core/networks/colouring_net.h"
#include "core/networks/discriminators.h"
#include "core/networks/weights.h"

using namespace chaesaek;

namespace {

Safetensors golden(const std::string& name) { return readSafetensors(CHAESAEK_SOURCE_DIR "/tests/golden/" + name + ".safetensors"); }

/// Numbers in [-1,1) that depend on the name alone, as in the script: SplitMix64 over FNV-1a(name), as float64.
torch::Tensor filled(const std::string& name, torch::IntArrayRef shape) {
  uint64_t seed = 0xcbf29ce484222325ULL;
  for (unsigned char byte : name) seed = (seed ^ byte) * 0x100000001b3ULL;
  auto tensor = torch::empty(shape, torch::kFloat64);
  auto* values = tensor.data_ptr<double>();
  for (int64_t i = 0; i < tensor.numel(); ++i) {
    uint64_t z = seed + static_cast<uint64_t>(i + 1) * 0x9e3779b97f4a7c15ULL;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    values[i] = static_cast<double>(z >> 11) * 0x1.0p-52 - 1;
  }
  return tensor;
}

void fillTensor(const std::string& name, torch::Tensor tensor) {
  if (!tensor.is_floating_point()) return;
  const torch::NoGradGuard noGrad;
  const auto value = filled(name, tensor.sizes());
  if (tensor.dim() > 1)
    tensor.copy_(value * std::sqrt(3.0 * static_cast<double>(tensor.size(0)) / static_cast<double>(tensor.numel())));
  else if (name.ends_with("running_var") || name.ends_with("weight"))
    tensor.copy_(1 + value / 5);
  else
    tensor.copy_(value / 5);
}

template <class Net>
Net& fillWeights(Net& net) {
  for (auto& item : net.named_parameters()) fillTensor(item.key(), item.value());
  for (auto& item : net.named_buffers()) fillTensor(item.key(), item.value());
  net.eval();
  return net;
}

UNetOptions smallUNet() {
  UNetOptions options;
  options.size = 32;
  options.baseWidth = 8;
  options.mostChannels = 32;
  options.dropout = false;
  return options;
}

double largestDifference(const torch::Tensor& a, const torch::Tensor& b) {
  return a.sizes() == b.sizes() ? (a - b).abs().max().item<double>() : std::numeric_limits<double>::infinity();
}

/// Compares networks with their outputs in the golden file, and counts them so that none is left out.
struct Goldens {
  Safetensors file = golden("networks");
  size_t seen = 0;

  template <class Net>
  void check(const std::string& name, Net& net, torch::IntArrayRef shape) {
    auto x = filled("input", shape).to(torch::kFloat32);
    if (net.named_parameters().contains("unet.encoder.0.conv.weight")) x.select(1, 8).copy_(x.select(1, 8) > 0);
    const torch::NoGradGuard noGrad;
    const double difference = largestDifference(fillWeights(net).forward(x), loadTensor(file.tensors.at(name)));
    QVERIFY2(difference <= 1e-4, (name + " differs by " + std::to_string(difference)).c_str());
    ++seen;
  }
};

struct Step {
  torch::Tensor d, gan, l1;
};

/// One step of Pix2Pix as the script has it: D, then G with a fresh forward of D.
Step trainStep(UNet& g, Discriminator& d, Adam& adamG, Adam& adamD, AdversarialLoss loss, int index) {
  const auto sketch = filled("sketch" + std::to_string(index), {1, 1, 16, 16}), real = filled("real" + std::to_string(index), {1, 3, 16, 16});
  const auto fake = g.forward(sketch);
  const auto judge = [&](const torch::Tensor& colours) { return d.forward(torch::cat({sketch, colours}, 1)); };
  const auto realLogits = judge(real);
  const auto lossD = discriminatorLoss(loss, realLogits, judge(fake.detach()));
  adamD.zeroGrad();
  lossD.backward();
  adamD.step();
  const auto gan = generatorLoss(loss, judge(fake)), l1 = l1Loss(fake, real);
  adamG.zeroGrad();
  (gan + 100 * l1).backward();
  adamG.step();
  return {lossD, gan, l1};
}

void compareWeights(const torch::nn::Module& net, const std::string& prefix, const Safetensors& file) {
  Safetensors mine;
  storeModule(net, prefix, mine);
  for (const auto& [name, stored] : mine.tensors) {
    const double difference = largestDifference(loadTensor(stored), loadTensor(file.tensors.at(name)));
    QVERIFY2(difference <= 1e-6, (name + " differs by " + std::to_string(difference)).c_str());
  }
  const auto ofNet = [&](const auto& item) { return item.first.starts_with(prefix + "."); };
  QCOMPARE(mine.tensors.size(), size_t(std::count_if(file.tensors.begin(), file.tensors.end(), ofNet)));
}

}  // namespace

class TestReference : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void forwardOutputs() {
    Goldens goldens;
    for (const auto& norm : normNames()) {
      auto options = smallUNet();
      options.norm = parseNorm(norm);
      UNet transposed(options);
      goldens.check("unet." + norm + ".transposed", transposed, {1, 1, 32, 32});
      options.upsampling = Upsampling::Resize;
      UNet resized(options);
      goldens.check("unet." + norm + ".resize", resized, {1, 1, 32, 32});
      options.upsampling = Upsampling::Transposed;
      options.skips = false;
      UNet plain(options);
      goldens.check("encoder_decoder." + norm, plain, {1, 1, 32, 32});
    }
    UNet picture(smallUNet());
    usePictureStatistics(picture);
    goldens.check("unet.batch.picture", picture, {1, 1, 32, 32});
    auto options = smallUNet();
    options.depth = 3;
    UNet wide(options);
    goldens.check("unet.wide", wide, {2, 1, 16, 24});
    options = colouringOptions(32, 8);
    options.mostChannels = 32;
    ColouringNet colouring(options);
    goldens.check("colouring", colouring, {1, 9, 32, 32});
    for (const auto& kind : discriminatorKinds())
      for (const Norm norm : {Norm::Batch, Norm::Instance}) {
        const bool dcgan = kind == "dcgan";
        const int side = dcgan ? 64 : kind == "pixel" ? 16 : kind > "patch3" ? 128 : 32;
        const auto net = makeDiscriminator(kind, {.inputs = dcgan ? 3 : 4, .baseWidth = 4, .norm = norm});
        goldens.check(kind + "." + nameOf(norm), *net, {dcgan ? 2 : 1, dcgan ? 3 : 4, side, side});
      }
    QCOMPARE(goldens.seen, goldens.file.tensors.size());
  }

  void threeTrainingSteps_data() {
    QTest::addColumn<AdversarialLoss>("loss");
    for (const auto& name : adversarialLossNames()) QTest::newRow(name.c_str()) << parseAdversarialLoss(name);
  }
  void threeTrainingSteps() {
    QFETCH(AdversarialLoss, loss);
    const auto file = golden(std::string("pix2pix_") + QTest::currentDataTag());
    UNetOptions options = smallUNet();
    options.size = options.mostChannels = 16;
    options.baseWidth = 4;
    UNet g(options);
    PatchGan d({.inputs = 4, .baseWidth = 4}, 2);
    for (torch::nn::Module* net : {static_cast<torch::nn::Module*>(&fillWeights(g)), static_cast<torch::nn::Module*>(&fillWeights(d))}) {
      net->to(torch::kFloat64);
      net->train();
    }
    Adam adamG(g.parameters(), {}), adamD(d.parameters(), {});
    const auto losses = loadTensor(file.tensors.at("losses"));
    QCOMPARE(losses.size(0), 3);
    for (int i = 0; i < 3; ++i) {
      const auto step = trainStep(g, d, adamG, adamD, loss, i);
      QVERIFY(largestDifference(torch::stack({step.d, step.gan, step.l1}), losses[i]) <= 1e-6);
    }
    compareWeights(g, "g", file);
    compareWeights(d, "d", file);
  }

  void lossesOfExtremeLogits() {
    const auto high = torch::full({1, 1, 2, 2}, 200.0F), low = -high;
    QCOMPARE(discriminatorLoss(AdversarialLoss::Bce, high, low).item<double>(), 0.0);
    QCOMPARE(discriminatorLoss(AdversarialLoss::Bce, low, high).item<double>(), 200.0);
    QCOMPARE(generatorLoss(AdversarialLoss::Bce, low).item<double>(), 200.0);
    const auto fooled = torch::full({1}, -6.0, torch::requires_grad());
    generatorLoss(AdversarialLoss::Bce, fooled).backward();
    QVERIFY(std::abs(fooled.grad().item<double>() + 0.9975) < 1e-4);  // does not saturate where D is sure
    QCOMPARE(discriminatorLoss(AdversarialLoss::LeastSquares, torch::zeros({4}), torch::ones({4})).item<double>(), 1.0);
    QCOMPARE(generatorLoss(AdversarialLoss::LeastSquares, high.to(torch::kBFloat16)).scalar_type(), torch::kFloat32);
  }

  void reconstruction() {
    const auto a = torch::zeros({1, 3, 1, 2}), b = torch::tensor({1.0F, 3.0F}).view({1, 1, 1, 2}).expand({1, 3, 1, 2});
    QCOMPARE(l1Loss(a, b).item<double>(), 2.0);
    QCOMPARE(l2Loss(a, b).item<double>(), 5.0);
    QCOMPARE(weightedL1Loss(a, b, torch::ones({1, 1, 1, 2})).item<double>(), 2.0);
    QCOMPARE(weightedL1Loss(a, b, torch::tensor({1.0F, 3.0F}).view({1, 1, 1, 2})).item<double>(), 2.5);
  }
};

QTEST_GUILESS_MAIN(TestReference)
#include "test_reference.moc"
