// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/thumbnails.h"

#include <zlib.h>

#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/image/compose.h"
#include "core/inference/lookalike.h"

namespace chaesaek {
namespace {

constexpr int kColours = 16, kPixels = kThumbnailSide * kThumbnailSide;
constexpr size_t kBytes = 3 * kColours + kPixels / 2;  // the palette, then half a byte a pixel

}  // namespace

std::vector<uint8_t> packThumbnail(const cv::Mat& fill, const cv::Mat& sketch) {
  cv::Mat small, pixels, labels, centres;
  cv::resize(layInk(fill, sketch), small, {kThumbnailSide, kThumbnailSide}, 0, 0, cv::INTER_AREA);
  small.reshape(1, kPixels).convertTo(pixels, CV_32F);
  cv::theRNG().state = 1;
  cv::kmeans(pixels, kColours, labels, {cv::TermCriteria::COUNT, 12, 0}, 1, cv::KMEANS_PP_CENTERS, centres);
  std::vector<uint8_t> plain;
  for (int k = 0; k < kColours; ++k)
    for (int c = 0; c < 3; ++c) plain.push_back(cv::saturate_cast<uint8_t>(centres.at<float>(k, c)));
  for (int i = 0; i < kPixels; i += 2) plain.push_back(static_cast<uint8_t>(labels.at<int>(i) << 4 | labels.at<int>(i + 1)));
  std::vector<uint8_t> packed(compressBound(kBytes));
  uLongf size = packed.size();
  if (compress2(packed.data(), &size, plain.data(), plain.size(), Z_BEST_COMPRESSION) != Z_OK) fail("a thumbnail could not be packed");
  packed.resize(size);
  return packed;
}

cv::Mat unpackThumbnail(const std::vector<uint8_t>& packed) {
  std::vector<uint8_t> plain(kBytes);
  uLongf size = plain.size();
  if (uncompress(plain.data(), &size, packed.data(), packed.size()) != Z_OK || size != kBytes) return {};
  cv::Mat out(kThumbnailSide, kThumbnailSide, CV_8UC3);
  for (int i = 0; i < kPixels; ++i) {
    const uint8_t both = plain[3 * kColours + static_cast<size_t>(i) / 2];
    const uint8_t* colour = &plain[3 * static_cast<size_t>(i % 2 == 0 ? both >> 4 : both & 15)];
    out.at<cv::Vec3b>(i / kThumbnailSide, i % kThumbnailSide) = {colour[0], colour[1], colour[2]};
  }
  return out;
}

}  // namespace chaesaek
