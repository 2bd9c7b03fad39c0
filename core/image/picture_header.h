// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture file's bytes say of themselves, before any decoder sees them.
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

namespace chaesaek {

enum class PictureKind { Unknown, Png, Jpeg, WebP, Bmp, Svg };

/// By content, never by name.
PictureKind pictureKind(std::string_view bytes);

/// The size in the header of a PNG, JPEG, WebP or BMP; 0 x 0 where the header is damaged or cut off.
cv::Size headerSize(PictureKind kind, std::string_view bytes);

/// Whether the bytes reach to the picture's own end (decoders fill what is missing with grey and only murmur); for PNG
/// also whether every chunk's checksum is right.
bool isWhole(PictureKind kind, std::string_view bytes);

/// A whole PNG without the chunks that do not change its pixels (profiles, texts, times): decoders grumble about them
/// on stderr.
std::string plainPng(std::string_view bytes);

}  // namespace chaesaek
