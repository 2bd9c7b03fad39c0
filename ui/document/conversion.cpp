// SPDX-License-Identifier: GPL-3.0-or-later
// A QImage's 32-bit pixels lie in memory as B, G, R, A (little-endian), as OpenCV's BGRA.
#include <opencv2/imgproc.hpp>

#include "ui/document/document.h"

namespace chaesaek {
namespace {

cv::Mat pixelsOf(QImage& image) {
  return {image.height(), image.width(), CV_8UC4, image.bits(), static_cast<size_t>(image.bytesPerLine())};
}

}  // namespace

QImage toImage(const cv::Mat& picture) {
  if (picture.empty()) return {};
  const bool alpha = picture.channels() == 4;
  QImage image(picture.cols, picture.rows, alpha ? QImage::Format_ARGB32 : QImage::Format_RGB32);
  cv::Mat pixels = pixelsOf(image);
  if (alpha) {
    picture.copyTo(pixels);
    return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
  }
  cv::cvtColor(picture, pixels, picture.channels() == 1 ? cv::COLOR_GRAY2BGRA : cv::COLOR_BGR2BGRA);
  return image;
}

cv::Mat toMat(const QImage& image) {
  if (image.isNull()) return {};
  QImage straight = image.convertToFormat(QImage::Format_ARGB32);
  return pixelsOf(straight).clone();
}

}  // namespace chaesaek
