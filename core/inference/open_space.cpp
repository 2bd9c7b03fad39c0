// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/open_space.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>
#include <utility>
#include <vector>

#include "core/image/regions.h"
#include "core/inference/passages.h"

namespace chaesaek {
namespace {

constexpr std::array kWiderAt256{9, 13, 19, 27};
constexpr std::array kHeld{1.f, .7f, .4f, .1f};  // the same openings: the wider, the less they hold
constexpr float kMostSure = 3;   // nats: a pixel's say
constexpr float kDoubt = 1;      // nats that speak for paper where nothing holds the paint
constexpr float kBorder = 16;    // nats for a step of the border: small patches with a wide opening are not worth it
constexpr float kTrifle = 1.f / 200;  // of the picture: so little paint, wide open, is a guess that looks like a blot
constexpr double kLeastSure = .35;    // mean probability of a colour in wide-open paint
constexpr int kAsFar = 9;        // pixels around paint that the cut may move its border in
constexpr float kDiagonal = .7071f;
const std::array<std::pair<cv::Point, float>, 4> kSteps{{{{1, 0}, 1.f}, {{0, 1}, 1.f}, {{1, 1}, kDiagonal}, {{-1, 1}, kDiagonal}}};

/// The pixels of open space that a cut decides on; the others are paper.
class Cut {
 public:
  Cut(const cv::Mat& space, const cv::Mat& cost, float border) : space_(space), border_(border), nodes_(space.size(), CV_32S, cv::Scalar(-1)) {
    cv::Mat near;
    cv::dilate(cost > 0, near, cv::Mat::ones(kAsFar, kAsFar, CV_8U));
    near &= space;
    graph_.create(static_cast<unsigned>(cv::countNonZero(near)) + 2, static_cast<unsigned>(cv::countNonZero(near)) * 8 + 2);
    graph_.addEdges(graph_.addVtx(), graph_.addVtx(), 0, 0);  // a graph without edges is refused
    for (int y = 0; y < space.rows; ++y)
      for (int x = 0; x < space.cols; ++x)
        if (near.at<uint8_t>(y, x)) nodes_.at<int>(y, x) = graph_.addVtx();
  }

  cv::Mat operator()(const cv::Mat& cost) {
    for (int y = 0; y < nodes_.rows; ++y)
      for (int x = 0; x < nodes_.cols; ++x)
        if (nodes_.at<int>(y, x) >= 0) weigh({x, y}, cost.at<float>(y, x));
    graph_.maxFlow();
    cv::Mat out = cv::Mat::zeros(nodes_.size(), CV_8U);
    for (int y = 0; y < out.rows; ++y)
      for (int x = 0; x < out.cols; ++x)
        if (const int node = nodes_.at<int>(y, x); node >= 0 && graph_.inSourceSegment(node)) out.at<uint8_t>(y, x) = 255;
    return out;
  }

 private:
  void weigh(cv::Point at, float cost) {
    const int node = nodes_.at<int>(at);
    float asPaper = std::max(0.f, cost), asPaint = std::max(0.f, -cost);
    for (const auto& [step, length] : kSteps)
      for (const cv::Point to : {at + step, at - step}) {
        if (!cv::Rect({}, space_.size()).contains(to) || !space_.at<uint8_t>(to)) continue;
        const float between = border_ / 2 * length;
        if (nodes_.at<int>(to) < 0) asPaint += between;
        else if (to == at + step) graph_.addEdges(node, nodes_.at<int>(to), between, between);
      }
    graph_.addTermWeights(node, asPaper, asPaint);
  }

