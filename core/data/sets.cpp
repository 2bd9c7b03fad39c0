// SPDX-License-Identifier: GPL-3.0-or-later
// Finding sets by name, and several sets as one.
#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <array>
#include <cmath>
#include <sstream>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/data/fetchable.h"
#include "core/data/packed.h"
#include "core/data/part_of_set.h"
#include "core/data/picture_pack.h"
#include "core/data/picture_set.h"
#include "core/data/point_set.h"
#include "core/data/set_files.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr std::array<const char*, 4> kSplitNames = {"train", "val", "test", "all"};
constexpr double kVariantShare = .1;

/// Several sets one after another.
class JoinedSet : public PairSet {
 public:
  explicit JoinedSet(std::vector<std::shared_ptr<const PairSet>> parts) : parts_(std::move(parts)) {
    std::string prints;
    about_["sets"] = Json::array();
    for (const auto& part : parts_) {
      checkFits(*part);
      name_ += (name_.empty() ? "" : ",") + part->name();
      about_["sets"].push_back(part->about());
      prints += part->fingerprint();
      starts_.push_back(size_);
      size_ += part->size();
    }
    fingerprint_ = sha256(prints);
  }

  const std::string& name() const override { return name_; }
  int side() const override { return parts_[0]->side(); }
  int size() const override { return size_; }
  const PairInfo& info(int index) const override { return partOf(index).info(index - startOf(index)); }
  int lineWidths() const override { return parts_[0]->lineWidths(); }
  int nativeWidth() const override { return parts_[0]->nativeWidth(); }
  bool hasFill() const override { return all(&PairSet::hasFill); }
  bool hasPicture() const override { return all(&PairSet::hasPicture); }
  Pair load(int index, int lineWidth) const override { return loadParts(index, lineWidth, kLoadAll); }
  Pair loadParts(int index, int lineWidth, unsigned parts) const override { return partOf(index).loadParts(index - startOf(index), lineWidth, parts); }
  const Json& about() const override { return about_; }
  std::string fingerprint() const override { return fingerprint_; }

 private:
  void checkFits(const PairSet& part) const {
    const std::string both = "the data sets " + parts_[0]->name() + " and " + part.name();
    if (part.lineWidths() != lineWidths() || part.nativeWidth() != nativeWidth())
      failUsage(both + " cannot be joined: their sketches come in " + std::to_string(lineWidths()) + " and " + std::to_string(part.lineWidths()) +
                " line widths; train on one after the other with --start");
    if (part.side() != side())
      failUsage(both + " differ in size; pack one of them with: chaesaek data pack " + part.name() + " --side " + std::to_string(side()) + " -o FILE");
  }
  size_t place(int index) const { return static_cast<size_t>(std::upper_bound(starts_.begin(), starts_.end(), index) - starts_.begin()) - 1; }
  int startOf(int index) const { return starts_[place(index)]; }
  const PairSet& partOf(int index) const { return *parts_[place(index)]; }
  bool all(bool (PairSet::*has)() const) const {
    return std::all_of(parts_.begin(), parts_.end(), [has](const auto& part) { return (*part.*has)(); });
  }

  std::string name_, fingerprint_;
  std::vector<std::shared_ptr<const PairSet>> parts_;
  std::vector<int> starts_;
  int size_ = 0;
  Json about_ = Json::object();
};

std::shared_ptr<const PairSet> openOne(const std::string& text) {
  requireKind(text, DataKind::Pairs);
  const SetName name = readSetName(text);
  const auto set = openPacked(fileOfSet(name.set));
  return name.word.empty() ? set : drawingsCalled(set, name.word);
}

/// What is here under this name, as its file says.
void describe(DataEntry& entry) {
  const fs::path file = fileOfSet(entry.name);
  entry.present = true;
  entry.bytes = static_cast<int64_t>(fs::file_size(file));
  try {
    const auto set = isPicturePack(file) ? nullptr : openPacked(file);
    const PictureHeader pictures = set ? PictureHeader() : readPictureHeader(file);
    const Json& about = set ? set->about() : pictures.about;
    entry.drawings = set ? set->size() : pictures.count;
    entry.kind = set ? DataKind::Pairs : pictures.kind();
    entry.heldOut = set ? isHeldOut(*set) : about.value("held_out", false);
    entry.linesOnly = set && isLinesOnly(*set);
    if (!entry.fetchable) entry.title = about.value("title", entry.title);
    entry.licence = about.value("licence", entry.licence);
  } catch (const Error&) {
    entry.title += " (damaged: " + std::string(entry.fetchable ? "fetch" : "prepare") + " it again)";
  }
}

