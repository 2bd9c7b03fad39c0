// SPDX-License-Identifier: GPL-3.0-or-later
// What a data set is like, in numbers and as a picture for a report.
#pragma once
#include <array>
#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/data/pairs.h"
#include "core/data/prepare.h"

namespace chaesaek {

inline constexpr int kBrightnessBins = 32;

/// A colour that a set uses, and its share of the pixels that are not paper.
struct UsedColour {
  cv::Vec3b bgr;
  double share = 0;
};

struct DataAnalysis {
  int drawings = 0, train = 0, val = 0, test = 0, variants = 0;
  std::array<int, 12> hues{};  ///< drawings by dominant hue, 30 degrees each, red first; without variants
  int withoutHue = 0;
  cv::Size smallest, median, largest;  ///< of the original pictures, by area; empty where nobody noted them

  // Measured on `measured` drawings, evenly over the set (all of it where it is small). Of the whole picture, or of the
  // fill where the set has no pictures; brightness is the grey value, 0..255.
  int measured = 0;
  double brightness = 0, brightnessSpread = 0;        ///< mean and standard deviation over the pixels
  std::array<double, kBrightnessBins> brightnesses{};  ///< shares of the pixels that are not paper, dark first; sum 1
  double paper = 0;                 ///< share of pixels that are nearly white (every channel >= 235)
  double ink = 0;                   ///< share of pixels where the sketch is a wall (200 or darker)
  int coloursEach = 0;              ///< median over the drawings: colours besides paper that take a visible part (4 bits a channel)
  int coloursAll = 0;               ///< of the set: colours with at least a ten-thousandth of the pixels that are not paper
  std::vector<UsedColour> commonest;  ///< of the set, at most 12

  std::map<std::string, int> refused;      ///< reason -> files
  std::vector<RefusedFile> refusedFiles;   ///< by name; only sets of one's own know them
  std::vector<int> examples;               ///< indices into the set, of many hues
};

/// What is known without decoding anything: drawings, splits, hues, original sizes, refused files.
DataAnalysis countDrawings(const PairSet& set);

/// Under ten seconds on two cores for the fetched sets.
DataAnalysis analyse(const PairSet& set, const Progress& progress);

/// The same for `data info --json`, beside describePairs.
Json analysisJson(const DataAnalysis& analysis);

/// A page for a report: figures, hues, brightness, splits, commonest colours, examples sketch | picture. BGR, light.
cv::Mat analysisPicture(const PairSet& set, const DataAnalysis& analysis);

}  // namespace chaesaek
