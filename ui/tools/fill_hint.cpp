// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/fill_hint.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/image/regions.h"
#include "ui/jobs/job.h"

namespace chaesaek {
namespace {

constexpr int kModelSide = 256;  // models close gaps at this size
constexpr int kModelGap = 5;

struct FilledRegion {
  cv::Mat mask;  // CV_8U 0/1; empty: the pointer is on a line
  Hint hint;
};

// The canvas's gap that a model sees as its own: a large canvas is shrunk before it is coloured.
int gapFor(cv::Size size) {
  const double scale = static_cast<double>(std::max(size.width, size.height)) / kModelSide;
  return std::max(kModelGap, 2 * cvRound(kModelGap * scale / 2) + 1);
}

FilledRegion regionUnder(const cv::Mat& sketch, cv::Point at, Hint hint) {
  FilledRegion region{regionAt(sketch, at, gapFor(sketch.size())), std::move(hint)};
  if (region.mask.empty()) return region;
  cv::Mat padded, distance;
  cv::copyMakeBorder(region.mask, padded, 1, 1, 1, 1, cv::BORDER_CONSTANT, 0);  // the canvas's edge is an edge, too
  cv::distanceTransform(padded, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
  double inside;
  cv::Point innermost;
  cv::minMaxLoc(distance, nullptr, &inside, nullptr, &innermost);
  region.hint.points = {QPointF(innermost.x - 0.5, innermost.y - 0.5)};
  region.hint.radius = std::max(1.f, std::min(region.hint.radius, static_cast<float>(inside * 0.6)));
  return region;
}

bool liesIn(const cv::Mat& mask, const Hint& hint) {
  const cv::Point at(cvFloor(hint.points.front().x()), cvFloor(hint.points.front().y()));
  return cv::Rect({}, mask.size()).contains(at) && mask.at<uchar>(at) != 0;
}

}  // namespace

void FillHint::press(const ToolPoint& point) {
  const cv::Point at(cvFloor(point.at.x()), cvFloor(point.at.y()));
  if (!QRect({}, document_->size()).contains(at.x, at.y)) return;
  const Hint hint{settings_->colour, static_cast<float>(settings_->hintSize) / 2, {}};
  runJob(
      document_,
      [sketch = document_->sketchSnapshot(), at, hint](const Progress&) { return regionUnder(sketch, at, hint); },
      [document = document_, drawing = document_->drawing()](const Outcome<FilledRegion>& outcome) {
        const bool another = document->drawing() != drawing || !outcome.value || outcome.value->mask.size() != document->ink().size();
        if (another || outcome.value->mask.empty()) return;
        std::vector<Hint> hints = document->hints();
        std::erase_if(hints, [&](const Hint& old) { return liesIn(outcome.value->mask, old); });
        hints.push_back(outcome.value->hint);
        document->setHints(std::move(hints));
      });
}

}  // namespace chaesaek
