// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/part_of_set.h"

#include <sstream>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/data/icon_set.h"

namespace chaesaek {
namespace {

bool holdsWord(const std::string& label, const std::string& word) {
  std::istringstream words(label);
  for (std::string one; words >> one;)
    if (one == word) return true;
  return false;
}

class PartOfSet : public PairSet {
 public:
  PartOfSet(std::shared_ptr<const PairSet> whole, const std::string& word, std::vector<int> kept)
      : whole_(std::move(whole)), name_(whole_->name() + ":" + word), fingerprint_(sha256(whole_->fingerprint() + ":" + word)), kept_(std::move(kept)) {}

  const std::string& name() const override { return name_; }
  int side() const override { return whole_->side(); }
  int size() const override { return static_cast<int>(kept_.size()); }
  const PairInfo& info(int index) const override { return whole_->info(placeOf(index)); }
  int lineWidths() const override { return whole_->lineWidths(); }
  int nativeWidth() const override { return whole_->nativeWidth(); }
  bool hasFill() const override { return whole_->hasFill(); }
  bool hasPicture() const override { return whole_->hasPicture(); }
  Pair load(int index, int lineWidth) const override { return whole_->load(placeOf(index), lineWidth); }
  Pair loadParts(int index, int lineWidth, unsigned parts) const override { return whole_->loadParts(placeOf(index), lineWidth, parts); }
  const Json& about() const override { return whole_->about(); }
  std::string fingerprint() const override { return fingerprint_; }

 private:
  int placeOf(int index) const { return kept_.at(static_cast<size_t>(index)); }

  const std::shared_ptr<const PairSet> whole_;
  const std::string name_, fingerprint_;
  const std::vector<int> kept_;
};

}  // namespace

SetName readSetName(const std::string& text) {
  const size_t colon = text.rfind(':');
  std::error_code none;
  if (colon == std::string::npos || std::filesystem::is_regular_file(text, none) || text.find('/', colon) != std::string::npos) return {text, ""};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

std::shared_ptr<const PairSet> drawingsCalled(std::shared_ptr<const PairSet> set, const std::string& word) {
  const ThingNames things(readFile(shippedFolder("resources") / "thing_names.txt"));
  std::vector<int> kept;
  for (int i = 0; i < set->size(); ++i) {
    const PairInfo& info = set->info(i);
    if (holdsWord(info.label.empty() ? things.labelOf(info.name) : info.label, word)) kept.push_back(i);
  }
  if (kept.empty()) failUsage("the data set " + set->name() + " has no drawing whose name holds the word " + word + "; name another, as in openmoji:face");
  return std::make_shared<PartOfSet>(std::move(set), word, std::move(kept));
}

}  // namespace chaesaek
