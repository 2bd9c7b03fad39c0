// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/regions.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "core/image/flood.h"
#include "core/image/marks.h"

namespace chaesaek {
namespace {

constexpr float kFar = 1e18f;

// Free space and its components once the gaps are closed.
struct Space {
  cv::Mat free;        // CV_8U, 0 or 1
  cv::Mat kernel;
  cv::Mat tight;       // CV_32S labels, 0 elsewhere
  cv::Mat tightBoxes;  // their statistics
};

Space splitSpace(const cv::Mat& sketch, int gap) {
  Space space;
  space.free = (sketch > kWall) & 1;
  space.kernel = cv::Mat::ones(gap, gap, CV_8U);
  cv::Mat eroded, unused;
  cv::erode(space.free, eroded, space.kernel);
  cv::connectedComponentsWithStats(eroded, space.tight, space.tightBoxes, unused, 4);
  return space;
}

cv::Rect boxOf(const cv::Mat& boxes, int label, int margin, cv::Size within) {
  const int* box = boxes.ptr<int>(label);
  return cv::Rect(box[cv::CC_STAT_LEFT] - margin, box[cv::CC_STAT_TOP] - margin, box[cv::CC_STAT_WIDTH] + 2 * margin,
                  box[cv::CC_STAT_HEIGHT] + 2 * margin) & cv::Rect({}, within);
}

// A part of the picture: `mask` covers `box`.
struct Patch {
  cv::Rect box;
  cv::Mat mask;
};

Patch regionOf(const Space& space, const Points& mark) {
  if (const int label = mostVoted(space.tight, mark)) {
    const cv::Rect box = boxOf(space.tightBoxes, label, space.kernel.rows / 2, space.free.size());
    cv::Mat grown;
    cv::dilate(space.tight(box) == label, grown, space.kernel);
    return {box, grown & space.free(box)};
  }
  cv::Mat plain;
  cv::connectedComponents(space.free, plain, 4);
  if (const int label = mostVoted(plain, mark)) return {cv::Rect({}, space.free.size()), plain == label};
  const cv::Rect box = cv::boundingRect(mark);
  cv::Mat mask = cv::Mat::zeros(box.size(), CV_8U);
  for (const cv::Point p : mark) mask.at<uchar>(p - box.tl()) = 1;
  return {box, mask};
}

// Paints the patch where `middle` is nearer than what was painted before.
void claim(SpreadHints& spread, cv::Mat& nearest, const Patch& patch, cv::Point middle, const cv::Vec3b& colour) {
  for (int row = 0; row < patch.box.height; ++row) {
    const int y = patch.box.y + row;
    const auto* mask = patch.mask.ptr<uchar>(row);
    auto* distances = nearest.ptr<float>(y);
    for (int column = 0; column < patch.box.width; ++column) {
      if (!mask[column]) continue;
      const int x = patch.box.x + column;
      const auto dx = static_cast<float>(x - middle.x), dy = static_cast<float>(y - middle.y);
      if (dx * dx + dy * dy >= distances[x]) continue;
      distances[x] = dx * dx + dy * dy;
      spread.colour.at<cv::Vec3b>(y, x) = colour;
      spread.covered.at<uchar>(y, x) = 1;
    }
  }
}

cv::Point middleOf(const Points& mark) { return mark[mark.size() / 2]; }

SpreadHints spreadMarks(const cv::Mat& sketch, const cv::Mat& hint, const std::vector<Points>& marks, int gap) {
  SpreadHints spread = noHints(sketch.size());
  if (marks.empty()) return spread;
  const Space space = splitSpace(sketch, gap);
  cv::Mat nearest(sketch.size(), CV_32F, cv::Scalar(kFar));
  for (const Points& mark : marks) claim(spread, nearest, regionOf(space, mark), middleOf(mark), markColour(hint, mark));
  return spread;
}

// Labels the components from `least` pixels on with 1, 2, ...; returns how many there are. Erosion leaves crumbs where a
// strip is about as wide as the gap; each would become a region within what is one to the eye.
int labelWithoutCrumbs(const cv::Mat& space, int least, cv::Mat& labels) {
  cv::Mat stats, unused;
  const int components = cv::connectedComponentsWithStats(space, labels, stats, unused, 4);
  std::vector<int> renumbered(components);
  int count = 0;
  for (int i = 1; i < components; ++i)
    if (stats.at<int>(i, cv::CC_STAT_AREA) >= least) renumbered[i] = ++count;
  relabel(labels, renumbered);
  return count;
}

// The gap-closed regions at one gap, and which of them reach the picture's border.
struct Level {
  cv::Mat labels;
  std::vector<uchar> open;

  Level(const cv::Mat& sketch, int gap) {
    int count = 0;
    labels = gapClosedRegions(sketch, gap, &count);
    open.resize(count + 1, 0);
    open[0] = 1;
    for (int i = 0; i < labels.cols; ++i) open[labels.at<int>(0, i)] = open[labels.at<int>(labels.rows - 1, i)] = 1;
    for (int i = 0; i < labels.rows; ++i) open[labels.at<int>(i, 0)] = open[labels.at<int>(i, labels.cols - 1)] = 1;
  }
};

// Finds the region that a person means by a mark: the one at the smallest gap that keeps it from the picture's border.
class ClosingGaps {
 public:
  explicit ClosingGaps(const cv::Mat& sketch) : sketch_(sketch) {}

