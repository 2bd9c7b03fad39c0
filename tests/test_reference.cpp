// SPDX-License-Identifier: GPL-3.0-or-later
// Networks, losses and three training steps against PyTorch: tests/reference/pix2pix_reference.py made the golden files.
#include <torch/torch.h>

#include <QtTest>
#include <algorithm>
#include <functional>

#include "core/base/error.h"
#include "core/losses/adversarial.h"
#include "core/losses/classes.h"
#include "core/losses/reconstruction.h"
#include "core/networks/adam.h"
#include "core/networks/colouring_net.h"
#include "core/networks/dcgan.h"
#include "core/networks/discriminators.h"
#include "core/networks/judge_net.h"
#include "core/networks/mlp.h"
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
  explicit Goldens(const std::string& name) : file(golden(name)) {}
  Safetensors file;
  size_t seen = 0;

  template <class Net>
  void check(const std::string& name, Net& net, torch::IntArrayRef shape) {
    auto x = filled("input", shape).to(torch::kFloat32);
    if (net.named_parameters().contains("unet.encoder.0.conv.weight")) x.select(1, 8).copy_(x.select(1, 8) > 0);
    const torch::NoGradGuard noGrad;
    compare(name, fillWeights(net).forward(x));
  }
  void compare(const std::string& name, const torch::Tensor& output) {
    const double difference = largestDifference(output, loadTensor(file.tensors.at(name)));
    QVERIFY2(difference <= 1e-4, (name + " differs by " + std::to_string(difference)).c_str());
    ++seen;
  }
};

const torch::Tensor kLabels = torch::tensor({0, 7, 9}, torch::kInt64);

DcganGeneratorOptions dcganOptions(int size, int baseWidth, int classes, Conditioning conditioning = Conditioning::OneHot) {
  DcganGeneratorOptions o;
  o.size = size;
  o.baseWidth = baseWidth;
  o.classes = classes;
  o.conditioning = conditioning;
  return o;
}

