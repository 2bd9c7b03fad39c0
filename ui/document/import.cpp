// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/import.h"

#include <QCoreApplication>
#include <QFile>
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/image/lines.h"

namespace chaesaek {
namespace {

constexpr int kLongestSide = 4096;
constexpr int kSvgSide = 1024;

DocumentSnapshot sketchDocument(const cv::Mat& grey) {
  DocumentSnapshot snapshot;
  snapshot.size = {grey.cols, grey.rows};
  snapshot.ink = 255 - grey;
  return snapshot;
}

cv::Size scaledTo(cv::Size size, int side) {
  const double factor = static_cast<double>(side) / std::max(size.width, size.height);
  return {std::max(1, cvRound(size.width * factor)), std::max(1, cvRound(size.height * factor))};
}

Import importPicture(cv::Mat picture) {
  Import import;
  const cv::Size original = picture.size();
  if (std::max(original.width, original.height) > kLongestSide) {
    cv::resize(picture, picture, scaledTo(original, kLongestSide), 0, 0, cv::INTER_AREA);
    import.note = QCoreApplication::translate("Import", "Scaled down from %1 × %2 to %3 × %4 pixels.")
                      .arg(original.width).arg(original.height).arg(picture.cols).arg(picture.rows);
  }
  import.looksColoured = looksColoured(picture);
  import.document = sketchDocument(toSketch(picture));
  import.picture = std::move(picture);
  return import;
}

cv::Mat drawSvg(const std::filesystem::path& path) {
  const std::string svg = readFile(path);
  return renderSvg(svg, scaledTo(pictureSize(svg, path.string()), kSvgSide), path.string());
}

}  // namespace

Import importFile(const QString& path) {
  const std::filesystem::path file = QFile::encodeName(path).toStdString();
  if (!path.endsWith(".ora", Qt::CaseInsensitive)) {
    return importPicture(path.endsWith(".svg", Qt::CaseInsensitive) ? drawSvg(file) : readPicture(file));
  }
  Import import;
  import.document = loadOpenRaster(path);
  import.isDocument = !import.document.foreign;
  return import.isDocument ? import : importPicture(255 - import.document.ink);
}

Import importImage(const QImage& image) { return importPicture(toMat(image)); }

DocumentSnapshot extractedLines(const cv::Mat& picture, int strength) { return sketchDocument(extractLines(toBgrOnWhite(picture), strength)); }

}  // namespace chaesaek
