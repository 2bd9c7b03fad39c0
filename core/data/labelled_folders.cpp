// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/labelled_folders.h"

#include <algorithm>
#include <set>

#include "core/base/hash.h"
#include "core/data/ordered_work.h"
#include "core/data/prepare_parts.h"
#include "core/image/codec.h"
#include "core/image/compose.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int kThreads = 2;
constexpr uint64_t kMostBytes = uint64_t{4} << 30;  // the set lies in memory

struct Labelled {
  NamedFile file;
  std::string className;
  Split split = Split::Train;  // of its folder
};

/// Which files there are, and of which class.
struct Listing {
  std::vector<Labelled> found;
  std::vector<RefusedFile> refused;
  bool keepsSplit = false;

  explicit Listing(const fs::path& folder) {
    const auto entries = entriesOfFolder(folder);
    const auto splitOf = [](const fs::path& entry) { return fs::is_directory(entry) ? splitOfFolder(entry.filename().string()) : std::nullopt; };
    keepsSplit = std::any_of(entries.begin(), entries.end(), splitOf);
    for (const fs::path& entry : entries) {
      const std::string name = entry.filename().string();
      if (!keepsSplit) addClass(entry, "", Split::Train);
      else if (const auto split = splitOf(entry)) for (const fs::path& inner : sortedEntries(entry)) addClass(inner, name + "/", *split);
      else refused.push_back({name, "outside of the split: it lies beside train/, val/ or test/"});
    }
  }

 private:
  void addClass(const fs::path& folder, const std::string& prefix, Split split) {
    const std::string name = folder.filename().string();
    if (!fs::is_directory(folder)) return refused.push_back({prefix + name, "outside of the classes: put it into its class's folder"});
    for (const fs::path& entry : sortedEntries(folder)) {
      const std::string file = prefix + name + "/" + entry.filename().string();
      if (fs::is_directory(entry)) refused.push_back({file + "/", "a folder: what is inside is not looked at"});
      else if (!fs::is_regular_file(entry)) refused.push_back({file, "not a picture: neither a file nor a folder"});
      else found.push_back({{entry, file}, name, split});
    }
  }
};

struct Made {
  RefusedFile refused;  // its reason is empty where it is used
  cv::Mat picture;      // BGR
};

Made make(const Labelled& one, int side) try {
  const cv::Mat picture = toBgrOnWhite(usablePicture(one.file));
  return {{}, fitPicture(picture, fitInto(picture.size(), side))};
} catch (const RefusedFile& refused) {
  return {refused, {}};
}

bool isGrey(const std::string& bgr) {
  for (size_t i = 0; i + 2 < bgr.size(); i += 3)
    if (bgr[i] != bgr[i + 1] || bgr[i] != bgr[i + 2]) return false;
  return true;
}

/// Of pictures that are all grey one byte a pixel is enough.
void leaveOutColour(PictureTable& table) {
  for (size_t i = 0; i < table.pixels.size() / 3; ++i) table.pixels[i] = table.pixels[3 * i];
  table.pixels.resize(table.pixels.size() / 3);
  table.channels = 1;
}

/// By its class and its name without extension, as drawings are split by their names.
int placeOf(const Labelled& one) { return sha1Modulo(one.className + "/" + one.file.path.stem().string(), 20); }

/// Labels and splits of what is used; a class without a usable picture is none.
void giveMeaning(PictureTable& table, const std::vector<Labelled>& used) {
  std::set<std::string> names;
  bool hasVal = false, hasTest = false;
  for (const Labelled& one : used) {
    names.insert(one.className);
    hasVal = hasVal || one.split == Split::Val;
    hasTest = hasTest || one.split == Split::Test;
  }
  if (names.size() > kMostClasses) fail("there are " + std::to_string(names.size()) + " classes; at most 32767 can be told apart");
  table.classes.assign(names.begin(), names.end());
  for (const Labelled& one : used) {
    table.labels.push_back(static_cast<int16_t>(std::distance(names.begin(), names.find(one.className))));
    table.splits.push_back(one.split == Split::Train ? splitOfTraining(placeOf(one), hasVal, hasTest) : one.split);
  }
}

}  // namespace

GatheredPictures readLabelledFolders(const fs::path& folder, int side, const Progress& progress) {
  Listing listing(folder);
  const int count = static_cast<int>(listing.found.size());
  GatheredPictures out{{{side, side}, 3, {}, {}, {}, {}}, std::move(listing.refused), 0};
  out.files = count + static_cast<int>(out.refused.size());
  if (count == 0) failNothingUsable({folder}, std::move(out.refused));
  const uint64_t bytes = static_cast<uint64_t>(count) * out.table.pictureBytes();
  if (bytes > kMostBytes) failUsage(cv::format("%d pictures of %d x %d pixels need %.0f GB; choose a smaller --side", count, side, side, static_cast<double>(bytes) / 1e9));
  std::vector<Labelled> used;
  inOrder(count, kThreads, [&](int i) { return make(listing.found[static_cast<size_t>(i)], side); }, [&](int i, Made made) {
    const Labelled& one = listing.found[static_cast<size_t>(i)];
    progress(i + 1, count, one.file.file);
    if (!made.refused.reason.empty()) return out.refused.push_back(std::move(made.refused));
    if (!made.picture.isContinuous()) made.picture = made.picture.clone();
    out.table.pixels.append(reinterpret_cast<const char*>(made.picture.data), out.table.pictureBytes());
    used.push_back(one);
  });
  std::sort(out.refused.begin(), out.refused.end(), [](const RefusedFile& a, const RefusedFile& b) { return a.file < b.file; });
  if (used.empty()) failNothingUsable({folder}, std::move(out.refused));
  giveMeaning(out.table, used);
  if (isGrey(out.table.pixels)) leaveOutColour(out.table);
  return out;
}

}  // namespace chaesaek
