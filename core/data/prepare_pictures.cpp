// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare_pictures.h"

#include <algorithm>
#include <array>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/data/cifar10.h"
#include "core/data/idx.h"
#include "core/data/labelled_folders.h"
#include "core/data/new_set.h"
#include "core/data/prepare_parts.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int kLeastSide = 8, kMostSide = 1024;
constexpr std::array kSourceNames = {"idx", "cifar10", "labelled"};
constexpr std::array kTitles = {"pictures of IDX files", "pictures of CIFAR-10 files", "pictures in folders"};

/// The files that were named, and those of the folders that were named which are wanted.
Files filesAt(const PicturesOptions& options, bool (*wanted)(const std::string& name), const std::string& whatToName) {
  Files files;
  for (const fs::path& path : options.paths) {
    if (!fs::is_directory(path)) {
      files[path.string()] = readFile(path);
      continue;
    }
    const size_t before = files.size();
    for (const fs::path& entry : sortedEntries(path))
      if (fs::is_regular_file(entry) && wanted(entry.filename().string())) files[entry.string()] = readFile(entry);
    if (files.size() == before) fail("there is no " + whatToName + " in " + path.string() + "; name the folder that they lie in, or the files");
  }
  return files;
}

GatheredPictures gathered(const PicturesOptions& options, const Progress& progress) {
  if (options.paths.empty()) failUsage("no file or folder is named");
  if (options.source == PictureSource::Labelled) {
    if (options.paths.size() != 1) failUsage("labelled needs one folder, which holds one folder a class");
    return readLabelledFolders(options.paths[0], options.side, progress);
  }
  const bool idx = options.source == PictureSource::Idx;
  const Files files = idx ? filesAt(options, [](const std::string& name) { return name.find("-ubyte") != std::string::npos || name.find(".idx") != std::string::npos; },
                                    "file like train-images-idx3-ubyte")
                          : filesAt(options, [](const std::string& name) { return name.ends_with("batch.bin") || name.starts_with("data_batch") || name == "batches.meta.txt"; },
                                    "file like data_batch_1.bin");
  return {idx ? readIdx(files, {}) : readCifar10(files), {}, static_cast<int>(files.size())};
}

Json aboutSet(const PicturesOptions& options, const GatheredPictures& source) {
  const auto kind = static_cast<size_t>(options.source);
  std::string from;
  for (const fs::path& path : options.paths) from += (from.empty() ? "" : ", ") + folderName(path);
  Json about = {{"title", std::string("Own data: ") + kTitles[kind]}, {"source", from}, {"licence", "not stated"}, {"prepared_as", kSourceNames[kind]},
                {"files", source.files}};
  about.update(refusedJson(source.refused));
  return about;
}

/// A set that is fetched as IDX files.
void packIdx(const FetchableSet& set, const Files& files, const std::vector<std::string>& classes, const std::string& source, const fs::path& out) {
  writePictures(out, set.name, readIdx(files, classes), {{"title", set.title}, {"source", source}, {"licence", set.licence},
                                                         {"content_sha256", set.sha256}, {"files", files.size()}});
}

}  // namespace

std::optional<PictureSource> pictureSourceNamed(const std::string& text) {
  const auto found = std::find(kSourceNames.begin(), kSourceNames.end(), text);
  if (found == kSourceNames.end()) return std::nullopt;
  return static_cast<PictureSource>(found - kSourceNames.begin());
}

PrepareReport preparePictures(const PicturesOptions& options, const Progress& progress) {
#ifndef CHAESAEK_CODECS
  if (options.source == PictureSource::Labelled) fail("this build has no picture codecs; prepare the set with another, and bring its file here");
#endif
  if (options.side < kLeastSide || options.side > kMostSide) failUsage(cv::format("side %d is out of bounds: %d to %d pixels", options.side, kLeastSide, kMostSide));
  checkNewName(options.name, options.replace);
  GatheredPictures source = gathered(options, progress);
  const NewSet made(options.name);
  progress(1, 1, "writing " + options.name);
  writePictures(made.pictures(), options.name, source.table, aboutSet(options, source));
  made.install();
  const auto count = [&](Split split) { return static_cast<int>(std::count(source.table.splits.begin(), source.table.splits.end(), split)); };
  return {options.name, static_cast<int>(source.table.splits.size()), count(Split::Train), count(Split::Val), count(Split::Test), std::move(source.refused)};
}

void packMnist(const FetchableSet& set, const Files& files, const fs::path& out, const Progress&) {
  packIdx(set, files, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, "http://yann.lecun.com/exdb/mnist, npm " + set.package, out);
}

void packFashionMnist(const FetchableSet& set, const Files& files, const fs::path& out, const Progress&) {
  packIdx(set, files, {"T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"},
          "https://github.com/zalandoresearch/fashion-mnist, Debian " + set.package, out);
}

}  // namespace chaesaek
