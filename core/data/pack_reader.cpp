// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "core/base/hash.h"
#include "core/data/pack_format.h"
#include "core/data/packed.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int kMostSide = 4096;

struct Plane {
  uint64_t offset = 0, size = 0;
  uint32_t check = 0;
};

/// A file that any thread may read anywhere.
class SharedFile {
 public:
  explicit SharedFile(const fs::path& path) : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat status {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
      if (descriptor_ >= 0) ::close(descriptor_);
      fail("cannot read the packed data set " + path.string());
    }
    size_ = static_cast<uint64_t>(status.st_size);
  }
  ~SharedFile() { ::close(descriptor_); }
  SharedFile(const SharedFile&) = delete;
  SharedFile& operator=(const SharedFile&) = delete;

  std::string read(uint64_t offset, uint64_t length) const {
    std::string out(length, '\0');
    for (uint64_t done = 0; done < length;) {
      const ssize_t n = ::pread(descriptor_, out.data() + done, length - done, static_cast<off_t>(offset + done));
      if (n <= 0) damaged("it ends too early");
      done += static_cast<uint64_t>(n);
    }
    return out;
  }
  [[noreturn]] void damaged(const std::string& why) const {
    fail(path_.string() + " is not a usable packed data set (" + why + "); fetch or pack it again");
  }
  uint64_t size() const { return size_; }

 private:
  fs::path path_;
  int descriptor_ = -1;
  uint64_t size_ = 0;
};

uint64_t number(const std::string& bytes, size_t at) {
  uint64_t value = 0;
  for (size_t i = 8; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

class PackedSet : public PairSet {
 public:
  explicit PackedSet(const fs::path& path) : file_(path) {
    if (file_.size() < kPackStart) file_.damaged("too short");
    const std::string start = file_.read(0, kPackStart);
    if (!start.starts_with(kPackMagic)) file_.damaged("another kind of file, or never finished");
    const uint64_t place = number(start, 8), length = number(start, 16);
    if (place < kPackStart || place > file_.size() || length != file_.size() - place) file_.damaged("it is cut off");
    const std::string text = file_.read(place, length);
    fingerprint_ = sha256(text);
    const Json header = Json::parse(text, nullptr, false);
    try {
      readShape(header);
      readPlanes(header.at("planes"), place);
      for (const auto& entry : header.at("drawings")) readDrawing(entry);
    } catch (const Json::exception&) {
      file_.damaged("its header is not understood");
    }
    about_ = header["about"];
    about_["bytes"] = file_.size();
  }

  const std::string& name() const override { return shape_.name; }
  int side() const override { return shape_.side; }
  int size() const override { return static_cast<int>(infos_.size()); }
  const PairInfo& info(int index) const override { return infos_.at(static_cast<size_t>(index)); }
  int lineWidths() const override { return shape_.lineWidths; }
  int nativeWidth() const override { return shape_.nativeWidth; }
  bool hasFill() const override { return shape_.layers; }
  bool hasPicture() const override { return !shape_.layers || shape_.withPicture; }
  const Json& about() const override { return about_; }
  std::string fingerprint() const override { return fingerprint_; }

  Pair load(int index, int lineWidth) const override { return loadParts(index, lineWidth, kLoadAll); }
  Pair loadParts(int index, int lineWidth, unsigned parts) const override {
    const auto& planes = planesOf_.at(static_cast<size_t>(index));
    if (lineWidth < 0 || lineWidth >= lineWidths()) fail("line width " + std::to_string(lineWidth) + " is not in the data set " + name());
    Pair pair;
    if (parts & kLoadSketch) pair.sketch = line(planes, lineWidth);
    if (parts & (kLoadFill | kLoadPicture)) pair.fill = inflated(planes[0], CV_8UC3);
    if (parts & kLoadPicture) pair.picture = picture(planes, pair.fill);
    return pair;
  }

 private:
  void readShape(const Json& header) {
    shape_.name = header.at("name").get<std::string>();
    shape_.side = header.at("side").get<int>();
    shape_.lineWidths = header.at("line_widths").get<int>();
    shape_.nativeWidth = header.at("native_width").get<int>();
    shape_.layers = header.at("layers").get<bool>();
    shape_.withPicture = header.at("picture").get<bool>();
    if (!header.at("about").is_object() || shape_.side < 1 || shape_.side > kMostSide || shape_.lineWidths > 64 || shape_.nativeWidth < 0 ||
        shape_.nativeWidth >= shape_.lineWidths)
      file_.damaged("its header is out of range");
  }

  void readPlanes(const Json& entries, uint64_t end) {
    for (const auto& entry : entries) {
      const Plane plane{entry.at(0).get<uint64_t>(), entry.at(1).get<uint64_t>(), entry.at(2).get<uint32_t>()};
      if (plane.offset < kPackStart || plane.offset > end || plane.size > end - plane.offset) file_.damaged("a picture lies outside of it");
      planes_.push_back(plane);
    }
  }

  void readDrawing(const Json& entry) {
    PairInfo info{entry.at("name").get<std::string>(), entry.at("label").get<std::string>(), parseSplit(entry.at("split").get<std::string>()),
                  entry.at("hue").get<int>(), entry.at("variant").get<bool>()};
    auto planes = entry.at("planes").get<std::vector<int>>();
    const size_t wanted = static_cast<size_t>(1 + shape_.lineWidths + (shape_.layers && shape_.withPicture ? 1 : 0));
    bool known = planes.size() == wanted && info.hue >= -1 && info.hue < 12 && info.split != Split::All;
    for (const int plane : planes) known = known && plane >= 0 && plane < static_cast<int>(planes_.size());
    if (!known) file_.damaged("its entry for " + info.name + " is out of range");
    infos_.push_back(std::move(info));
    planesOf_.push_back(std::move(planes));
  }

  cv::Mat inflated(int number, int type) const {
    const Plane& plane = planes_[static_cast<size_t>(number)];
    const std::string bytes = file_.read(plane.offset, plane.size);
    const auto* packed = reinterpret_cast<const Bytef*>(bytes.data());
    if (crc32(0, packed, static_cast<uInt>(bytes.size())) != plane.check) file_.damaged("a picture in it is damaged");
    cv::Mat out(shape_.side, shape_.side, type);
    const uLong size = static_cast<uLong>(out.total() * out.elemSize());
    uLongf length = size;
    if (uncompress(out.data, &length, packed, static_cast<uLong>(bytes.size())) != Z_OK || length != size) file_.damaged("a picture in it has another size");
    return out;
  }

  cv::Mat line(const std::vector<int>& planes, int lineWidth) const {
    cv::Mat out = inflated(planes[static_cast<size_t>(1 + lineWidth)], CV_8U);
    if (lineWidth != shape_.nativeWidth) allGreys(out);
    return out;
  }

  cv::Mat picture(const std::vector<int>& planes, const cv::Mat& fill) const {
    if (!shape_.layers) return fill;
    if (!shape_.withPicture) return {};
    cv::Mat out = inflated(planes.back(), CV_8UC3);
    addInked(out, fill, line(planes, shape_.nativeWidth), 1);
    return out;
  }

  SharedFile file_;
  PackShape shape_;
  std::string fingerprint_;
  Json about_;
  std::vector<Plane> planes_;
  std::vector<PairInfo> infos_;
  std::vector<std::vector<int>> planesOf_;  // of each drawing: fill, lines…, picture
};

}  // namespace

std::shared_ptr<const PairSet> openPacked(const fs::path& path) { return std::make_shared<PackedSet>(path); }

}  // namespace chaesaek
