// SPDX-License-Identifier: GPL-3.0-or-later
// Files of pictures as their sources have them, and sets made of them in a folder that goes again.
#pragma once
#include <zlib.h>

#include <QObject>
#include <QTemporaryDir>
#include <filesystem>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/data/fetchable.h"
#include "core/data/prepare_pictures.h"
#include "core/image/codec.h"

namespace chaesaek {

inline constexpr int kWidth = 5, kHeight = 4;

inline std::string bigEndian(uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

inline uint8_t pixelOf(int picture, int place) { return static_cast<uint8_t>(picture * 31 + place * 7 + 3); }

inline std::string idxPictures(int count, int first = 0) {
  std::string out = std::string("\0\0\x08\x03", 4) + bigEndian(static_cast<uint32_t>(count)) + bigEndian(kHeight) + bigEndian(kWidth);
  for (int i = 0; i < count; ++i)
    for (int place = 0; place < kWidth * kHeight; ++place) out += static_cast<char>(pixelOf(first + i, place));
  return out;
}

inline std::string idxLabels(int count, int classes = 10) {
  std::string out = std::string("\0\0\x08\x01", 4) + bigEndian(static_cast<uint32_t>(count));
  for (int i = 0; i < count; ++i) out += static_cast<char>(i % classes);
  return out;
}

inline std::string gzipped(const std::string& bytes) {
  std::string out(bytes.size() + 256, '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// A batch of CIFAR-10: picture i has the label i % 10.
inline std::string cifarBatch(int count, int first = 0) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += static_cast<char>(i % 10);
    for (int place = 0; place < 3 * 1024; ++place) out += static_cast<char>(pixelOf(first + i, place));
  }
  return out;
}

inline cv::Mat disc(const cv::Scalar& colour, cv::Size size = {40, 40}) {
  cv::Mat picture(size, CV_8UC3, cv::Scalar::all(255));
  cv::circle(picture, {size.width / 2, size.height / 2}, 12, colour, cv::FILLED);
  return picture;
}

inline void put(const std::filesystem::path& path, const cv::Mat& picture) { writeFile(path, encodePng(picture)); }

inline Files mnistLike(int train = 60, int test = 12) {
  return {{"train-images-idx3-ubyte", idxPictures(train)}, {"train-labels-idx1-ubyte", idxLabels(train)},
          {"t10k-images-idx3-ubyte", idxPictures(test, train)}, {"t10k-labels-idx1-ubyte", idxLabels(test)}};
}

/// For tests of sets of pictures; each calls fresh() in its init().
class PictureFilesTest : public QObject {
 protected:
  void fresh() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("CHAESAEK_HOME", folder_->filePath("home").toUtf8());
  }
  std::filesystem::path at(const std::string& name) const { return std::filesystem::path(folder_->path().toStdString()) / name; }

  static PicturesOptions options(PictureSource source, std::vector<std::filesystem::path> paths, const std::string& name = "own") {
    return {source, std::move(paths), name, 40, false};
  }

  void prepareIdx() const {
    for (const auto& [name, bytes] : mnistLike()) writeFile(at("idx") / name, bytes);
    preparePictures(options(PictureSource::Idx, {at("idx")}), {});
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace chaesaek
