// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_set.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

#include "core/data/pairs.h"
#include "core/data/part_of_set.h"
#include "core/data/picture_pack.h"
#include "core/data/set_files.h"
#include "core/image/sheet.h"

namespace chaesaek {
namespace {

/// The whole pictures of a set of pairs.
class PicturesOfPairs : public PictureSet {
 public:
  explicit PicturesOfPairs(std::shared_ptr<const PairSet> pairs)
      : pairs_(std::move(pairs)), part_(pairs_->hasPicture() ? kLoadPicture : kLoadFill) {
    for (const int index : indicesOf(*pairs_, Split::All))
      if (!pairs_->info(index).variant) kept_.push_back(index);
  }

  const std::string& name() const override { return pairs_->name(); }
  int size() const override { return static_cast<int>(kept_.size()); }
  Split splitOf(int index) const override { return pairs_->splitOf(pairOf(index)); }
  const Json& about() const override { return pairs_->about(); }
  std::string fingerprint() const override { return pairs_->fingerprint(); }
  cv::Size pictureSize() const override { return {pairs_->side(), pairs_->side()}; }
  int channels() const override { return 3; }
  const std::vector<std::string>& classes() const override { return none_; }
  int labelOf(int) const override { return -1; }
  cv::Mat picture(int index) const override {
    const Pair pair = pairs_->loadParts(pairOf(index), pairs_->nativeWidth(), part_);
    return part_ == kLoadPicture ? pair.picture : pair.fill;
  }

 private:
  int pairOf(int index) const { return kept_.at(static_cast<size_t>(index)); }

  std::shared_ptr<const PairSet> pairs_;
  PairParts part_;
  std::vector<int> kept_;  // which of the pairs
  std::vector<std::string> none_;
};

/// Small pictures enlarged by a whole number, large ones shrunk.
cv::Mat tileOf(const cv::Mat& picture) {
  constexpr int kTile = 64;
  cv::Mat tile = picture;
  if (picture.channels() == 1) cv::cvtColor(picture, tile, cv::COLOR_GRAY2BGR);
  const int side = std::max(picture.cols, picture.rows);
  const double factor = side <= kTile ? kTile / side : static_cast<double>(kTile) / side;
  cv::resize(tile, tile, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_NEAREST);
  return tile;
}

/// Up to `count` of the pictures, evenly taken.
std::vector<cv::Mat> tilesOf(const PictureSet& set, const std::vector<int>& indices, int count) {
  std::vector<cv::Mat> tiles;
  const size_t shown = std::min(indices.size(), static_cast<size_t>(count));
  for (size_t i = 0; i < shown; ++i) tiles.push_back(tileOf(set.picture(indices[i * indices.size() / shown])));
  return tiles;
}

}  // namespace

std::shared_ptr<const PictureSet> openPictures(const std::string& name) {
  const bool several = name.find(',') != std::string::npos;
  if (kindOf(name.substr(0, name.find(','))) == DataKind::Pairs) return std::make_shared<PicturesOfPairs>(openPairs(name));
  if (several) failUsage("the data sets " + name + " cannot be joined: sets of pictures stand alone; name one of them");
  if (!readSetName(name).word.empty()) failUsage("the data set " + readSetName(name).set + " gives its pictures no names to choose by; leave out the colon");
  return openPicturePack(fileOfSet(name));
}

Json describePictures(const PictureSet& set) {
  std::array<int, 3> splits{};  // train, val, test
  std::vector<std::array<int, 3>> counts(set.classes().size());
  for (int i = 0; i < set.size(); ++i) {
    const auto split = static_cast<size_t>(set.splitOf(i));
    ++splits[split];
    if (set.labelOf(i) >= 0) ++counts[static_cast<size_t>(set.labelOf(i))][split];
  }
  const auto json = [](const std::array<int, 3>& c) { return Json{{"train", c[0]}, {"val", c[1]}, {"test", c[2]}}; };
  Json classes = Json::array();
  for (size_t i = 0; i < counts.size(); ++i) classes.push_back({{"name", set.classes()[i]}, {"splits", json(counts[i])}});
  Json out = {{"name", set.name()}, {"pictures", set.size()}, {"splits", json(splits)}, {"width", set.pictureSize().width},
              {"height", set.pictureSize().height}, {"channels", set.channels()}, {"held_out", isHeldOut(set)}, {"classes", classes},
              {"fingerprint", set.fingerprint()}};
  out.update(set.about());
  if (const auto files = out.find("refused_files"); files != out.end())
    for (Json& file : *files) file = {{"file", file.at(0)}, {"reason", file.at(1)}};  // as analysisJson says it
  return out;
}

cv::Mat previewPictures(const PictureSet& set, Split split, int count) {
  constexpr size_t kAcross = 12;
  const std::vector<int> indices = indicesOf(set, split);
  if (indices.empty()) failUsage("the data set " + set.name() + " has no pictures in split " + splitName(split));
  std::vector<std::vector<cv::Mat>> rows(set.classes().size());
  if (rows.empty()) {
    const std::vector<cv::Mat> tiles = tilesOf(set, indices, count);
    for (size_t i = 0; i < tiles.size(); i += kAcross) rows.emplace_back(tiles.begin() + static_cast<int>(i), tiles.begin() + static_cast<int>(std::min(i + kAcross, tiles.size())));
    return composeSheet(rows);
  }
  std::vector<std::vector<int>> ofClass(rows.size());
  for (const int index : indices)
    if (set.labelOf(index) >= 0) ofClass[static_cast<size_t>(set.labelOf(index))].push_back(index);
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = tilesOf(set, ofClass[i], count);
  return composeSheet(rows);
}

}  // namespace chaesaek