/// Of `loss` with respect to the one logit that it is given.
double gradientAt(const std::function<torch::Tensor(const torch::Tensor&)>& loss, double logit) {
  const auto s = torch::full({1}, logit, torch::requires_grad());
  loss(s).backward();
  return s.grad().item<double>();
}

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
    Goldens goldens("networks");
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

  void familyOutputs() {
    const torch::NoGradGuard noGrad;
    Goldens goldens("family");
    const auto generator = [&](const std::string& name, auto net) {
      goldens.compare(name, fillWeights(net).forward(net.input(filled("input", {3, 100}).to(torch::kFloat32), kLabels)));
    };
    generator("mlp_generator", MlpGenerator({}));
    generator("mlp_generator.classes", MlpGenerator(MlpGeneratorOptions::conditional(10)));
    MlpGeneratorOptions normed = MlpGeneratorOptions::conditional(10);
    normed.batchNorm = true;
    generator("mlp_generator.norm", MlpGenerator(normed));
    generator("dcgan_generator.28", DcganGenerator(dcganOptions(28, 8, 0)));
    generator("dcgan_generator.64", DcganGenerator(dcganOptions(64, 4, 10)));
    auto hidden = dcganOptions(28, 8, 0);
    hidden.hidden = 20;
    generator("dcgan_generator.hidden", DcganGenerator(hidden));
    generator("dcgan_generator.hadamard", DcganGenerator(dcganOptions(28, 8, 10, Conditioning::Hadamard)));
    const auto digits = filled("input", {3, 1, 28, 28}).to(torch::kFloat32), photos = filled("input", {3, 3, 64, 64}).to(torch::kFloat32);
    MlpDiscriminator plain({}), wide(MlpDiscriminatorOptions::maxout());
    goldens.compare("mlp_discriminator", fillWeights(plain).forward(digits));
    goldens.compare("mlp_discriminator.maxout", fillWeights(wide).forward(digits));
    MaxoutDiscriminator maxout({});
    goldens.compare("maxout_discriminator", fillWeights(maxout).forward(digits, torch::one_hot(kLabels, 10).to(torch::kFloat32)));
    const auto discriminator = [&](const std::string& name, const ConvDiscriminatorOptions& options, const torch::Tensor& pictures) {
      ConvDiscriminator net(options);
      const auto opinion = fillWeights(net).look(pictures);
      goldens.compare(name, options.classes > 0 ? torch::cat({opinion.source, opinion.classes}, 1) : opinion.source);
    };
    discriminator("conv_discriminator.28", {.baseWidth = 8}, digits);
    discriminator("conv_discriminator.64", {.inputs = 3, .baseWidth = 8, .size = 64, .classes = 10}, photos);
    discriminator("conv_discriminator.plain", {.baseWidth = 8, .batchNorm = false, .classes = 10}, digits);
    discriminator("conv_discriminator.hidden", {.baseWidth = 8, .hidden = 20}, digits);
    discriminator("conv_discriminator.hidden_plain", {.baseWidth = 8, .batchNorm = false, .classes = 10, .hidden = 20}, digits);
    JudgeNet judge({});
    const auto verdict = fillWeights(judge).look(digits);
    goldens.compare("judge", torch::cat({verdict.logits, verdict.features}, 1));
    QVERIFY(judge.forward(digits).equal(verdict.logits.softmax(1)));

    const auto logits = filled("logits", {3, 10}) * 4, other = filled("other", {3, 10}) * 4;
    const auto real = realLogit(logits), fake = realLogit(other);
    goldens.compare("class_losses", torch::stack({classLoss(logits, kLabels), discriminatorLoss(AdversarialLoss::Bce, real, fake),
                                                  generatorLoss(AdversarialLoss::Bce, fake), realClassLoss(logits, kLabels),
                                                  featureMatchingLoss(logits, other)}));
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
    QCOMPARE(minimaxGeneratorLoss(high).item<double>(), -200.0);
    const auto sure = torch::full({2, 10}, 1000.0F), labels = torch::zeros({2}, torch::kInt64);
    QVERIFY(std::abs(realClassLoss(sure, labels).item<double>() - std::log(10.0)) < 1e-3);
    QCOMPARE(realClassLoss(-sure, labels).item<double>(), 1000.0);  // nothing but "fake" is likely
    QCOMPARE(discriminatorLoss(AdversarialLoss::Bce, realLogit(sure), realLogit(-sure)).item<double>(), 0.0);
    QCOMPARE(discriminatorLoss(AdversarialLoss::LeastSquares, torch::zeros({4}), torch::ones({4})).item<double>(), 1.0);
    const auto coarse = high.to(torch::kBFloat16), coarseClasses = sure.to(torch::kBFloat16);
    for (const auto& loss : {generatorLoss(AdversarialLoss::LeastSquares, coarse), minimaxGeneratorLoss(coarse), classLoss(coarseClasses, labels),
                             realLogit(coarseClasses)})
      QCOMPARE(loss.scalar_type(), torch::kFloat32);
  }

  void gradientsOfGeneratorLosses() {
    const auto bce = [](const torch::Tensor& s) { return generatorLoss(AdversarialLoss::Bce, s); };
    QVERIFY(std::abs(gradientAt(bce, -6) + 0.9975) < 1e-4);  // does not saturate where D is sure
    QVERIFY(std::abs(gradientAt(minimaxGeneratorLoss, -6) + 0.0025) < 1e-4);
    QVERIFY(std::abs(gradientAt(bce, 6) + 0.0025) < 1e-4);  // a fake that passes teaches nothing …
    const auto squares = [](const torch::Tensor& s) { return generatorLoss(leastSquaresCodes("zero_one"), s); };
    QCOMPARE(gradientAt(squares, 6), 5.0);  // … but for least squares that it lies too far beyond
  }

  void leastSquaresCodings() {
    const auto real = torch::tensor({2.0F, 0.0F}), fake = torch::tensor({1.0F, -3.0F});
    const auto zeroOne = leastSquaresCodes("zero_one"), pearson = leastSquaresCodes("pearson");
    QCOMPARE(discriminatorLoss(zeroOne, real, fake).item<double>(), 0.5 * (1 + 5));
    QCOMPARE(generatorLoss(zeroOne, fake).item<double>(), 0.5 * 8);
    QCOMPARE(discriminatorLoss(pearson, real, fake).item<double>(), 0.5 * (1 + 4));
    QCOMPARE(generatorLoss(pearson, fake).item<double>(), 0.5 * 5);
    QCOMPARE(pearson.real - pearson.wanted, 1.0);  // b - c = 1 and b - a = 2 (§3.2)
    QCOMPARE(pearson.real - pearson.fake, 2.0);
    QVERIFY(discriminatorLoss(zeroOne, real, fake).equal(discriminatorLoss(AdversarialLoss::LeastSquares, real, fake)));
    QVERIFY_THROWS_EXCEPTION(Error, leastSquaresCodes("three"));
  }

  void featuresOfRealPicturesGetNoGradient() {
    const auto real = torch::ones({2, 3}, torch::requires_grad()), fake = torch::zeros({4, 3}, torch::requires_grad());
    featureMatchingLoss(real, fake).backward();
    QVERIFY(!real.grad().defined());
    QVERIFY(torch::allclose(fake.grad(), torch::full({4, 3}, -0.5)));
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
