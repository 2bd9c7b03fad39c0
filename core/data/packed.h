// SPDX-License-Identifier: GPL-3.0-or-later
// The packed cache: one file that holds a pair set, every plane deflated by itself.
//
//   "CHSKPR1\n" | u64 place of the header | u64 its length | planes ... | header (JSON)
//
// Numbers are little-endian. The header comes last, so that a file that was cut off is known at once; it holds place,
// length and CRC-32 of every plane, so its SHA-256 stands for the whole content. Equal planes are stored once (the skin
// tones of a person share their lines). Fills and the native lines are exact; other line widths keep 32 greys; the
// picture is stored as its difference from "native lines in black over the fill", which is nearly nothing.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/data/pairs.h"

namespace chaesaek {

/// What all drawings of a packed set have in common.
struct PackShape {
  std::string name;         ///< of the set
  int side = 0;
  int lineWidths = 1;       ///< how many sketches each drawing has
  int nativeWidth = 0;      ///< which of them is as drawn
  bool layers = true;       ///< false: pictures and fills are the same
  bool withPicture = true;
};

/// One drawing before packing, all pictures of the set's side.
struct PackDrawing {
  PairInfo info;
  cv::Mat fill, picture;          ///< BGR; the picture may be empty where the shape has none
  std::vector<cv::Mat> lines;     ///< grey, one for each line width
};

/// A drawing ready to be appended: its planes, deflated.
struct PackedDrawing {
  PairInfo info;
  std::vector<std::string> planes;  ///< fill, lines…, picture (where the shape has one apart from the fill)
};

/// Thread safe: drawings are packed side by side, then appended in order.
PackedDrawing packDrawing(const PackShape& shape, const PackDrawing& drawing);

/// Writes a packed set whole or not at all.
class PackWriter {
 public:
  PackWriter(const std::filesystem::path& out, PackShape shape);
  void append(const PackedDrawing& drawing);
  /// `about` says where the drawings come from; nothing is there before this returns.
  void commit(const Json& about);

 private:
  int planeNumber(const std::string& bytes);
  AtomicFile file_;
  PackShape shape_;
  uint64_t end_;
  Json planes_ = Json::array(), drawings_ = Json::array();
  std::map<std::string, int> known_;  // digest of a plane -> its number
};

/// Checks the whole header; throws Error that names the file where it is foreign, cut off or damaged.
std::shared_ptr<const PairSet> openPacked(const std::filesystem::path& path);

}  // namespace chaesaek
