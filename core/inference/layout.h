// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <torch/types.h>

#include <opencv2/core.hpp>
#include <vector>

#include "core/inference/lookalikes.h"

namespace chaesaek {

/// Where the drawings that a sketch looks like have which of a network's colours: [1,K-1,h,w], for each pixel the
/// probability of each colour but the first (paper), as far as they are of one mind there, else nearer to their shares.
/// `box`: the sketch's ink, in pixels of h x w; `colours` BGR. Undefined where they say nothing.
torch::Tensor layoutOf(const std::vector<Neighbour>& near, const cv::Rect& box, const std::vector<cv::Vec3b>& colours, int h, int w);

/// The same with one opinion a region, of all its pixels by how likely the network puts colour there (`logits` [1,K,h,w]): a drawing
/// that does not lie exactly over the sketch leaves no blotches. `sketch` grey, of any size.
torch::Tensor ofRegions(const torch::Tensor& layout, const torch::Tensor& logits, const cv::Mat& sketch);

/// Makes a network's colours likelier where such drawings have them; how likely paper is stays.
/// `logits` [1,K,h,w]; `layout` of layoutOf(); `trust` 0..1.
torch::Tensor followLayout(const torch::Tensor& logits, const torch::Tensor& layout, double trust);

}  // namespace chaesaek
