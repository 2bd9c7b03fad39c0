// SPDX-License-Identifier: GPL-3.0-or-later
// Learning classes from few labels: the budget, what is looked at, accuracy, the conditional variant.
#include <torch/torch.h>

#include <QtTest>
#include <cmath>
#include <set>

#include "core/data/label_budget.h"
#include "core/networks/dcgan.h"
#include "core/networks/weights.h"
#include "tests/errors.h"
#include "tests/tiny_experiments.h"

namespace chaesaek {
namespace {

/// Everything that a network holds, as bytes.
std::string contentOf(const Experiment& experiment, const std::string& network) {
  Safetensors content;
  storeModule(*networkOf(experiment, network), "", content);
  std::string all;
  for (const auto& [name, tensor] : content.tensors) all.append(tensor.bytes.begin(), tensor.bytes.end());
  return all;
}

}  // namespace

class TestSgan : public QObject {
  Q_OBJECT
  std::shared_ptr<const ToyPictures> set_ = std::make_shared<ToyPictures>(60);

 private Q_SLOTS:
  void budgetsAreBalancedAndFixedBySeed() {
    const std::vector<int> nine = labelBudget(*set_, 9, 1), ten = labelBudget(*set_, 10, 1);
    QCOMPARE(labelBudget(*set_, 9, 1), nine);
    QVERIFY(labelBudget(*set_, 9, 2) != nine);
    const auto counts = [&](const std::vector<int>& budget) {
      std::vector<int> count(3);
      for (const int index : budget) {
        QTest::qVerify(set_->splitOf(index) == Split::Train, "train", "", __FILE__, __LINE__);
        ++count[static_cast<size_t>(set_->labelOf(index))];
      }
      std::sort(count.begin(), count.end());
      return count;
    };
    QCOMPARE(counts(nine), (std::vector<int>{3, 3, 3}));
    QCOMPARE(counts(ten), (std::vector<int>{3, 3, 4}));
    QCOMPARE(std::set<int>(ten.begin(), ten.end()).size(), size_t{10});
    QVERIFY(std::is_sorted(ten.begin(), ten.end()));
    QCOMPARE(labelBudget(*set_, 0, 1), indicesOf(*set_, Split::Train));
    QCOMPARE(labelBudget(*set_, 54, 1), indicesOf(*set_, Split::Train));
    QVERIFY(errorOf([&] { labelBudget(*set_, 55, 1); }).find("parameter labels asks for 19 training pictures of the class") == 0);
  }

  void noOtherLabelsAreLookedAt() {
    const auto experiment = makeTiny("sgan", *set_, {{"labels", 6}, {"seed", 4}});
    std::vector<torch::Tensor> allowed;
    for (const int index : labelBudget(*set_, 6, 4)) allowed.push_back(pictureSample(*set_, index, 8).at("picture"));
    const Batch batch = batchOf(*experiment, set_, 40);
    std::set<size_t> met;
    for (int64_t i = 0; i < 40; ++i) {
      size_t place = 0;
      while (place < allowed.size() && !torch::equal(allowed[place], batch.at("labelled")[i])) ++place;
      QVERIFY(place < allowed.size());
      met.insert(place);
    }
    QCOMPARE(met.size(), allowed.size());
    const Batch turned = batchOf(*makeTiny("sgan", *set_, {{"labels", 6}, {"seed", 4}, {"mirror", true}}), set_, 40);
    for (const char* key : {"picture", "labelled"}) {  // every other one is mirrored
      int64_t same = 0;
      for (int64_t i = 0; i < 40; ++i) same += torch::equal(turned.at(key)[i], batch.at(key)[i]);
      QVERIFY2(same < 40, key);
    }
    QCOMPARE(batch.size(), size_t{3});  // of the unlabelled picture there is no label
  }

  void accuracyLeavesTheDiscriminatorAlone() {
    const QTemporaryDir folder;
    const std::filesystem::path model = folder.filePath("m.safetensors").toStdString();
    const auto experiment = makeTiny("sgan", *set_, {{"labels", 0}, {"plain", true}});
    const auto judge = std::dynamic_pointer_cast<ConvDiscriminator>(networkOf(*experiment, "D"));
    const std::string generator = contentOf(*experiment, "G");
    const Batch batch = batchOf(*experiment, set_, 32);
    QVERIFY(runPhase(*experiment, "G", batch).empty());
    for (int step = 0; step < 60; ++step) QCOMPARE(runPhase(*experiment, "D", batch).size(), size_t{1});
    QCOMPARE(contentOf(*experiment, "G"), generator);  // a plain classifier
    saveModel(model, experiment->model(), dynamic_cast<const Generator&>(*networkOf(*experiment, "G")));
    const std::string before = contentOf(*experiment, "D");
    seedThreadRandom(8);
    const NamedValues values = experiment->measures(model, *set_, {}, {});
    const auto after = torch::rand({3}, threadRandom());
    seedThreadRandom(8);
    QVERIFY(torch::equal(torch::rand({3}, threadRandom()), after));
    QVERIFY(judge->is_training());
    QCOMPARE(contentOf(*experiment, "D"), before);
    QCOMPARE(values.size(), size_t{2});
    QVERIFY2(valueOf(values, "accuracy") == 1 && valueOf(values, "test_accuracy") == 1, qPrintable(QString::number(valueOf(values, "test_accuracy"))));

    judge->eval();
    const torch::NoGradGuard noGradients;
    judge->classes->bias.index_put_({2}, 1e6);  // all are bars: a third is right
    QCOMPARE(valueOf(experiment->measures(model, *set_, {}, {}), "test_accuracy"), 1 / 3.);
  }

  void theConditionalOneAsksForAClass() {
    const auto experiment = makeTiny("sgan", *set_, {{"conditional", true}});
    QCOMPARE(experiment->model().classes.size(), size_t{3});
    const Batch batch = batchOf(*experiment, set_, 4);
    const auto judge = std::dynamic_pointer_cast<ConvDiscriminator>(networkOf(*experiment, "D"));
    {
      const torch::NoGradGuard noGradients;
      judge->classes->weight.zero_();
    }
    runPhase(*experiment, "D", batch);
    {
      const torch::NoGradGuard noGradients;
      judge->classes->weight.zero_();
      judge->classes->bias.zero_();
    }
    const double value = scalarOf(runPhase(*experiment, "G", batch), "G_adversarial");
    QVERIFY(std::abs(value - std::log(4.)) < 1e-5);  // one of three classes, or made
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestSgan)
#include "test_sgan.moc"
