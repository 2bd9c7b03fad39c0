// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <torch/types.h>

#include <opencv2/core.hpp>
#include <vector>

namespace chaesaek {

/// What a drawing and its colours without hints were before its last change; all S x S, empty at the beginning.
struct ColourMemory {
  cv::Mat labels;   ///< of its gap-closed regions
  cv::Mat colours;  ///< BGR
};

/// A region that a change elsewhere has left as it was keeps its colours (the picture would flicker with every stroke),
/// unless the network is by now clearly of another mind: by the mean over the region of the new colours'
/// log-probability over the old ones'. Hints are shown afterwards: they follow at once.
///
/// `palette` the K colours, BGR; `opinions` [S/2,S/2,K] (opinionsOf); `labels` (gapClosedRegions); `colours` BGR, the new ones before regions
/// are made flat.
cv::Mat keepCalm(const std::vector<cv::Vec3b>& palette, const torch::Tensor& opinions, const cv::Mat& labels, const cv::Mat& colours, const ColourMemory& before);

}  // namespace chaesaek
