// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace chaesaek {

/// A drawing as a small picture of sixteen colours, deflated: a few hundred bytes. `fill` BGR, `sketch` grey; kThumbnailSide.
std::vector<uint8_t> packThumbnail(const cv::Mat& fill, const cv::Mat& sketch);
/// The way back: BGR. Empty where the bytes are no thumbnail.
cv::Mat unpackThumbnail(const std::vector<uint8_t>& packed);

}  // namespace chaesaek
