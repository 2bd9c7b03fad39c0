// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to rows of numbers, on every kind of processor that this one can be, against LibTorch in double precision.
#include "core/engine/rows.h"

#include <torch/torch.h>

#include <QtTest>
#include <cmath>

using namespace chaesaek;
using engine::RowKernels;

namespace {

constexpr size_t kRows = 299;

/// Numbers as logits are, some far apart, some rows sure of the first.
torch::Tensor logits(int64_t width) {
  torch::manual_seed(5);
  torch::Tensor x = torch::randn({static_cast<int64_t>(kRows), width}) * 6;
  x.slice(0, 0, 40).select(1, 0) += 12;
  x.slice(0, 40, 60).select(1, 0) += 60;
  x.slice(0, 60, 80).select(1, 0) -= 60;
  return x;
}

const float* of(const torch::Tensor& t) { return t.const_data_ptr<float>(); }
float* into(torch::Tensor& t) { return t.mutable_data_ptr<float>(); }

bool close(const torch::Tensor& a, const torch::Tensor& expected, double within) { return torch::allclose(a.to(torch::kDouble), expected, within, within); }

}  // namespace

class TestRows : public QObject {
  Q_OBJECT

  /// Calls check(rows, width) for every kind, and for widths that are whole vectors and that are not.
  template <class Check>
  void everywhere(Check check) {
    for (const RowKernels* rows : engine::rowKernelsHere())
      for (const int width : {64, 48, 5}) QVERIFY2(check(*rows, width), qPrintable(QString("%1, %2 wide").arg(rows->name).arg(width)));
  }

 private Q_SLOTS:
  void logSoftmax() {
    everywhere([](const RowKernels& rows, int width) {
      const torch::Tensor x = logits(width);
      torch::Tensor out = torch::empty_like(x);
      rows.logSoftmax(of(x), into(out), kRows, width);
      return close(out, torch::log_softmax(x.to(torch::kDouble), 1), 1e-5);
    });
  }

  void swayedColoursShareWhatWasNotPaper() {
    everywhere([](const RowKernels& rows, int width) {
      const torch::Tensor x = torch::log_softmax(logits(width), 1), says = torch::randn({7, width}), factors = torch::randn(width);
      const torch::Tensor which = torch::randint(7, {static_cast<int64_t>(kRows)}, torch::kInt);
      const auto expected = [&](const torch::Tensor& more) {
        const torch::Tensor paper = x.to(torch::kDouble).narrow(1, 0, 1), amount = torch::log(-torch::expm1(paper)).clamp_min(-16);
        const torch::Tensor coloured = (x + more).to(torch::kDouble).slice(1, 1);
        return torch::cat({paper, torch::log_softmax(coloured, 1) + amount}, 1);
      };
      torch::Tensor out = torch::empty_like(x);
      rows.sway(of(x), of(says), which.const_data_ptr<int>(), .7f, of(factors), -16, into(out), kRows, width);
      if (!close(out, expected(.7 * says.index_select(0, which) + factors), 1e-4)) return false;
      rows.sway(of(x), nullptr, nullptr, 1, nullptr, -16, into(out), kRows, width);
      return close(out, expected(torch::zeros(1)), 1e-4);
    });
  }

  void powersAndLogarithms() {
    everywhere([](const RowKernels& rows, int width) {
      const torch::Tensor x = torch::linspace(-79, 20, 1000 + width);
      torch::Tensor powers = x.clone();
      rows.exponentials(into(powers), static_cast<size_t>(x.numel()));
      torch::Tensor far = torch::tensor({-1e30f, -INFINITY, -90.f});
      rows.exponentials(into(far), 3);
      torch::Tensor logs = x.abs().clone();
      rows.logarithms(into(logs), static_cast<size_t>(x.numel()), .003f, 4);
      const torch::Tensor ratio = powers.to(torch::kDouble) / torch::exp(x.to(torch::kDouble));
      return close(ratio, torch::ones_like(ratio), 1e-6) && far.max().item<float>() < 1e-34f &&
             close(logs, 4 * torch::log(x.to(torch::kDouble).abs() + .003f), 1e-5);
    });
  }

  void likeliestLeavesOutTheFirst() {
    everywhere([](const RowKernels& rows, int width) {
      const torch::Tensor x = logits(width);
      torch::Tensor out = torch::empty({2, static_cast<int64_t>(kRows)});
      rows.likeliest(of(x), into(out), into(out) + kRows, kRows, width);
      return torch::equal(out[0], x.select(1, 0)) && torch::equal(out[1], x.slice(1, 1).amax(1));
    });
  }

  void means() {
    everywhere([](const RowKernels& rows, int width) {
      const torch::Tensor x = torch::log_softmax(logits(width), 1), values = torch::randn({3, width});
      torch::Tensor out = torch::empty({static_cast<int64_t>(kRows), 3});
      rows.means(of(x), of(values), 5, into(out), kRows, width);
      return close(out, torch::softmax(x.to(torch::kDouble) * 5, 1).mm(values.to(torch::kDouble).t()), 1e-5);
    });
  }

  void share() {
    everywhere([](const RowKernels& rows, int width) {
      const torch::Tensor x = torch::softmax(logits(width), 1), amounts = torch::rand(static_cast<int64_t>(kRows)), factors = torch::rand(width);
      torch::Tensor out = torch::empty(width);
      rows.share(of(x), of(amounts), of(factors), 1e-3f, into(out), kRows, width);
      const torch::Tensor exact = x.to(torch::kDouble);
      return close(out, exact.t().mv(amounts.to(torch::kDouble) / exact.mv(factors.to(torch::kDouble)).clamp_min(1e-3)), 1e-4);
    });
  }

  void between() {
    everywhere([](const RowKernels& rows, int width) {
      const torch::Tensor a = torch::randn(width), b = torch::randn(width);
      torch::Tensor out = torch::empty(width);
      rows.between(of(a), of(b), .25f, into(out), static_cast<size_t>(width));
      return torch::allclose(out, .75 * a + .25 * b);
    });
  }
};

QTEST_APPLESS_MAIN(TestRows)
#include "test_rows.moc"
