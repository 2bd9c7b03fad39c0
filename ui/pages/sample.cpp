// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sample.h"

#include <QColor>
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/image/regions.h"
#include "ui/document/import.h"

namespace chaesaek {

namespace fs = std::filesystem;

namespace {

constexpr int kGap = 5;
constexpr size_t kHints = 2;
const QColor kColour = "#f1b31c";

fs::path samplePath() {
  const fs::path folder = shippedFolder("resources") / "samples";
  if (fs::exists(folder / "cat.png")) return folder / "cat.png";
  std::vector<fs::path> pictures;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    if (entry.path().extension() == ".png") pictures.push_back(entry.path());
  }
  if (pictures.empty()) fail("no sample drawing in " + folder.string());
  return *std::min_element(pictures.begin(), pictures.end());
}

/// The innermost point of each region, with its distance to the border; largest distance first. What touches the
/// border of the paper is outside the drawing.
std::vector<std::pair<double, cv::Point>> innerPoints(const cv::Mat& sketch) {
  int count = 0;
  const cv::Mat labels = gapClosedRegions(sketch, kGap, &count);
  std::vector<std::pair<double, cv::Point>> points;
  for (int label = 1; label <= count; ++label) {
    const cv::Mat region = labels == label;
    const cv::Rect box = cv::boundingRect(region);
    if (box.area() == 0 || box.x == 0 || box.y == 0 || box.br().x == sketch.cols || box.br().y == sketch.rows) continue;
    cv::Mat distance;
    cv::distanceTransform(region, distance, cv::DIST_L2, cv::DIST_MASK_5);
    double most = 0;
    cv::Point at;
    cv::minMaxLoc(distance, nullptr, &most, nullptr, &at);
    points.emplace_back(most, at);
  }
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  return points;
}

}  // namespace

DocumentSnapshot sampleDrawing() {
  DocumentSnapshot drawing = importFile(QString::fromStdString(samplePath().string())).document;
  const auto points = innerPoints(255 - drawing.ink);
  const float radius = std::max(drawing.size.width(), drawing.size.height()) / 70.f;
  for (size_t i = 0; i < std::min(points.size(), kHints); ++i) {
    const cv::Point at = points[i].second;
    drawing.hints.push_back({kColour, radius, {QPointF(at.x, at.y)}});
  }
  return drawing;
}

}  // namespace chaesaek
