// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/picture_header.h"

#include <array>
#include <cstdlib>

namespace chaesaek {
namespace {

using std::string_view;
using namespace std::string_view_literals;

constexpr auto kPngSignature = "\x89PNG\r\n\x1a\n"sv;

// Reads whole numbers at byte offsets; what lies beyond the end reads as 0.
class Bytes {
 public:
  explicit Bytes(string_view bytes) : bytes_(bytes) {}
  uint32_t at(size_t offset) const { return offset < bytes_.size() ? static_cast<uint8_t>(bytes_[offset]) : 0; }
  uint32_t little(size_t offset, int count) const {
    uint32_t value = 0;
    for (int i = count; i-- > 0;) value = value << 8 | at(offset + i);
    return value;
  }
  uint32_t big(size_t offset, int count) const {
    uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | at(offset + i);
    return value;
  }

 private:
  string_view bytes_;
};

// A size from unsigned header fields; nothing real is larger than 2^24 a side, and sums below must not overflow.
cv::Size checkedSize(uint32_t width, uint32_t height) {
  constexpr uint32_t most = 1 << 24;
  return width <= most && height <= most ? cv::Size(static_cast<int>(width), static_cast<int>(height)) : cv::Size(most, most);
}

uint32_t crc32(string_view bytes) {
  static const auto table = [] {
    std::array<uint32_t, 256> t{};
    for (uint32_t i = 0; i < 256; ++i) {
      t[i] = i;
      for (int bit = 0; bit < 8; ++bit) t[i] = t[i] >> 1 ^ (t[i] & 1 ? 0xedb88320u : 0);
    }
    return t;
  }();
  uint32_t crc = ~0u;
  for (const char c : bytes) crc = table[(crc ^ static_cast<uint8_t>(c)) & 255] ^ crc >> 8;
  return ~crc;
}

// Calls visit(type, chunk) for every chunk up to and with IEND; false where one is cut off or has a wrong checksum.
template <class Visit>
bool visitPngChunks(string_view bytes, Visit visit) {
  const Bytes in(bytes);
  for (size_t at = kPngSignature.size(); at + 12 <= bytes.size();) {
    const size_t length = in.big(at, 4);
    if (length > bytes.size() - at - 12) return false;
    if (crc32(bytes.substr(at + 4, length + 4)) != in.big(at + 8 + length, 4)) return false;
    const auto type = bytes.substr(at + 4, 4);
    visit(type, bytes.substr(at, length + 12));
    if (type == "IEND") return true;
    at += 12 + length;
  }
  return false;
}

// Offset of the first JPEG segment whose marker satisfies `wanted` (at its 0xFF), or npos. Stops at the entropy-coded data.
template <class Wanted>
size_t jpegSegment(string_view bytes, Wanted wanted) {
  const Bytes in(bytes);
  for (size_t at = 2; at + 4 <= bytes.size();) {
    if (in.at(at) != 0xff) return string_view::npos;
    const uint32_t marker = in.at(at + 1);
    if (wanted(marker)) return at;
    if (marker == 0xda) return string_view::npos;
    const bool bare = marker == 0xff || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += marker == 0xff ? 1 : bare ? 2 : 2 + std::max<size_t>(2, in.big(at + 2, 2));
  }
  return string_view::npos;
}

cv::Size jpegSize(string_view bytes) {
  const auto isFrame = [](uint32_t m) { return m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc; };
  const size_t at = jpegSegment(bytes, isFrame);
  if (at == string_view::npos) return {};
  const Bytes in(bytes);
  return checkedSize(in.big(at + 7, 2), in.big(at + 5, 2));
}

bool jpegIsWhole(string_view bytes) {
  const size_t scan = jpegSegment(bytes, [](uint32_t marker) { return marker == 0xda; });
  return scan != string_view::npos && bytes.find("\xff\xd9"sv, scan) != string_view::npos;
}

cv::Size webpSize(string_view bytes) {
  const Bytes in(bytes);
  const auto chunk = bytes.substr(12, 4);
  if (chunk == "VP8 ") return checkedSize(in.little(26, 2) & 0x3fff, in.little(28, 2) & 0x3fff);
  if (chunk == "VP8L") return checkedSize((in.little(21, 4) & 0x3fff) + 1, (in.little(21, 4) >> 14 & 0x3fff) + 1);
  if (chunk == "VP8X") return checkedSize(in.little(24, 3) + 1, in.little(27, 3) + 1);
  return {};
}

cv::Size bmpSize(string_view bytes) {
  const Bytes in(bytes);
  if (in.little(14, 4) == 12) return checkedSize(in.little(18, 2), in.little(20, 2));
  const auto height = static_cast<int32_t>(in.little(22, 4));  // negative: the first row is the top one
  return checkedSize(in.little(18, 4), height < 0 ? 0u - static_cast<uint32_t>(height) : static_cast<uint32_t>(height));
}

bool bmpIsWhole(string_view bytes) {
  const Bytes in(bytes);
  const bool core = in.little(14, 4) == 12;
  const uint64_t bits = in.little(core ? 24 : 28, 2), compression = core ? 0 : in.little(30, 4);
  const cv::Size size = bmpSize(bytes);
  const bool packed = compression == 1 || compression == 2;
  const uint64_t pixels = packed ? in.little(34, 4) : (size.width * bits + 31) / 32 * 4 * static_cast<uint64_t>(size.height);
  return in.little(10, 4) + pixels <= bytes.size();
}

// Skips what may stand before an SVG's root element: byte order mark, space, prolog, comments, document type.
string_view rootElement(string_view text) {
  const auto skipPast = [&](string_view end, size_t from) {
    const size_t at = text.find(end, from);
    text.remove_prefix(at == string_view::npos ? text.size() : at + end.size());
  };
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty()) {
    if (" \t\r\n"sv.find(text[0]) != string_view::npos) text.remove_prefix(1);
    else if (text.starts_with("<?")) skipPast("?>", 2);
    else if (text.starts_with("<!--")) skipPast("-->", 4);
    else if (text.starts_with("<!DOCTYPE")) skipPast(text.find('[') < text.find('>') ? "]>" : ">", 9);
    else break;
  }
  return text;
}

bool isSvg(string_view bytes) {
  const string_view root = rootElement(bytes);
  if (!root.starts_with('<')) return false;
  const string_view name = root.substr(1, root.find_first_of(" \t\r\n/>", 1) - 1);
  return name == "svg" || name.ends_with(":svg");
}

}  // namespace

