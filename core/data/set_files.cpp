// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/set_files.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/data/fetchable.h"
#include "core/data/pairs.h"
#include "core/data/part_of_set.h"
#include "core/data/picture_pack.h"
#include "core/data/point_set.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

const FetchableSet* fetchable(const std::string& name) {
  const auto& known = fetchableSets();
  const auto found = std::find_if(known.begin(), known.end(), [&](const FetchableSet& set) { return set.name == name; });
  return found == known.end() ? nullptr : &*found;
}

std::string contentOf(DataKind kind) {
  if (kind == DataKind::Points) return "points";
  return kind == DataKind::Pairs ? "pairs of sketch and picture" : kind == DataKind::LabelledImages ? "labelled pictures" : "pictures without labels";
}

}  // namespace

fs::path packOf(const std::string& name) { return dataFolder() / name / "pairs.chsk"; }
fs::path picturesOf(const std::string& name) { return dataFolder() / name / "pictures.chsk"; }
bool isHere(const std::string& name) { return fs::exists(packOf(name)) || fs::exists(picturesOf(name)); }

std::string knownSets() {
  std::string names;
  for (const auto& entry : listData()) names += (names.empty() ? "" : ", ") + entry.name;
  return names;
}

fs::path fileOfSet(const std::string& name) {
  if (fs::is_regular_file(name)) return name;
  if (name.empty() || name.find('/') != std::string::npos || name.ends_with(".chsk")) failUsage("there is no packed data set " + (name.empty() ? "without a name" : name));
  for (const fs::path& file : {packOf(name), picturesOf(name)})
    if (fs::exists(file)) return file;
  if (fetchable(name)) failUsage("the data set " + name + " is not here yet; bring it with: chaesaek data fetch " + name);
  if (isPointSet(name)) failUsage("the data set " + name + " has no file: its points are drawn while a network trains");
  failUsage("unknown data set " + name + "; known are " + knownSets() + ", or the path of a packed file");
}

DataKind kindOf(const std::string& text) {
  const std::string name = readSetName(text).set;
  const FetchableSet* set = isHere(name) ? nullptr : fetchable(name);
  if (set && !fs::is_regular_file(name)) return set->kind;
  if (!set && isPointSet(name) && !isHere(name) && !fs::is_regular_file(name)) return DataKind::Points;
  const fs::path file = fileOfSet(name);
  return isPicturePack(file) ? readPictureHeader(file).kind() : DataKind::Pairs;
}

bool serves(DataKind held, DataKind wanted) {
  return held == wanted || (wanted == DataKind::Images && (held == DataKind::Pairs || held == DataKind::LabelledImages));
}

void requireKind(const std::string& name, DataKind wanted) {
  if (const DataKind held = kindOf(name); !serves(held, wanted))
    failUsage("the data set " + name + " holds " + contentOf(held) + "; what is needed here is " + contentOf(wanted) + ", for example " +
              (wanted == DataKind::Pairs ? "openmoji" : wanted == DataKind::Points ? "ring" : "mnist"));
}

}  // namespace chaesaek
