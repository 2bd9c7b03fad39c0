// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QtTest>

#include "core/losses/varied.h"
#include "tests/tiny_experiments.h"
#include "tests/tiny_runs.h"
#include "tests/toy_pictures.h"

using namespace chaesaek;

class TestVaried : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { torch::manual_seed(5); }

  // Of one colour, a picture keeps one colour: what else there is was covered, or came in at the side, and is 0.
  void eachIsRecolouredShiftedAndCovered() {
    const int64_t count = 200, side = 32;
    const AutocastScope mixed(true, torch::kCPU);  // as discriminators see it: the way is whole pixels all the same
    const torch::Tensor seen = varied(torch::tensor({.9F, .1F, -.4F}).view({1, 3, 1, 1}).expand({count, 3, side, side}));
    QCOMPARE(seen.sizes(), (at::IntArrayRef{count, 3, side, side}));
    const torch::Tensor kept = seen.ne(0).any(1);
    std::vector<torch::Tensor> colours;
    for (int64_t i = 0; i < count; ++i) {
      const torch::Tensor pixels = seen[i].masked_select(kept[i].unsqueeze(0)).view({3, -1});
      QVERIFY(pixels.size(1) > side * side / 2);
      QVERIFY(torch::allclose(pixels, pixels.narrow(1, 0, 1).expand_as(pixels)));
      colours.push_back(pixels.select(1, 0));
    }
    const torch::Tensor spread = torch::stack(colours).std(0);
    QVERIFY2(spread.gt(.1).all().item<bool>(), "they have other colours");
    const torch::Tensor nothing = kept.logical_not(), hidden = nothing.to(torch::kFloat32).mean({1, 2});
    QVERIFY(hidden.max().item<double>() <= .25 + 2. / 8);
    QVERIFY(hidden.mean().item<double>() > .1);
    QVERIFY2(nothing.select(1, 0).all(1).any().item<bool>(), "some came down from above");
    QVERIFY2(nothing.select(2, side - 1).all(1).any().item<bool>(), "some came in from the right");
  }

  void greysStayGreys() { QCOMPARE(varied(torch::rand({4, 1, 16, 16})).size(1), 1); }

  // What G is to learn of comes back through all of it.
  void gradientsPass() {
    const torch::Tensor pictures = torch::rand({8, 3, 16, 16}, torch::requires_grad());
    const torch::Tensor weights = torch::rand({8, 3, 16, 16});
    (varied(pictures) * weights).sum().backward();
    QVERIFY(pictures.grad().isfinite().all().item<bool>());
    for (int64_t i = 0; i < 8; ++i) QVERIFY(pictures.grad()[i].ne(0).sum().item<int64_t>() > 16 * 16);
  }

  void discriminatorsSeeVariants() {
    const auto set = std::make_shared<ToyPictures>(12, 16, 3, false);
    const auto lossOfD = [&](bool on) {
      torch::manual_seed(3);
      const auto experiment = makeTiny("dcgan", *set, {{"varied", on}});
      const Batch batch{{"picture", torch::rand({6, 3, 16, 16})}};
      return experiment->phases()[0].run(batch, {0, 10, false}).at(0).second.item<double>();
    };
    QVERIFY(std::isfinite(lossOfD(true)));
    QVERIFY(lossOfD(true) != lossOfD(false));
    QCOMPARE(lossOfD(false), lossOfD(false));
  }
};

QTEST_GUILESS_MAIN(TestVaried)
#include "test_varied.moc"
