// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/mip_image.h"

#include <opencv2/imgproc.hpp>

namespace chaesaek {
namespace {

cv::Mat pixelsOf(const QImage& image) {
  return {image.height(), image.width(), CV_8UC4, const_cast<uchar*>(image.constBits()), static_cast<size_t>(image.bytesPerLine())};
}

// Halves what of `source` lies under `area` (of the halved picture).
void halve(const QImage& source, QImage& half, QRect area) {
  area &= half.rect();
  const QRect from = QRect(area.x() * 2, area.y() * 2, area.width() * 2, area.height() * 2) & source.rect();
  if (area.isEmpty() || from.isEmpty()) return;
  cv::Mat target = pixelsOf(half)({area.x(), area.y(), area.width(), area.height()});
  cv::Mat pixels = pixelsOf(source)({from.x(), from.y(), from.width(), from.height()});
  const int right = 2 * area.width() - from.width(), below = 2 * area.height() - from.height();  // an odd edge counts twice
  if (right > 0 || below > 0) cv::copyMakeBorder(pixels, pixels, 0, below, 0, right, cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
  cv::resize(pixels, target, target.size(), 0, 0, cv::INTER_AREA);
}

}  // namespace

void MipImage::invalidate(QRect area) {
  for (Level& level : levels_) level.stale |= area;
}

const QImage& MipImage::at(const QImage& picture, double scale) {
  const QImage* source = &picture;
  for (size_t i = 0; scale <= 0.5 && source->width() > 1 && source->height() > 1; ++i, scale *= 2) {
    const QSize size((source->width() + 1) / 2, (source->height() + 1) / 2);
    if (levels_.size() <= i) levels_.emplace_back();
    Level& level = levels_[i];
    if (level.image.size() != size) level = {QImage(size, picture.format()), picture.rect()};
    if (!level.stale.isEmpty()) {
      const int shift = static_cast<int>(i) + 1;
      const QPoint low(level.stale.left() >> shift, level.stale.top() >> shift);
      const QPoint high(level.stale.right() >> shift, level.stale.bottom() >> shift);
      halve(*source, level.image, QRect(low, high));
      level.stale = {};
    }
    source = &level.image;
  }
  return *source;
}

}  // namespace chaesaek
