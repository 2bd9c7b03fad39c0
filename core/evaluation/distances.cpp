// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/distances.h"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

namespace chaesaek {
namespace {

constexpr int64_t kRowsAtOnce = 500;
constexpr double kTooNear = 0.01;  // quantile of the distances between real rows

torch::Tensor covariance(const torch::Tensor& rows) {
  const torch::Tensor centred = rows - rows.mean(0, true);
  return centred.t().mm(centred) / static_cast<double>(std::max<int64_t>(1, rows.size(0) - 1));
}

/// Of a symmetric matrix without negative eigenvalues but those of rounding.
torch::Tensor squareRoot(const torch::Tensor& matrix) {
  const auto [values, vectors] = torch::linalg_eigh(matrix);
  return vectors.mm(torch::diag(values.clamp_min(0).sqrt())).mm(vectors.t());
}

torch::Tensor ofClass(const torch::Tensor& rows, const torch::Tensor& labels, int64_t label) { return rows.index({labels == label}); }

}  // namespace

double frechetDistance(const torch::Tensor& a, const torch::Tensor& b) {
  const torch::Tensor one = a.to(torch::kFloat64), other = b.to(torch::kFloat64);
  const torch::Tensor ofOne = covariance(one), ofOther = covariance(other), root = squareRoot(ofOne);
  const torch::Tensor crossed = torch::linalg_eigvalsh(root.mm(ofOther).mm(root)).clamp_min(0).sqrt().sum();
  const torch::Tensor apart = (one.mean(0) - other.mean(0)).square().sum();
  return (apart + ofOne.trace() + ofOther.trace() - 2 * crossed).item<double>();
}

double meanDistance(const torch::Tensor& rows) { return torch::pdist(rows).mean(torch::kFloat64).item<double>(); }

double spreadWithinClasses(const torch::Tensor& rows, const torch::Tensor& labels, const torch::Tensor& others, const torch::Tensor& otherLabels) {
  if (labels.numel() == 0 || otherLabels.numel() == 0) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0, otherSum = 0;
  for (int64_t label = 0; label <= otherLabels.max().item<int64_t>(); ++label) {
    const torch::Tensor some = ofClass(rows, labels, label), otherSome = ofClass(others, otherLabels, label);
    if (some.size(0) < 2 || otherSome.size(0) < 2) continue;
    sum += meanDistance(some);
    otherSum += meanDistance(otherSome);
  }
  return sum / otherSum;
}

torch::Tensor nearestDistances(const torch::Tensor& from, const torch::Tensor& to, const Progress& progress) {
  const bool same = from.is_same(to);
  const torch::Tensor columns = to.t(), norms = to.square().sum(1);
  std::vector<torch::Tensor> nearest;
  for (int64_t done = 0; done < from.size(0); done += kRowsAtOnce) {
    progress(static_cast<double>(done), static_cast<double>(from.size(0)), "looking for the nearest pictures");
    const int64_t n = std::min(kRowsAtOnce, from.size(0) - done);
    const torch::Tensor some = from.narrow(0, done, n);
    torch::Tensor squares = torch::addmm(norms.unsqueeze(0), some, columns, 1, -2) + some.square().sum(1, true);
    if (same) squares.diagonal(done).fill_(std::numeric_limits<float>::infinity());
    nearest.push_back((some - to.index_select(0, squares.argmin(1))).square().sum(1).sqrt());  // exact: copies are at 0
  }
  return torch::cat(nearest);
}

double duplicateShare(const torch::Tensor& made, const torch::Tensor& real, const Progress& progress) {
  const torch::Tensor tooNear = torch::quantile(nearestDistances(real, real, progress), kTooNear);
  return (nearestDistances(made, made, progress) <= tooNear).to(torch::kFloat64).mean().item<double>();
}

}  // namespace chaesaek
