// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_pack.h"

#include <fstream>
#include <stdexcept>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/data/pack_format.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "CHSKPI1\n";
constexpr size_t kStart = 16;          // magic, length of the header
constexpr size_t kPictureEntry = 3;    // bytes of a picture's label and split

[[noreturn]] void damaged(const fs::path& path, const std::string& why) {
  fail(path.string() + " is not a usable set of pictures (" + why + "); fetch or prepare it again");
}

/// The next `length` bytes.
std::string taken(std::ifstream& in, uint64_t length, const fs::path& path) {
  std::string bytes(length, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(length))) damaged(path, "it is cut off");
  return bytes;
}

uint64_t contentBytes(const PictureHeader& header) {
  const auto each = static_cast<uint64_t>(header.size.area()) * static_cast<uint64_t>(header.channels);
  return static_cast<uint64_t>(header.count) * (kPictureEntry + each);
}

void checkRange(const PictureHeader& header, const fs::path& path) {
  const auto fits = [](int side) { return side >= 1 && side <= kMostPictureSide; };
  if (!fits(header.size.width) || !fits(header.size.height) || (header.channels != 1 && header.channels != 3) || header.count < 1 ||
      header.classes.size() > kMostClasses || !header.about.is_object())
    damaged(path, "its header is out of range");
}

PictureHeader headerOf(std::ifstream& in, const fs::path& path) {
  if (!in) fail("cannot read the set of pictures " + path.string());
  const std::string start = taken(in, kStart, path);
  if (!start.starts_with(kMagic)) damaged(path, "another kind of file");
  uint64_t length = 0;
  for (size_t i = kStart; i-- > kMagic.size();) length = length << 8 | static_cast<uint8_t>(start[i]);
  const uint64_t whole = fs::file_size(path);
  if (length > whole - kStart) damaged(path, "it is cut off");
  const std::string text = taken(in, length, path);
  const Json json = Json::parse(text, nullptr, false);
  PictureHeader header;
  try {
    header.name = json.at("name").get<std::string>();
    header.size = {json.at("width").get<int>(), json.at("height").get<int>()};
    header.channels = json.at("channels").get<int>();
    header.count = json.at("count").get<int>();
    header.classes = json.at("classes").get<std::vector<std::string>>();
    header.content = json.at("content").get<std::string>();
    header.about = json.at("about");
  } catch (const Json::exception&) {
    damaged(path, "its header is not understood");
  }
  checkRange(header, path);
  if (whole != kStart + length + contentBytes(header)) damaged(path, whole < kStart + length + contentBytes(header) ? "it is cut off" : "it is too long");
  header.fingerprint = sha256(text);
  return header;
}

/// Everything in memory; nothing changes after the constructor.
class PackedPictures : public PictureSet {
 public:
  explicit PackedPictures(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    header_ = headerOf(in, path);
    bytes_ = taken(in, contentBytes(header_), path);
    if (sha256(bytes_) != header_.content) damaged(path, "its content was changed");
    const auto byte = [this](size_t at) { return static_cast<uint8_t>(bytes_[at]); };
    const auto count = static_cast<size_t>(header_.count);
    for (size_t i = 0; i < count; ++i) {
      labels_.push_back(static_cast<int16_t>(byte(2 * i) | byte(2 * i + 1) << 8));
      splits_.push_back(static_cast<Split>(byte(2 * count + i)));
      if (labels_[i] < -1 || labels_[i] >= static_cast<int>(header_.classes.size()) || splits_[i] >= Split::All) damaged(path, "a label or a split in it is out of range");
    }
    header_.about["bytes"] = fs::file_size(path);
  }

  const std::string& name() const override { return header_.name; }
  int size() const override { return header_.count; }
  Split splitOf(int index) const override { return splits_.at(static_cast<size_t>(index)); }
  const Json& about() const override { return header_.about; }
  std::string fingerprint() const override { return header_.fingerprint; }
  cv::Size pictureSize() const override { return header_.size; }
  int channels() const override { return header_.channels; }
  const std::vector<std::string>& classes() const override { return header_.classes; }
  int labelOf(int index) const override { return labels_.at(static_cast<size_t>(index)); }

  cv::Mat picture(int index) const override {
    if (index < 0 || index >= header_.count) throw std::out_of_range("picture " + std::to_string(index) + " of " + header_.name);
    const auto place = static_cast<size_t>(index), count = static_cast<size_t>(header_.count);
    const size_t each = static_cast<size_t>(header_.size.area()) * static_cast<size_t>(header_.channels);
    char* first = const_cast<char*>(bytes_.data()) + count * kPictureEntry + place * each;  // only read: cv::Mat has no constant view
    return cv::Mat(header_.size, CV_8UC(header_.channels), first).clone();
  }

 private:
  PictureHeader header_;
  std::string bytes_;
  std::vector<int16_t> labels_;
  std::vector<Split> splits_;
};

}  // namespace

Split splitOfTraining(int place, bool hasVal, bool hasTest) {
  if (place == 0 && !hasTest) return Split::Test;
  return place == 1 && !hasVal ? Split::Val : Split::Train;
}

void writePictures(const fs::path& out, const std::string& name, const PictureTable& table, const Json& about) {
  std::string content;
  content.reserve(table.labels.size() * kPictureEntry + table.pixels.size());
  for (const int16_t label : table.labels) content += littleEndian(static_cast<uint16_t>(label), 2);
  for (const Split split : table.splits) content += static_cast<char>(split);
  content += table.pixels;
  const Json header = {{"name", name}, {"width", table.size.width}, {"height", table.size.height}, {"channels", table.channels},
                       {"count", table.labels.size()}, {"classes", table.classes}, {"content", sha256(content)}, {"about", about}};
  const std::string text = dumped(header);
  AtomicFile file(out);
  file.write(std::string(kMagic) + littleEndian(text.size(), 8) + text);
  file.write(content);
  file.commit();
}

bool isPicturePack(const fs::path& path) {
  std::string start(kMagic.size(), '\0');
  std::ifstream in(path, std::ios::binary);
  return in.read(start.data(), static_cast<std::streamsize>(start.size())) && start == kMagic;
}

PictureHeader readPictureHeader(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return headerOf(in, path);
}

std::shared_ptr<const PictureSet> openPicturePack(const fs::path& path) { return std::make_shared<PackedPictures>(path); }

}  // namespace chaesaek
