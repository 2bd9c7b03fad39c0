// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare_parts.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/data/fetchable.h"
#include "core/data/set_files.h"
#include "core/image/codec.h"
#include "core/image/picture_header.h"

namespace chaesaek {

void refuse(const NamedFile& file, const std::string& reason) { throw RefusedFile{file.file, reason}; }

cv::Mat usablePicture(const NamedFile& file) {
  std::string bytes;
  try {
    bytes = readFile(file.path);
  } catch (const Error& error) {
    refuse(file, "unreadable: " + std::string(error.what()));
  }
  if (pictureKind(bytes) == PictureKind::Unknown) refuse(file, kNotAPicture);
  try {
    const cv::Size size = pictureSize(bytes, "it");
    if (int64_t{size.width} * size.height > kMostPixels) refuse(file, "too large: " + sizeText(size) + " pixels");
    return decodePicture(bytes, "it");
  } catch (const Error& error) {
    refuse(file, "damaged: " + std::string(error.what()));
  }
}

std::string nameProblem(const std::string& name) {
  constexpr size_t kLongest = 64;
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c == '.' || c >= 0x80; };
  if (name.empty()) return "the new data set needs a name";
  if (name.size() > kLongest || !std::all_of(name.begin(), name.end(), fits) || name[0] == '.' || name[0] == '-' || name.ends_with(".chsk"))
    return "the name " + name + " cannot be used; take letters, digits, - and _, at most 64";
  const auto& known = fetchableSets();
  const bool taken = name == "downloads" || std::any_of(known.begin(), known.end(), [&](const FetchableSet& set) { return set.name == name; });
  return taken ? "the name " + name + " is kept for data that is fetched; choose another" : "";
}

void checkNewName(const std::string& name, bool replace) {
  if (const std::string problem = nameProblem(name); !problem.empty()) failUsage(problem);
  if (!replace && isHere(name)) failUsage("a data set " + name + " is here already; choose another name, or replace it (--force)");
}

void failNothingUsable(const std::vector<std::filesystem::path>& paths, std::vector<RefusedFile> refused) {
  std::string folders;
  for (const auto& path : paths) folders += (folders.empty() ? "" : " and ") + path.string();
  const std::string why = refused.empty() ? "it is empty" : refused.front().file + ": " + refused.front().reason +
                          (refused.size() > 1 ? cv::format(", and %zu more", refused.size() - 1) : "");
  throw NothingUsable("there is no usable picture in " + folders + " (" + why + ")", std::move(refused));
}

Json refusedJson(const std::vector<RefusedFile>& refused) {
  Json counts = Json::object(), files = Json::array();
  for (const auto& [file, reason] : refused) {
    const std::string key = reason.substr(0, reason.find(':'));
    counts[key] = counts.value(key, 0) + 1;
    files.push_back({file, reason});
  }
  return {{"refused", counts}, {"refused_files", files}};
}

}  // namespace chaesaek
