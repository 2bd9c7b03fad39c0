// SPDX-License-Identifier: GPL-3.0-or-later
// The one bridge between cv::Mat and tensors. Core sources only: never include this from ui.
#pragma once
#include <torch/types.h>

#include <opencv2/core.hpp>

#include "core/image/regions.h"

namespace chaesaek {

/// BGR 8 bit -> [3,H,W] float RGB in [-1,1].
torch::Tensor colourTensor(const cv::Mat& bgr);
/// [3,H,W] (any float type, any device) -> BGR 8 bit; values are clamped, then rounded.
cv::Mat colourPicture(const torch::Tensor& tensor);
/// Grey 8 bit -> [1,H,W], +1 paper, -1 ink.
torch::Tensor sketchTensor(const cv::Mat& grey);
/// CV_8U 0/1 mask -> [1,H,W] float 0/1.
torch::Tensor maskTensor(const cv::Mat& mask);

/// The colouring network's nine channels, [9,H,W]: sketch, hint RGB (0 where none), hint mask, spread hint RGB (0
/// where none), spread mask. `hints` BGRA (alpha >= 128 is the mask), may be empty; all of one size.
/// `spread` receives the spread hints, for who shows them, too.
torch::Tensor colouringInput(const cv::Mat& sketch, const cv::Mat& hints, SpreadHints* spread = nullptr);

}  // namespace chaesaek