PictureKind pictureKind(string_view bytes) {
  if (bytes.starts_with(kPngSignature)) return PictureKind::Png;
  if (bytes.starts_with("\xff\xd8\xff")) return PictureKind::Jpeg;
  if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") return PictureKind::WebP;
  if (bytes.starts_with("BM") && bytes.size() >= 26) return PictureKind::Bmp;
  return isSvg(bytes) ? PictureKind::Svg : PictureKind::Unknown;
}

cv::Size headerSize(PictureKind kind, string_view bytes) {
  switch (kind) {
    case PictureKind::Png: return checkedSize(Bytes(bytes).big(16, 4), Bytes(bytes).big(20, 4));
    case PictureKind::Jpeg: return jpegSize(bytes);
    case PictureKind::WebP: return webpSize(bytes);
    case PictureKind::Bmp: return bmpSize(bytes);
    default: return {};
  }
}

std::string plainPng(string_view bytes) {
  std::string plain(kPngSignature);
  visitPngChunks(bytes, [&](string_view type, string_view chunk) {
    const bool critical = type[0] >= 'A' && type[0] <= 'Z';
    if (critical || type == "tRNS") plain += chunk;
  });
  return plain;
}

bool isWhole(PictureKind kind, string_view bytes) {
  switch (kind) {
    case PictureKind::Png: return visitPngChunks(bytes, [](auto, auto) {});
    case PictureKind::Jpeg: return jpegIsWhole(bytes);
    case PictureKind::WebP: return Bytes(bytes).little(4, 4) + uint64_t{8} <= bytes.size();
    case PictureKind::Bmp: return bmpIsWhole(bytes);
    default: return true;  // an SVG that is cut off is not well-formed XML: its parser says so
  }
}

}  // namespace chaesaek
