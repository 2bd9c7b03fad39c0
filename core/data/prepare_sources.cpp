// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare_sources.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

#include "core/base/text.h"
#include "core/data/openmoji.h"
#include "core/image/picture_header.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::pair<const char*, Split>, 5> kSplitFolders{
    {{"train", Split::Train}, {"val", Split::Val}, {"valid", Split::Val}, {"validation", Split::Val}, {"test", Split::Test}}};

/// By its first bytes: a text beside a picture must not take its name.
bool isPicture(const fs::path& path) {
  std::string head(4096, '\0');
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(in.gcount()));
  return pictureKind(head) != PictureKind::Unknown;
}

/// One folder's files; of several with one stem the first picture.
class Listing {
 public:
  explicit Listing(const fs::path& folder, std::string prefix = "") {
    const auto entries = entriesOfFolder(folder);
    found.keepsSplit = std::any_of(entries.begin(), entries.end(), [](const fs::path& entry) { return isSplitFolder(entry); });
    for (const fs::path& entry : entries) {
      const std::string name = entry.filename().string();
      if (isSplitFolder(entry)) {
        for (const fs::path& inner : sortedEntries(entry)) add(inner, prefix + name + "/", splitOfFolder(name));
      } else if (found.keepsSplit && !fs::is_directory(entry)) {
        refuse(prefix + name, "outside of the split: it lies beside train/, val/ or test/");
      } else {
        add(entry, prefix, std::nullopt);
      }
    }
  }

  Sources found;

 private:
  static bool isSplitFolder(const fs::path& entry) { return splitOfFolder(entry.filename().string()) && fs::is_directory(entry); }

  void refuse(const std::string& file, const std::string& reason) {
    ++found.files;
    found.refused.push_back({file, reason});
  }

  void add(const fs::path& path, const std::string& prefix, std::optional<Split> kept) {
    const std::string name = path.filename().string(), stem = path.stem().string();
    if (fs::is_directory(path)) return refuse(prefix + name + "/", "a folder: what is inside is not looked at");
    if (!fs::is_regular_file(path)) return refuse(prefix + name, "not a picture: neither a file nor a folder");
    const Split split = kept ? *kept : splitOfThing(stem);
    const auto [known, fresh] = places_.try_emplace({split, stem}, found.used.size());
    if (fresh) {
      ++found.files;
      found.used.push_back({{path, prefix + name}, {}, stem, stem, split});
      return;
    }
    NamedFile& first = found.used[known->second].first;
    if (!isPicture(path)) return refuse(prefix + name, kNotAPicture);
    if (isPicture(first.path)) return refuse(prefix + name, "same name: " + first.file + " is used");
    refuse(first.file, kNotAPicture);
    first = {path, prefix + name};
  }

  std::map<std::pair<Split, std::string>, size_t> places_;
};

/// Sketches with the pictures of the same name; what has no partner is refused.
Sources matched(const fs::path& sketchFolder, const fs::path& pictureFolder) {
  Listing sketches(sketchFolder, folderName(sketchFolder) + "/"), pictures(pictureFolder, folderName(pictureFolder) + "/");
  std::error_code ignored;
  if (fs::equivalent(sketchFolder, pictureFolder, ignored)) failUsage("sketches and pictures must lie in two folders; " + sketchFolder.string() + " was named twice");
  if (sketches.found.keepsSplit != pictures.found.keepsSplit)
    fail("only one of " + sketchFolder.string() + " and " + pictureFolder.string() + " has folders train/, val/, test/; give both the same ones");
  std::map<std::pair<Split, std::string>, const Source*> partners;
  for (const Source& picture : pictures.found.used) partners[{picture.split, picture.stem}] = &picture;
  Sources out{{}, std::move(sketches.found.refused), sketches.found.files + pictures.found.files, sketches.found.keepsSplit};
  out.refused.insert(out.refused.end(), pictures.found.refused.begin(), pictures.found.refused.end());
  for (Source& sketch : sketches.found.used) {
    const auto partner = partners.find({sketch.split, sketch.stem});
    if (partner == partners.end()) {
      out.refused.push_back({sketch.first.file, "no partner: no picture of this name in " + folderName(pictureFolder)});
      continue;
    }
    sketch.partner = partner->second->first;
    out.used.push_back(std::move(sketch));
    partners.erase(partner);
  }
  for (const auto& [place, picture] : partners) out.refused.push_back({picture->first.file, "no partner: no sketch of this name in " + folderName(sketchFolder)});
  return out;
}

/// Where folders say what to train on and nothing of val: else the best moment of a run would be chosen by what it learnt from. Of few
/// drawings all are needed to learn from.
void keepSomeForValidation(Sources& sources) {
  constexpr int kMany = 20;
  const auto count = [&](Split split) { return std::count_if(sources.used.begin(), sources.used.end(), [split](const Source& each) { return each.split == split; }); };
  if (!sources.keepsSplit || count(Split::Val) > 0 || count(Split::Train) < kMany) return;
  for (Source& each : sources.used)
    if (each.split == Split::Train && splitOfThing(each.stem) == Split::Val) each.split = Split::Val;
}

}  // namespace

std::optional<Split> splitOfFolder(const std::string& name) {
  for (const auto& [known, split] : kSplitFolders)
    if (name == known) return split;
  return std::nullopt;
}

std::vector<fs::path> sortedEntries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) entries.push_back(at->path());
  if (error) fail("cannot read the folder " + folder.string() + ": " + error.message());
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::vector<fs::path> entriesOfFolder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) fail("cannot read the folder " + folder.string() + ": " + (error ? error.message() : "it does not exist"));
  if (!fs::is_directory(folder)) fail(folder.string() + " is a file; name the folder that the pictures lie in");
  return sortedEntries(folder);
}

Sources findSources(const PrepareOptions& options) {
  const bool two = options.kind == PrepareKind::Folders;
  if (options.paths.size() != (two ? 2u : 1u))
    failUsage(prepareKindName(options.kind) + (two ? " needs two folders: the sketches', then the pictures'" : " needs one folder"));
  Sources sources = two ? matched(options.paths[0], options.paths[1]) : Listing(options.paths[0]).found;
  keepSomeForValidation(sources);
  std::map<std::string, int> splits;  // that have this stem
  for (const Source& source : sources.used) ++splits[source.stem];
  for (Source& source : sources.used)
    if (splits[source.stem] > 1) source.name = splitName(source.split) + "-" + source.stem;
  const auto byName = [](const RefusedFile& a, const RefusedFile& b) { return a.file < b.file; };
  std::sort(sources.refused.begin(), sources.refused.end(), byName);
  return sources;
}

}  // namespace chaesaek