  const cv::Mat& space_;
  float border_;
  cv::Mat nodes_;  // CV_32S, -1 where a pixel is none
  cv::detail::GCGraph<float> graph_;
};

/// Takes away components of paint that no narrow opening holds where they are small, or no colour is likely for them.
void dropGuesses(cv::Mat& paint, const cv::Mat& held, const cv::Mat& colour) {
  cv::Mat each, stats, unused, sure;
  cv::resize(colour, sure, paint.size(), 0, 0, cv::INTER_NEAREST);
  cv::exp(sure, sure);
  const int count = cv::connectedComponentsWithStats(paint, each, stats, unused, 4);
  for (int i = 1; i < count; ++i) {
    const int* of = stats.ptr<int>(i);
    const cv::Rect box(of[cv::CC_STAT_LEFT], of[cv::CC_STAT_TOP], of[cv::CC_STAT_WIDTH], of[cv::CC_STAT_HEIGHT]);
    const cv::Mat patch = each(box) == i;
    const bool trifle = static_cast<float>(of[cv::CC_STAT_AREA]) < kTrifle * static_cast<float>(paint.total());
    if (cv::mean(held(box), patch)[0] < kHeld[1] && (trifle || cv::mean(sure(box), patch)[0] < kLeastSure)) paint(box).setTo(0, patch);
  }
}

/// Numbers the components of `parts` (CV_8U) from `count` + 1 on.
void addComponents(cv::Mat& labels, const cv::Mat& parts, int count) {
  cv::Mat each;
  cv::connectedComponents(parts, each, 4);
  cv::add(each, count, labels, parts);
}

/// CV_32F: what a pixel says for paint.
cv::Mat sayOf(const cv::Mat& likely, const cv::Mat& held) {
  cv::Mat paper, say;
  cv::resize(likely, paper, held.size(), 0, 0, cv::INTER_LINEAR);
  say = (held - 1) * kDoubt - paper;
  cv::min(say, kMostSure, say);
  cv::max(say, -kMostSure, say);
  return say;
}

/// CV_8U 255: what lies within the convex hull of the ink. A hand that draws on may hold that, and nothing beyond.
cv::Mat hullOf(const cv::Mat& ink) {
  cv::Mat inside = cv::Mat::zeros(ink.size(), CV_8U);
  std::vector<cv::Point> points, hull;
  cv::findNonZero(ink, points);
  if (points.empty()) return inside;
  cv::convexHull(points, hull);
  cv::fillConvexPoly(inside, hull, cv::Scalar(255));
  return inside;
}

/// All ink is one line, and it encloses nothing: what that is going to be nobody knows.
bool isOpenLine(const Spaces& spaces) {
  if (cv::countNonZero((spaces.labels > 0) & ~spaces.open) > 0 || cv::countNonZero(spaces.closings.labels) > 0) return false;
  cv::Mat lines;
  return cv::connectedComponents(spaces.labels == 0, lines, 8) == 2;
}

}  // namespace

cv::Mat openSpace(const cv::Mat& labels) {
  std::vector<uint8_t> open(static_cast<size_t>(regionCount(labels)) + 1);
  const auto see = [&](int y, int x) { open[static_cast<size_t>(labels.at<int>(y, x))] = 255; };
  for (int x = 0; x < labels.cols; ++x) see(0, x), see(labels.rows - 1, x);
  for (int y = 0; y < labels.rows; ++y) see(y, 0), see(y, labels.cols - 1);
  open[0] = 0;
  cv::Mat space(labels.size(), CV_8U);
  for (int y = 0; y < labels.rows; ++y)
    std::transform(labels.ptr<int>(y), labels.ptr<int>(y) + labels.cols, space.ptr<uint8_t>(y), [&](int label) { return open[static_cast<size_t>(label)]; });
  return space;
}

Closings closeWider(const cv::Mat& space, const cv::Mat& open) {
  Closings out{cv::Mat::zeros(open.size(), CV_32S), cv::Mat::zeros(open.size(), CV_32F)};
  cv::Mat rest = open.clone();
  int count = 0;
  for (size_t i = 0; i < kWiderAt256.size(); ++i) {
    int found = 0;
    const cv::Mat cores = coresOf(space, kWiderAt256[i] * open.rows / 256 | 1, &found);
    if (found < 2) continue;  // nothing is cut off
    const cv::Mat labels = grownRegions(space, cores, &found), closed = rest & ~openSpace(labels) & (labels > 0);
    cv::add(labels, count, out.labels, closed);
    out.held.setTo(kHeld[i], closed);
    rest.setTo(0, closed);
    count += found;
  }
  return out;
}

cv::Mat cutFromPaper(const cv::Mat& space, const cv::Mat& cost, float border) {
  if (cv::countNonZero(space & (cost > 0)) == 0) return cv::Mat::zeros(space.size(), CV_8U);
  return Cut(space, cost, border)(cost);
}

Spaces spacesOf(const cv::Mat& sketch) {
  const cv::Mat regions = gapClosedRegions(sketch, kClosedGap);
  Spaces spaces{withPassages(regions, openSpace(regions)), {}, {}};
  spaces.open = openSpace(spaces.labels);
  spaces.closings = closeWider(spaces.open, spaces.open);
  return spaces;
}

Shapes divideOpenSpace(const Spaces& spaces, const PaperOpinion& opinion) {
  const auto& [labels, open, closings] = spaces;
  const cv::Mat likely = opinion.paper - opinion.colour;
  Shapes shapes{labels.clone(), open.clone(), sayOf(likely, cv::Mat::ones(open.size(), CV_32F))};
  shapes.say.setTo(-kMostSure, hullOf(labels == 0) == 0);
  if (cv::countNonZero(shapes.paper & (shapes.say > 0)) == 0 || isOpenLine(spaces)) return shapes;
  cv::Mat paint = cutFromPaper(shapes.paper, sayOf(likely, closings.held), kBorder);
  dropGuesses(paint, closings.held, opinion.colour);
  const int count = regionCount(labels);
  cv::add(closings.labels, count, shapes.labels, paint & (closings.labels > 0));
  addComponents(shapes.labels, paint & (closings.labels == 0), count + regionCount(closings.labels));
  shapes.paper.setTo(0, paint);
  renumber(shapes.labels);
  return shapes;
}

}  // namespace chaesaek