/// Whether the set says so of itself, or one of several that were joined.
bool isMarked(const DataSet& set, const char* mark) {
  const auto marked = [mark](const Json& about) { return about.value(mark, false); };
  const Json parts = set.about().value("sets", Json::array());
  return marked(set.about()) || std::any_of(parts.begin(), parts.end(), marked);
}

}  // namespace

std::string splitName(Split split) { return kSplitNames[static_cast<size_t>(split)]; }

Split parseSplit(const std::string& text) {
  for (size_t i = 0; i < kSplitNames.size(); ++i)
    if (text == kSplitNames[i]) return static_cast<Split>(i);
  failUsage("unknown split " + text + "; known are train, val, test, all");
}

std::shared_ptr<const PairSet> openPairs(const std::string& names) {
  std::vector<std::shared_ptr<const PairSet>> parts;
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');) parts.push_back(openOne(name));
  if (parts.empty()) failUsage("no data set is named; known are " + knownSets());
  return parts.size() == 1 ? parts[0] : std::make_shared<JoinedSet>(std::move(parts));
}

std::shared_ptr<const DataSet> openData(const std::string& names, DataKind kind) {
  if (kind == DataKind::Pairs) return openPairs(names);
  if (kind == DataKind::Unpaired) failUsage("nothing learns from data sets of this kind yet");
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');) requireKind(name, kind);
  if (kind == DataKind::Points) return openPoints(names);
  return openPictures(names);
}

bool isLinesOnly(const DataSet& set) { return isMarked(set, "lines_only"); }

bool isHeldOut(const DataSet& set) {
  bool held = isMarked(set, "held_out");
  std::istringstream names(set.name());  // packs of earlier versions are not marked, but keep their set's name
  for (std::string name; std::getline(names, name, ',');)
    for (const auto& known : fetchableSets()) held = held || (known.heldOut && known.name == readSetName(name).set);
  return held;
}

std::vector<int> indicesOf(const DataSet& set, Split split) {
  std::vector<int> indices;
  for (int i = 0; i < set.size(); ++i)
    if (split == Split::All || set.splitOf(i) == split) indices.push_back(i);
  return indices;
}

std::vector<double> balancedWeights(const PairSet& set, const std::vector<int>& indices) {
  std::array<int, 13> frequency{};  // the last for drawings without a dominant hue
  const auto bin = [&](int index) { return static_cast<size_t>((set.info(index).hue + 13) % 13); };
  for (const int index : indices)
    if (!set.info(index).variant) ++frequency[bin(index)];
  std::vector<double> weights;
  double base = 0, variants = 0;
  for (const int index : indices) {
    weights.push_back(1 / std::sqrt(std::max(1, frequency[bin(index)])));
    (set.info(index).variant ? variants : base) += weights.back();
  }
  const double most = base * kVariantShare / (1 - kVariantShare);
  if (variants > most && base > 0)
    for (size_t i = 0; i < indices.size(); ++i)
      if (set.info(indices[i]).variant) weights[i] *= most / variants;
  return weights;
}

std::vector<DataEntry> listData() {
  std::vector<DataEntry> entries;
  for (const auto& set : fetchableSets()) entries.push_back({set.name, set.title, set.licence, false, true, set.heldOut, set.kind, 0, 0, set.linesOnly});
  std::error_code none;
  for (const auto& folder : fs::directory_iterator(dataFolder(), none)) {
    const std::string name = folder.path().filename().string();
    if (!isHere(name)) continue;
    auto entry = std::find_if(entries.begin(), entries.end(), [&](const DataEntry& e) { return e.name == name; });
    if (entry == entries.end()) entry = entries.insert(entry, DataEntry{name, name, "", false, false, false, DataKind::Pairs, 0, 0, false});
    describe(*entry);
  }
  for (const auto& name : pointSetNames())
    if (!isHere(name)) entries.push_back({name, titleOfPoints(name), "CC0-1.0", true, false, false, DataKind::Points, 0, 0, false});
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

Pair fittedPair(const Pair& pair, int side) {
  const auto fitted = [side](const cv::Mat& picture) {
    cv::Mat out;
    if (!picture.empty()) cv::resize(picture, out, {side, side}, 0, 0, picture.cols > side ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
  };
  return {fitted(pair.sketch), fitted(pair.picture), fitted(pair.fill)};
}

}  // namespace chaesaek
