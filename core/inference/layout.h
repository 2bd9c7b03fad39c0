// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <torch/types.h>

#include <opencv2/core.hpp>
#include <vector>

#include "core/inference/lookalikes.h"
#include "core/inference/placement.h"

namespace chaesaek {

/// Where the drawings that a sketch looks like have which of a network's colours: for each place the probability of each colour but the
/// first (paper: 0), as far as they are of one mind there, else nearer to their shares.
struct Layout {
  torch::Tensor places;  ///< [kThumbnailSide^2,K], undefined where they say nothing
  torch::Tensor shares;  ///< [K]
};
/// `colours` BGR; `weights`: how much each of them says (Rarity), or empty for all alike.
Layout layoutOf(const std::vector<Neighbour>& near, const std::vector<cv::Vec3b>& colours, const std::vector<float>& weights = {});

/// What it says of each pixel, its places stretched over a sketch's ink (`box`, in these pixels), its shares around that: what sways a
/// network's opinions so that its colours get likelier where such drawings have them. Of a region there is one opinion, of all its pixels by
/// how likely the network puts colour there, 1 - e^`paper` [h,w]: a drawing that does not lie exactly over the sketch leaves no blotches.
/// `labels` of the regions at twice the side (gapClosedRegions).
Lead whatItSays(const Layout& layout, const cv::Rect& box, const torch::Tensor& paper, const cv::Mat& labels);

}  // namespace chaesaek
