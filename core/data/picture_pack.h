// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a set of pictures: all of one size, as bytes, read in one go.
//
//   "CHSKPI1\n" | u64 length of the header | header (JSON) | labels (i16) | splits (u8) | pictures
//
// Numbers are little-endian. The header holds the SHA-256 of all that follows it, so its own stands for the whole content.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/data/picture_set.h"

namespace chaesaek {

inline constexpr int kMostPictureSide = 4096;
inline constexpr int kMostClasses = 32767;

/// Pictures as a source gives them, in order.
struct PictureTable {
  cv::Size size;
  int channels = 1;                  ///< 1 grey, 3 BGR
  std::vector<std::string> classes;  ///< names; empty where there are none
  std::vector<int16_t> labels;       ///< of each picture, -1 none
  std::vector<Split> splits;         ///< of each picture; never All
  std::string pixels;                ///< one picture after another, row by row

  size_t pictureBytes() const { return static_cast<size_t>(size.area()) * static_cast<size_t>(channels); }
};

/// The part that a picture which belongs to the training part falls into where the source has no part of its own for val
/// or for test: by `place`, 0…19, a twentieth each.
Split splitOfTraining(int place, bool hasVal, bool hasTest);

/// What a file says of its pictures.
struct PictureHeader {
  std::string name;
  cv::Size size;
  int channels = 0, count = 0;
  std::vector<std::string> classes;
  std::string content;      ///< SHA-256 of labels, splits and pictures
  Json about;
  std::string fingerprint;  ///< SHA-256 of the header

  DataKind kind() const { return classes.empty() ? DataKind::Images : DataKind::LabelledImages; }
};

/// Writes the file whole or not at all.
void writePictures(const std::filesystem::path& out, const std::string& name, const PictureTable& table, const Json& about);
/// By its first bytes.
bool isPicturePack(const std::filesystem::path& file);
/// Cheap: reads no picture. Throws Error that names the file where it is foreign, cut off or damaged.
PictureHeader readPictureHeader(const std::filesystem::path& file);
/// Reads and checks all of it; throws Error as above.
std::shared_ptr<const PictureSet> openPicturePack(const std::filesystem::path& file);

}  // namespace chaesaek
