// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "core/networks/palette_net.h"

namespace chaesaek {

/// The palette as BGR; its first colour is the paper's.
std::vector<cv::Vec3b> paletteColours(const PaletteNet& network);

/// The way back: [K,3] RGB in [-1,1].
torch::Tensor coloursTensor(const std::vector<cv::Vec3b>& colours);

/// Lets a network that chooses from a palette vote where it is undecided: a gap-closed region whose pixels are unsure (mean probability of
/// the likeliest colour under .8) takes the one colour that they find likeliest together (mean of the log-probabilities),
/// so that doubt shows as a decision and not as blotches. A region that lies clearly between paper and colour (an outline
/// with a gap) keeps that division. Sure regions stay as they are.
///
/// `palette` the K colours, BGR; `opinions` [S/2,S/2,K] (opinionsOf), and `own`, likeliestOf the network's before a palette was placed by them:
/// a pixel is as sure as the less sure of both; `labels` (gapClosedRegions), `colours` BGR, all S x S.
cv::Mat voteColours(const std::vector<cv::Vec3b>& palette, const torch::Tensor& opinions, const torch::Tensor& own, const cv::Mat& labels, const cv::Mat& colours);

}  // namespace chaesaek
