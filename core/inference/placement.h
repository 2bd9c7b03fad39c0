// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <torch/types.h>

#include <vector>

#include "core/image/palette.h"

namespace chaesaek {

std::vector<cv::Vec3f> labsOf(const std::vector<cv::Vec3b>& colours);
/// The nearest of `labs` (Delta E 1976) but the first, among those not `taken` (all, where it is empty); 0 where all are.
int nearestSlot(const cv::Vec3b& colour, const std::vector<cv::Vec3f>& labs, const std::vector<bool>& taken = {});

/// For each colour of a palette the place among a network's colours (BGR; the first is paper and is never taken) that
/// stands for it: the nearest one (Delta E 1976) that no earlier colour took; 0 for those that come when all are taken.
std::vector<int> slotsOf(const Palette& palette, const std::vector<cv::Vec3b>& colours);

/// Shares of a palette over a network's colours: [K] that sum to 1, paper 0; each colour counts for its nearest.
torch::Tensor sharesOver(const Palette& palette, const std::vector<cv::Vec3b>& colours);

/// Decides anew where a network's colours go, so that together they take given shares of what it does not leave white:
/// every colour is made likelier or less likely everywhere by one factor, found by iterative scaling (Sinkhorn 1964).
/// Where the paper is, and which of two places is the likelier one for a colour, the network alone decides.
///
/// `logits` [1,K,h,w]; `shares` [K] that sum to 1, the first 0; `trust` 0..1: between the network's own shares and these.
torch::Tensor placeColours(const torch::Tensor& logits, const torch::Tensor& shares, double trust);

}  // namespace chaesaek
