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

/// What a network that chooses from a palette thinks of each pixel: [1,K,h,w] -> log-probabilities [h,w,K]. Those of a pixel lie
/// together, as engines give them: so whatever asks for the likeliest, or for sums, reads memory in its order.
torch::Tensor opinionsOf(const torch::Tensor& logits);

/// What something else says of each pixel (whatItSays), and how far it is trusted.
struct Lead {
  torch::Tensor says;     ///< [n,K], or undefined
  std::vector<int> which; ///< for each pixel the row that is said of it
  double trust = 1;
};

/// Opinions [...,K] swayed by a lead and by `factors` [K] (logarithms; may be undefined): the colours share anew what was not paper; paper
/// stays as likely as it was.
torch::Tensor swayed(const torch::Tensor& opinions, const Lead& lead, const torch::Tensor& factors = {});

/// Of opinions [h,w,K] those of paper, and of the likeliest colour -> [2,h,w], logarithms.
torch::Tensor likeliestOf(const torch::Tensor& opinions);

/// Of [h,w,K] the mean of the colours [K,3] -> [h,w,3], by opinions as a temperature sharpens them: PaletteNet::mix() up to its blend(),
/// in any colours and for the canvas, where it has to be quick.
torch::Tensor meanColours(const torch::Tensor& opinions, const torch::Tensor& colours, double temperature);

/// Decides anew where a network's colours go, so that together they take given shares of what it does not leave white:
/// every colour is made likelier or less likely everywhere by one factor, found by iterative scaling (Sinkhorn 1964).
/// Where the paper is, and which of two places is the likelier one for a colour, the network alone decides.
///
/// `opinions` [h,w,K], swayed by the lead first; `shares` [K] that sum to 1, the first 0; `trust` 0..1: between their own shares and these.
torch::Tensor placeColours(const torch::Tensor& opinions, const Lead& lead, const torch::Tensor& shares, double trust);

}  // namespace chaesaek
