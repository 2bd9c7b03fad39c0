// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

namespace chaesaek {

/// Pictures larger than this (pixels) are refused before anything is decoded.
inline constexpr int64_t kMostPixels = 64'000'000;

/// Reads PNG, JPEG, WebP, BMP (by content, not by name) or SVG. Returns 8-bit BGR, BGRA (straight alpha) or grey.
/// Throws Error with one line that names the file: missing, not a picture, cut off, too large.
cv::Mat readPicture(const std::filesystem::path& path);
/// The same from memory; `what` names it in errors.
cv::Mat decodePicture(std::string_view bytes, const std::string& what);

/// The size that the file's header claims, before decoding (PNG, JPEG, WebP, BMP, SVG).
cv::Size pictureSize(std::string_view bytes, const std::string& what);

/// PNG (or PPM where codecs are not built; then the extension is changed to .ppm), written whole or not at all.
/// Returns the path that was written.
std::filesystem::path writePicture(const std::filesystem::path& path, const cv::Mat& picture);
std::string encodePng(const cv::Mat& picture);

/// Draws an SVG document into a size x size square, keeping proportions -> BGRA with straight alpha. Throws Error.
cv::Mat renderSvg(std::string_view svg, int size, const std::string& what);
/// Draws it at width x height.
cv::Mat renderSvg(std::string_view svg, cv::Size size, const std::string& what);

/// Any picture as a sketch: grey, 255 paper, 0 ink; transparent is paper.
cv::Mat toSketch(const cv::Mat& picture);
/// Any picture as BGR on white.
cv::Mat toBgrOnWhite(const cv::Mat& picture);

}  // namespace chaesaek
