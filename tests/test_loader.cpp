// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QElapsedTimer>
#include <QTest>
#include <numeric>
#include <set>
#include <thread>

#include "core/base/error.h"
#include "core/data/loader.h"

using namespace chaesaek;

namespace {

std::vector<int> upTo(int count) {
  std::vector<int> indices(static_cast<size_t>(count));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

/// Its index, and numbers that only its own generator decides; slow by a different time for each, to mix up threads.
Batch noisySample(int index, Random& random) {
  std::this_thread::sleep_for(std::chrono::microseconds(index % 7 * 100));
  torch::Tensor noise = torch::empty({2, 3});
  for (int i = 0; i < 6; ++i) noise.data_ptr<float>()[i] = static_cast<float>(random.uniform());
  return {{"index", torch::tensor({int64_t{index}})}, {"noise", noise}};
}

std::vector<int64_t> indicesIn(const Batch& batch) {
  const torch::Tensor flat = batch.at("index").flatten();
  return {flat.data_ptr<int64_t>(), flat.data_ptr<int64_t>() + flat.numel()};
}

LoaderOptions options(int batch, int threads) {
  LoaderOptions o;
  o.batch = batch;
  o.threads = threads;
  o.seed = 5;
  return o;
}

bool equal(const Batch& a, const Batch& b) { return torch::equal(a.at("index"), b.at("index")) && torch::equal(a.at("noise"), b.at("noise")); }

}  // namespace

class TestLoader : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void threadsChangeNothing_data() {
    QTest::addColumn<bool>("weighted");
    QTest::newRow("each once") << false;
    QTest::newRow("by weight") << true;
  }
  void threadsChangeNothing() {
    QFETCH(bool, weighted);
    const std::vector<double> weights = weighted ? std::vector<double>(10, 1.) : std::vector<double>();
    Loader one(upTo(10), weights, noisySample, options(3, 1)), many(upTo(10), weights, noisySample, options(3, 5));
    for (int i = 0; i < 12; ++i) QVERIFY(equal(one.next(), many.next()));
  }

  void seekingEqualsReading() {
    Loader read(upTo(10), {}, noisySample, options(3, 2)), sought(upTo(10), {}, noisySample, options(3, 2));
    std::vector<Batch> batches;
    for (int i = 0; i < 9; ++i) batches.push_back(read.next());
    QCOMPARE(read.position(), 9);
    for (const int at : {7, 0, 4, 5}) {
      sought.seek(at);
      QCOMPARE(sought.position(), at);
      QVERIFY(equal(sought.next(), batches[static_cast<size_t>(at)]));
    }
    sought.seek(300);  // far ahead: nothing in between is made
    QVERIFY(!equal(sought.next(), batches[0]));
  }

  void everyEpochHoldsEachOnce() {
    Loader loader(upTo(12), {}, noisySample, options(4, 3));
    QCOMPARE(loader.batchesPerEpoch(), 3);
    std::vector<std::vector<int64_t>> orders;
    for (int epoch = 0; epoch < 3; ++epoch) {
      orders.emplace_back();
      for (int i = 0; i < 3; ++i)
        for (const int64_t index : indicesIn(loader.next())) orders.back().push_back(index);
      QCOMPARE(std::set<int64_t>(orders.back().begin(), orders.back().end()).size(), size_t{12});
    }
    QVERIFY(orders[0] != orders[1] && orders[1] != orders[2]);
  }

  void orderIsKeptWhereAsked() {
    LoaderOptions o = options(5, 2);
    o.shuffle = false;
    Loader loader(upTo(12), {}, noisySample, o);
    QCOMPARE(loader.batchesPerEpoch(), 2);  // the last two are dropped
    QCOMPARE(indicesIn(loader.next()), (std::vector<int64_t>{0, 1, 2, 3, 4}));
    QCOMPARE(indicesIn(loader.next()), (std::vector<int64_t>{5, 6, 7, 8, 9}));
    QCOMPARE(indicesIn(loader.next()), (std::vector<int64_t>{0, 1, 2, 3, 4}));
  }

  void aSmallSetFillsABatch() {
    LoaderOptions o = options(5, 2);
    o.shuffle = false;
    Loader loader(upTo(2), {}, noisySample, o);
    const Batch batch = loader.next();
    QCOMPARE(indicesIn(batch), (std::vector<int64_t>{0, 1, 0, 1, 0}));
    QVERIFY(!torch::equal(batch.at("noise")[0], batch.at("noise")[2]));  // another sample of the same drawing
  }

  void weightsDecideHowOften() {
    Loader loader(upTo(3), {1, 0, 3}, [](int index, Random&) { return Batch{{"index", torch::tensor({int64_t{index}})}}; }, options(100, 2));
    std::vector<int> counts(3, 0);
    for (int i = 0; i < 20; ++i)
      for (const int64_t index : indicesIn(loader.next())) ++counts[static_cast<size_t>(index)];
    QCOMPARE(counts[1], 0);
    // Three draws an epoch, repeated to fill the batch: the share of the third is 3/4 within four deviations of 60 draws.
    QVERIFY2(std::abs(counts[2] / 2000. - .75) < .23, qPrintable(QString::number(counts[2])));
  }

  void errorsArrive() {
    const auto make = [](int index, Random& random) {
      if (index == 3) fail("drawing 3 is damaged");
      return noisySample(index, random);
    };
    LoaderOptions o = options(2, 3);
    o.shuffle = false;
    Loader loader(upTo(8), {}, make, o);
    loader.next();
    QVERIFY_EXCEPTION_THROWN(loader.next(), Error);
    loader.seek(2);
    QCOMPARE(indicesIn(loader.next()), (std::vector<int64_t>{4, 5}));
    QVERIFY_EXCEPTION_THROWN(Loader({}, {}, make, o), Error);
  }

  void unequalSamplesAreRefused() {
    const auto make = [](int index, Random&) { return Batch{{"x", torch::zeros({index + 1})}}; };
    Loader loader(upTo(4), {}, make, options(2, 2));
    QVERIFY_EXCEPTION_THROWN(loader.next(), Error);
  }

  void onlyAFewBatchesAreMadeAhead() {
    std::atomic<int> made = 0;
    const auto make = [&](int index, Random& random) {
      ++made;
      return noisySample(index, random);
    };
    LoaderOptions o = options(2, 2);
    o.ahead = 3;
    Loader loader(upTo(50), {}, make, o);
    QTest::qWait(100);
    QCOMPARE(made.load(), 6);
    double waited = 0;
    loader.next(&waited);
    QVERIFY(waited < .05);
    QTRY_COMPARE(made.load(), 8);
  }

  void endsPromptly() {
    QElapsedTimer timer;
    timer.start();
    { Loader loader(upTo(100), {}, noisySample, options(4, 4)); }
    QVERIFY(timer.elapsed() < 1000);
  }
};

QTEST_GUILESS_MAIN(TestLoader)
#include "test_loader.moc"