  // Empty where even the largest gap leaves the outline open.
  std::optional<Patch> around(const Points& mark) {
    for (size_t i = 0; i < kGapsAt256.size(); ++i) {
      if (!levels_[i]) levels_[i].emplace(sketch_, i == 0 ? kGapsAt256[0] : kGapsAt256[i] * sketch_.rows / 256 | 1);
      const int label = mostVoted(levels_[i]->labels, mark);
      if (!levels_[i]->open[label]) return Patch{cv::Rect({}, sketch_.size()), levels_[i]->labels == label};
    }
    return {};
  }

 private:
  static constexpr std::array kGapsAt256{5, 9, 13, 19, 27};
  const cv::Mat& sketch_;
  std::array<std::optional<Level>, kGapsAt256.size()> levels_;
};

}  // namespace

SpreadHints noHints(cv::Size size) { return {cv::Mat::zeros(size, CV_8UC3), cv::Mat::zeros(size, CV_8U), cv::Mat::zeros(size, CV_8U)}; }

SpreadHints spreadHintsClosing(const cv::Mat& sketch, const cv::Mat& hint, const cv::Mat& mask) {
  std::vector<Points> open;
  std::vector<std::pair<Points, Patch>> bounded;
  ClosingGaps closing(sketch);
  for (Points& mark : marksOf(mask)) {
    if (auto patch = closing.around(mark)) bounded.emplace_back(std::move(mark), std::move(*patch));
    else open.push_back(std::move(mark));
  }
  SpreadHints spread = spreadMarks(sketch, hint, open, kClosedGap);
  // A bounded region belongs to its own hints, however near another is.
  cv::Mat nearest(sketch.size(), CV_32F, cv::Scalar(kFar));
  for (const auto& [mark, patch] : bounded) claim(spread, nearest, patch, middleOf(mark), markColour(hint, mark));
  spread.bounded = (nearest < kFar) & 1;
  return spread;
}

SpreadHints spreadHints(const cv::Mat& sketch, const cv::Mat& hint, const cv::Mat& mask, int gap) {
  return spreadMarks(sketch, hint, marksOf(mask), gap);
}

cv::Mat coresOf(const cv::Mat& space, int gap, int* count) {
  cv::Mat eroded, cores;
  cv::erode(space, eroded, cv::Mat::ones(gap, gap, CV_8U));
  *count = labelWithoutCrumbs(eroded, gap * gap / 3, cores);
  return cores;
}

cv::Mat gapClosedRegions(const cv::Mat& sketch, int gap, int* count) {
  int found = 0;
  const cv::Mat free = sketch > kWall, cores = coresOf(free, gap, &found);
  cv::Mat labels = grownRegions(free, cores, &found);
  if (count) *count = found;
  return labels;
}

cv::Mat grownRegions(const cv::Mat& space, const cv::Mat& cores, int* count) {
  const cv::Mat free = space & kOpen;
  Flood<int> flood(free, cores);
  flood.state().setTo(kKnown, cores > 0);
  flood.grow();
  cv::Mat labels = flood.values().clone();
  // What stays open is narrow all over: every component is a region of its own.
  if (const cv::Mat open = flood.state() == kOpen; cv::countNonZero(open)) {
    cv::Mat narrow;
    const int more = cv::connectedComponents(open, narrow, 4) - 1;
    cv::add(narrow, *count, labels, open);
    *count += more;
  }
  return labels;
}

int regionCount(const cv::Mat& labels) {
  double most = 0;
  cv::minMaxLoc(labels, nullptr, &most);
  return static_cast<int>(most);
}

void relabel(cv::Mat& labels, const std::vector<int>& to) {
  for (int y = 0; y < labels.rows; ++y) std::for_each_n(labels.ptr<int>(y), labels.cols, [&](int& label) { label = to[static_cast<size_t>(label)]; });
}

void renumber(cv::Mat& labels) {
  std::vector<int> numbers(static_cast<size_t>(regionCount(labels)) + 1);
  for (int y = 0; y < labels.rows; ++y) std::for_each_n(labels.ptr<int>(y), labels.cols, [&](int label) { numbers[static_cast<size_t>(label)] = 1; });
  numbers[0] = 0;
  int count = 0;
  for (int& number : numbers)
    if (number != 0) number = ++count;
  relabel(labels, numbers);
}

cv::Mat regionAt(const cv::Mat& sketch, cv::Point at, int gap) {
  if (!cv::Rect({}, sketch.size()).contains(at)) return {};
  const cv::Mat labels = gapClosedRegions(sketch, gap);
  const int label = labels.at<int>(at);
  if (label == 0) return {};
  return (labels == label) & 1;
}

}  // namespace chaesaek
