// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/show_hints.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <queue>
#include <utility>
#include <vector>

#include "core/image/flood.h"
#include "core/image/marks.h"
#include "core/image/regions.h"
#include "core/inference/passages.h"

namespace chaesaek {
namespace {

constexpr double kNoise = 8;                    // of one hint's colour: a stroke's antialiased rim is a little off
constexpr float kNarrow = 8, kNarrowCost = 4;  // pixels to the nearest border, and how much longer the way is right at it
constexpr double kPatch = 24. / 256;           // radius of a patch in open paper that no ink bounds, in sides of the picture
constexpr float kPatchSay = 3, kPatchBorder = 6, kAtMark = 4;  // nats at its middle, and for a step of its border; pixels around the mark that are painted in any case

struct Mark {
  Points points;
  cv::Vec3b colour;
};

/// The shortest ways from several marks through one region.
class Division {
 public:
  explicit Division(const cv::Mat& region) : way_(region.size(), CV_32F, cv::Scalar(1e18)), owner_(region.size(), CV_32S, cv::Scalar(-1)) {
    cv::distanceTransform(region, clear_, cv::DIST_L2, 3);
  }

  /// CV_32S: the index of the mark that is nearest by a way in which narrow places are long; -1 where none comes.
  cv::Mat among(const std::vector<Mark>& marks) {
    for (size_t i = 0; i < marks.size(); ++i)
      for (const cv::Point p : marks[i].points)
        if (clear_.at<float>(p) > 0) reach(p, 0, static_cast<int>(i));
    while (!queue_.empty()) {
      const auto [way, at] = queue_.top();
      queue_.pop();
      if (way <= way_.at<float>(at)) step(at);
    }
    return owner_;
  }

 private:
  struct Reached {
    float way;
    cv::Point at;
    bool operator<(const Reached& other) const { return way > other.way; }
  };

  void reach(cv::Point at, float way, int mark) {
    if (way >= way_.at<float>(at)) return;
    way_.at<float>(at) = way;
    owner_.at<int>(at) = mark;
    queue_.push({way, at});
  }

  void step(cv::Point from) {
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const cv::Point to(from.x + dx, from.y + dy);
        if (!cv::Rect({}, clear_.size()).contains(to) || clear_.at<float>(to) == 0) continue;
        const float narrow = std::max(0.f, 1 - clear_.at<float>(to) / kNarrow), length = std::hypot(static_cast<float>(dx), static_cast<float>(dy));
        reach(to, way_.at<float>(from) + length * (1 + kNarrowCost * narrow), owner_.at<int>(from));
      }
  }

  cv::Mat clear_, way_, owner_;
  std::priority_queue<Reached> queue_;
};

/// Labels in which the paper that the marks lie in is divided, too: by wider closed openings, then by what may be paint, and patches around the
/// marks.
cv::Mat withPaperDivided(const cv::Mat& sketch, const cv::Mat& labels, const Shapes& shapes, const cv::Mat& marks) {
  const cv::Mat& paper = shapes.paper;
  cv::Mat out = labels.clone(), distance, say, each;
  if (cv::countNonZero(paper & marks) == 0) return out;
  const Closings closings = closeWider(sketch > kWall, paper);
  cv::add(closings.labels, regionCount(out), out, closings.labels > 0);
  const cv::Mat rest = paper & (closings.labels == 0);
  out.setTo(0, rest);
  if (cv::countNonZero(rest & marks) == 0) return out;
  cv::distanceTransform((rest & marks) == 0, distance, cv::DIST_L2, 3);
  say = kPatchSay * (1 - distance / (kPatch * sketch.rows));
  cv::max(say, shapes.say, say);
  say.setTo(1e3, distance < kAtMark);
  const cv::Mat patches = cutFromPaper(rest, say, kPatchBorder);
  cv::connectedComponents(patches, each, 4);
  cv::add(each, regionCount(out), out, patches);
  return out;
}

/// Hints that touch make one mark: its parts, by colour.
std::vector<Points> byColour(const cv::Mat& bgr, const Points& mark) {
  std::vector<std::pair<cv::Vec3b, Points>> parts;
  for (const cv::Point p : mark) {
    const cv::Vec3b& colour = bgr.at<cv::Vec3b>(p);
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return cv::norm(each.first, colour, cv::NORM_INF) <= kNoise; });
    if (part != parts.end()) part->second.push_back(p);
    else parts.push_back({colour, {p}});
  }
  std::vector<Points> out;
  for (auto& part : parts) out.push_back(std::move(part.second));
  return out;
}

/// The marks by the region that they lie in.
std::map<int, std::vector<Mark>> byRegion(const cv::Mat& hints, const cv::Mat& marks, const cv::Mat& labels) {
  cv::Mat bgr;
  cv::cvtColor(hints, bgr, cv::COLOR_BGRA2BGR);
  std::map<int, std::vector<Mark>> out;
  for (const Points& mark : marksOf(marks))
    for (Points& points : byColour(bgr, mark)) {
      const int label = mostVoted(labels, points);
      const cv::Vec3b colour = markColour(bgr, points);
      if (label != 0) out[label].push_back({std::move(points), colour});
    }
  return out;
}

/// What shows through a line's edge: two pixels of the ink beside places that are too narrow to be enlarged by themselves. Elsewhere the ink keeps
/// the colours that it had: what is shown at any size is drawn anew under the lines (unfitColours).
void growUnderInk(cv::Mat& colours, const cv::Mat& sketch, const cv::Mat& painted) {
  cv::Mat broad;
  cv::morphologyEx(painted, broad, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
  cv::Mat state = (sketch <= kWall) & kOpen;
  state.setTo(kKnown, painted & ~broad);
  Flood<cv::Vec3b> flood(state, colours);
  flood.grow(2);
  flood.values().copyTo(colours);
}

}  // namespace

void showHints(cv::Mat& colours, const cv::Mat& sketch, const Shapes& shapes, const cv::Mat& hints) {
  cv::Mat alpha;
  cv::extractChannel(hints, alpha, 3);
  const cv::Mat marks = alpha >= 128, labels = withPaperDivided(sketch, withPassages(shapes.labels, shapes.paper, colours), shapes, marks);
  cv::Mat painted = cv::Mat::zeros(sketch.size(), CV_8U);
  for (const auto& [label, inside] : byRegion(hints, marks, labels)) {
    const cv::Mat region = labels == label;
    painted |= region;
    if (inside.size() == 1) {
      colours.setTo(inside.front().colour, region);
      continue;
    }
    const cv::Mat owner = Division(region).among(inside);
    for (size_t i = 0; i < inside.size(); ++i) colours.setTo(inside[i].colour, owner == static_cast<int>(i));
  }
  growUnderInk(colours, sketch, painted);
}

}  // namespace chaesaek
