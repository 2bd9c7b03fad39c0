// SPDX-License-Identifier: GPL-3.0-or-later
// Distances between sets of pictures, each a row of numbers. Core sources only (torch).
#pragma once
#include <torch/types.h>

#include "core/base/progress.h"

namespace chaesaek {

/// Fréchet distance of two Gaussians fitted to the rows of `a` [N,F] and `b` [M,F] (Heusel et al. 2017, 1706.08500, eq. 6):
/// |m - n|^2 + tr(A + B - 2 (A^1/2 B A^1/2)^1/2), in float64. It falls with N even where both are of one kind.
double frechetDistance(const torch::Tensor& a, const torch::Tensor& b);

/// Mean Euclidean distance of two rows of [N,F] (any pair).
double meanDistance(const torch::Tensor& rows);

/// How far the rows of a class lie apart, summed over the classes that have two rows or more both in `rows` and in `others`,
/// divided by the same of `others`; labels [N] int64. Not a number where there is no such class.
double spreadWithinClasses(const torch::Tensor& rows, const torch::Tensor& labels, const torch::Tensor& others, const torch::Tensor& otherLabels);

/// For each row of `from` the distance to the nearest of `to`; where both are the same tensor, to the nearest other row.
torch::Tensor nearestDistances(const torch::Tensor& from, const torch::Tensor& to, const Progress& progress);

/// Share of the rows of `made` that have another one as near as a hundredth of the rows of `real` have; both [N,F], one N.
double duplicateShare(const torch::Tensor& made, const torch::Tensor& real, const Progress& progress);

}  // namespace chaesaek
