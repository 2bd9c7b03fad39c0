// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers and the writers of packed sets share; nobody else needs it.
#pragma once
#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

namespace chaesaek {

inline constexpr std::string_view kPackMagic = "CHSKPR1\n";
inline constexpr size_t kPackStart = 24;  ///< magic, place and length of the header

/// The lowest byte first.
inline std::string littleEndian(uint64_t value, int bytes = 8) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

/// 256 greys as 32 (0..31) and back; black and white stay exact.
inline cv::Mat fewerGreys(const cv::Mat& grey) {
  cv::Mat out(grey.size(), CV_8U);
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x) out.at<uint8_t>(y, x) = static_cast<uint8_t>((grey.at<uint8_t>(y, x) * 31 + 127) / 255);
  return out;
}
inline void allGreys(cv::Mat& grey) {
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x) grey.at<uint8_t>(y, x) = static_cast<uint8_t>((grey.at<uint8_t>(y, x) * 255 + 15) / 31);
}

/// Adds `sign` (1 or -1) times "lines in black over the fill" to a BGR picture, modulo 256. Whole numbers only, so that
/// what one machine took away another adds back exactly.
inline void addInked(cv::Mat& picture, const cv::Mat& fill, const cv::Mat& lines, int sign) {
  for (int y = 0; y < picture.rows; ++y) {
    auto* out = picture.ptr<uint8_t>(y);
    const auto* colour = fill.ptr<uint8_t>(y);
    const auto* ink = lines.ptr<uint8_t>(y);
    for (int x = 0; x < picture.cols * 3; ++x) out[x] = static_cast<uint8_t>(out[x] + sign * ((colour[x] * ink[x / 3] + 127) / 255));
  }
}

}  // namespace chaesaek
