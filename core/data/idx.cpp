// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/data/gzip.h"

namespace chaesaek {
namespace {

constexpr size_t kMostDimensions = 3;

struct Idx {
  std::string name, bytes;
  std::vector<uint32_t> sizes;  // of each dimension
  std::string_view content() const { return std::string_view(bytes).substr(4 + 4 * sizes.size()); }
};

/// A part's two files; a name is empty where there is none.
struct Part {
  Idx pictures, labels;
};

Idx parsed(const std::string& name, const std::string& file) {
  Idx idx{name, isGzip(file) ? gunzip(file, name) : file, {}};
  const auto byte = [&](size_t at) { return static_cast<uint8_t>(idx.bytes[at]); };
  if (idx.bytes.size() < 4 || byte(0) != 0 || byte(1) != 0 || byte(3) == 0)
    fail(name + " is not an IDX file: its first bytes are wrong; name the files as they are brought, for example train-images-idx3-ubyte.gz");
  if (byte(2) != 8) fail(name + cv::format(" is an IDX file of numbers of type 0x%02X; only bytes (0x08) can be read", byte(2)));
  if (byte(3) != 1 && byte(3) != kMostDimensions) fail(name + " has " + std::to_string(byte(3)) + " dimensions; pictures have 3 and labels 1");
  const size_t start = 4 + 4 * size_t{byte(3)};
  if (idx.bytes.size() < start) fail(name + " is cut off; get it again");
  uint64_t wanted = start, content = 1;
  for (size_t at = 4; at < start; at += 4) {
    idx.sizes.push_back(uint32_t{byte(at)} << 24 | uint32_t{byte(at + 1)} << 16 | uint32_t{byte(at + 2)} << 8 | byte(at + 3));
    const uint32_t most = at == 4 ? INT32_MAX : kMostPictureSide;
    if (idx.sizes.back() < 1 || idx.sizes.back() > most) fail(name + " claims a size of " + grouped(idx.sizes.back()) + ", which is out of range; get it again");
    content *= idx.sizes.back();
  }
  wanted += content;
  if (idx.bytes.size() != wanted)
    fail(name + (idx.bytes.size() < wanted ? " is cut off" : " is too long") + ": " + grouped(static_cast<int64_t>(wanted)) + " bytes are needed, it has " +
         grouped(static_cast<int64_t>(idx.bytes.size())) + "; get it again");
  return idx;
}

Split splitOfFile(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name.find("t10k") != std::string::npos || name.find("test") != std::string::npos ? Split::Test : Split::Train;
}

cv::Size sizeOf(const Idx& pictures) { return {static_cast<int>(pictures.sizes[2]), static_cast<int>(pictures.sizes[1])}; }

std::string sizeText(const Idx& pictures) { return cv::format("%u x %u", pictures.sizes[2], pictures.sizes[1]); }

/// Training part, test part.
std::array<Part, 2> partsOf(const Files& files) {
  std::array<Part, 2> parts;
  for (const auto& [name, file] : files) {
    Idx idx = parsed(name, file);
    Part& part = parts[splitOfFile(name) == Split::Test ? 1 : 0];
    Idx& place = idx.sizes.size() == 1 ? part.labels : part.pictures;
    if (!place.name.empty()) fail(place.name + " and " + name + " would both be used; name one file of pictures and one of labels for each part");
    place = std::move(idx);
  }
  return parts;
}

void checkTogether(const std::array<Part, 2>& parts) {
  const auto& [train, test] = parts;
  for (const auto& [pictures, labels] : parts) {
    if (pictures.name.empty() && labels.name.empty()) continue;
    if (pictures.name.empty()) fail(labels.name + " holds labels, but the file of their pictures is missing; name it, too");
    if (!labels.name.empty() && labels.sizes[0] != pictures.sizes[0])
      fail(pictures.name + " holds " + grouped(pictures.sizes[0]) + " pictures and " + labels.name + " " + grouped(labels.sizes[0]) +
           " labels; they do not belong together, get both again");
  }
  if (train.pictures.name.empty()) fail(test.pictures.name + " is the test part; the training part's files are missing, name them, too");
  if (test.pictures.name.empty()) return;
  if (sizeOf(train.pictures) != sizeOf(test.pictures))
    fail(train.pictures.name + " has pictures of " + sizeText(train.pictures) + " and " + test.pictures.name + " of " + sizeText(test.pictures) +
         " pixels; they do not belong together");
  if (train.labels.name.empty() != test.labels.name.empty())
    fail((train.labels.name.empty() ? train : test).pictures.name + " has no file of labels beside it, the other part has one; name both or none");
}

void checkLabels(const Idx& labels, size_t classes) {
  const auto bytes = labels.content();
  for (size_t i = 0; i < bytes.size(); ++i)
    if (static_cast<uint8_t>(bytes[i]) >= classes)
      fail(labels.name + ": label " + std::to_string(static_cast<uint8_t>(bytes[i])) + " of picture " + grouped(static_cast<int64_t>(i)) + " is out of range, 0 to " +
           std::to_string(classes - 1) + "; get it again");
}

/// "0", "1"… up to the largest label.
std::vector<std::string> numbered(const std::array<Part, 2>& parts) {
  int most = 0;
  for (const Part& part : parts)
    for (const char label : part.labels.name.empty() ? std::string_view() : part.labels.content()) most = std::max<int>(most, static_cast<uint8_t>(label));
  std::vector<std::string> names;
  for (int i = 0; i <= most; ++i) names.push_back(std::to_string(i));
  return names;
}

}  // namespace

PictureTable readIdx(const Files& files, const std::vector<std::string>& classes) {
  constexpr int kParts = 20;
  if (files.empty()) fail("no IDX file was named");
  const std::array<Part, 2> parts = partsOf(files);
  checkTogether(parts);
  const auto& [train, test] = parts;
  const bool labelled = !train.labels.name.empty(), hasTest = !test.pictures.name.empty();
  PictureTable table{sizeOf(train.pictures), 1, !labelled ? std::vector<std::string>() : classes.empty() ? numbered(parts) : classes, {}, {}, {}};
  for (const auto& [pictures, labels] : parts) {
    if (pictures.name.empty()) continue;
    if (labelled) checkLabels(labels, table.classes.size());
    table.pixels += pictures.content();
    for (uint32_t i = 0; i < pictures.sizes[0]; ++i) {
      table.labels.push_back(labelled ? int16_t{static_cast<uint8_t>(labels.content()[i])} : int16_t{-1});
      table.splits.push_back(&pictures == &test.pictures ? Split::Test : splitOfTraining(static_cast<int>(i % kParts), false, hasTest));
    }
  }
  return table;
}

}  // namespace chaesaek
