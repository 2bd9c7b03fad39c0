// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/codec.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#ifdef CHAESAEK_CODECS
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

#include "core/image/picture_header.h"
#include "core/image/svg.h"
#endif

namespace chaesaek {
namespace fs = std::filesystem;

#ifdef CHAESAEK_CODECS
namespace {

constexpr const char* kExtension = ".png";

std::string encoded(const cv::Mat& picture) { return encodePng(picture); }

PictureKind knownKind(std::string_view bytes, const std::string& what) {
  const PictureKind kind = pictureKind(bytes);
  if (kind == PictureKind::Unknown) fail(what + " is not a picture that can be read (PNG, JPEG, WebP, BMP or SVG)");
  return kind;
}

[[noreturn]] void damaged(const std::string& what) { fail(what + " is damaged or cut off; get it again"); }

cv::Mat decodePixels(PictureKind kind, std::string_view bytes, const std::string& what) {
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  // Only these two know transparency; for the others this flag also turns the picture as its EXIF data says.
  const bool transparent = kind == PictureKind::Png || kind == PictureKind::WebP;
  const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
  cv::Mat picture;
  try {
    picture = cv::imdecode(input, transparent ? cv::IMREAD_UNCHANGED : cv::IMREAD_ANYCOLOR);
  } catch (const cv::Exception&) {
    damaged(what);
  }
  if (picture.empty()) damaged(what);
  if (picture.depth() == CV_16U) picture.convertTo(picture, CV_8U, 1 / 257.0);
  return picture;
}

}  // namespace

cv::Size pictureSize(std::string_view bytes, const std::string& what) {
  const PictureKind kind = knownKind(bytes, what);
  const cv::Size size = kind == PictureKind::Svg ? svgSize(bytes, what) : headerSize(kind, bytes);
  if (size.empty()) damaged(what);
  return size;
}

cv::Mat decodePicture(std::string_view bytes, const std::string& what) {
  const PictureKind kind = knownKind(bytes, what);
  const cv::Size size = pictureSize(bytes, what);
  if (int64_t{size.width} * size.height > kMostPixels)
    fail(what + cv::format(" is %d x %d pixels; the limit is %d megapixels. Scale it down first", size.width, size.height,
                           static_cast<int>(kMostPixels / 1'000'000)));
  if (!isWhole(kind, bytes)) damaged(what);
  switch (kind) {
    case PictureKind::Svg: return renderSvg(bytes, size, what);
    case PictureKind::Png: return decodePixels(kind, plainPng(bytes), what);
    default: return decodePixels(kind, bytes, what);
  }
}

std::string encodePng(const cv::Mat& picture) {
  std::vector<uchar> bytes;
  if (!cv::imencode(".png", picture, bytes)) fail("the picture could not be written as PNG");
  return {bytes.begin(), bytes.end()};
}
#else
namespace {

constexpr const char* kExtension = ".ppm";

[[noreturn]] void notBuilt(const std::string& what) { fail(what + ": this build has no picture codecs; build with CHAESAEK_CODECS=ON"); }

std::string encoded(const cv::Mat& picture) {
  cv::Mat rgb;
  cv::cvtColor(toBgrOnWhite(picture), rgb, cv::COLOR_BGR2RGB);
  const std::string header = cv::format("P6\n%d %d\n255\n", rgb.cols, rgb.rows);
  return header + std::string(reinterpret_cast<const char*>(rgb.data), rgb.total() * 3);
}

}  // namespace

cv::Size pictureSize(std::string_view, const std::string& what) { notBuilt(what); }
cv::Mat decodePicture(std::string_view, const std::string& what) { notBuilt(what); }
std::string encodePng(const cv::Mat&) { notBuilt("PNG"); }
cv::Mat renderSvg(std::string_view, int, const std::string& what) { notBuilt(what); }
cv::Mat renderSvg(std::string_view, cv::Size, const std::string& what) { notBuilt(what); }
#endif

cv::Mat readPicture(const fs::path& path) {
  if (!fs::exists(path)) fail(path.string() + " does not exist");
  return decodePicture(readFile(path), path.string());
}

fs::path writePicture(const fs::path& path, const cv::Mat& picture) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return std::tolower(c); });
  if (extension != ".png" && extension != ".ppm") failUsage("cannot write " + path.string() + ": pictures are written as PNG; end its name in .png");
  fs::path out = path;
  if (extension != kExtension) out.replace_extension(kExtension);
  writeFile(out, encoded(picture));
  return out;
}

cv::Mat toBgrOnWhite(const cv::Mat& picture) {
  cv::Mat out;
  if (picture.channels() == 1) cv::cvtColor(picture, out, cv::COLOR_GRAY2BGR);
  if (picture.channels() == 3) out = picture.clone();
  if (picture.channels() != 4) return out;
  out.create(picture.size(), CV_8UC3);
  for (int y = 0; y < out.rows; ++y) {
    const auto* from = picture.ptr<cv::Vec4b>(y);
    auto* to = out.ptr<cv::Vec3b>(y);
    for (int x = 0; x < out.cols; ++x)
      for (int c = 0; c < 3; ++c) to[x][c] = static_cast<uchar>(255 - ((255 - from[x][c]) * from[x][3] + 127) / 255);
  }
  return out;
}

cv::Mat toSketch(const cv::Mat& picture) {
  if (picture.channels() == 1) return picture.clone();
  cv::Mat grey;
  cv::cvtColor(toBgrOnWhite(picture), grey, cv::COLOR_BGR2GRAY);
  return grey;
}

}  // namespace chaesaek
