// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/hint_simulation.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/image/colour.h"
#include "core/image/regions.h"
#include "core/image/strokes.h"

namespace chaesaek {
namespace {

constexpr double kFew = .6;            // share of samples with a few hints; the others have many
constexpr double kPaper = .15;         // how often the paper may be hinted
constexpr double kPaperRecoloured = .3;// and how often it then gets another colour
constexpr double kSecondMark = .25;
constexpr double kOvershoot = .15;     // share of strokes that may leave their region
constexpr double kMostlyInside = .6;   // of such a stroke

cv::Vec3b fromHsv(int hue, double saturation, double value) {
  cv::Mat pixel(1, 1, CV_8UC3, cv::Scalar(hue, 255 * saturation, 255 * value));
  cv::cvtColor(pixel, pixel, cv::COLOR_HSV2BGR);
  return pixel.at<cv::Vec3b>(0, 0);
}

/// Any colour a person might pick: one in ten is a grey, white and black included.
cv::Vec3b randomColour(Random& random) {
  const int hue = random.integer(0, 179);
  const bool grey = random.chance(.1);
  const double saturation = grey ? 0 : random.uniform(.2, 1);
  return fromHsv(hue, saturation, grey ? random.uniform() : random.uniform(.35, 1));
}

bool isGrey(const cv::Vec3b& colour) {
  const auto [least, most] = std::minmax({colour[0], colour[1], colour[2]});
  return most - least < 24;
}

/// Labels of the regions that can be hinted, in random order; the paper rarely.
std::vector<int> candidates(const FlatRegions& regions, const VisibleRegions& visible, Random& random) {
  const bool paper = random.chance(kPaper);
  std::vector<int> labels;
  for (int label = 1; label < static_cast<int>(visible.points.size()); ++label)
    if (!visible.points[static_cast<size_t>(label)].empty() && (paper || label != regions.paper)) labels.push_back(label);
  for (int i = static_cast<int>(labels.size()) - 1; i > 0; --i) std::swap(labels[static_cast<size_t>(i)], labels[static_cast<size_t>(random.integer(0, i))]);
  return labels;
}

size_t howMany(size_t most, Random& random) {
  size_t count = 1;
  if (random.chance(kFew)) {
    while (random.chance(.5)) ++count;
  } else {
    count = static_cast<size_t>(std::ceil(random.uniform(.3, 1) * static_cast<double>(most)));
  }
  return std::min(count, most);
}

/// New colours for the hinted regions, in one of three ways: all hues turned by the same angle, the drawing's own
/// colours exchanged, or any colour.
void chooseColours(HintPlan& plan, const FlatRegions& regions, Random& random) {
  enum { Turn, Exchange, Any };
  const int way = random.integer(Turn, Any), degrees = random.integer(15, 345);
  for (const int label : plan.hinted) {
    if (label == regions.paper && !random.chance(kPaperRecoloured)) continue;
    cv::Vec3b& colour = plan.colours[static_cast<size_t>(label) - 1];
    if (way == Turn && !isGrey(colour)) colour = turnedHue(colour, degrees);
    else if (way == Exchange) colour = regions.colours[static_cast<size_t>(random.integer(0, static_cast<int>(regions.colours.size()) - 1))];
    else colour = randomColour(random);
  }
}

/// One mark of the hint brush.
struct Mark {
  int label = 0;
  std::vector<StrokePoint> points;
  bool overshoots = false;
};

StrokePoint strokePoint(cv::Point2d at, double width) { return {static_cast<float>(at.x), static_cast<float>(at.y), static_cast<float>(width)}; }

/// A short walk that stays in the region where it can.
Mark walk(const VisibleRegions& visible, int label, cv::Point2d at, Random& random) {
  const double unit = visible.inside.cols / kReferenceSide, width = random.uniform(3, 12) * unit;
  const cv::Rect2d bounds({}, cv::Size2d(visible.inside.size()));
  Mark mark{label, {strokePoint(at, width)}, random.chance(kOvershoot)};
  double heading = random.uniform(0, 2 * CV_PI);
  for (int steps = random.integer(1, 4); steps > 0; --steps) {
    const double length = random.uniform(8, 24) * unit;
    for (int tries = 0; tries < 6; ++tries) {
      const double turned = heading + random.normal() * (.5 + .5 * tries);
      const cv::Point2d to = at + length * cv::Point2d(std::cos(turned), std::sin(turned));
      if (!bounds.contains(to) || visible.inside.at<uint8_t>(cv::Point(static_cast<int>(to.x), static_cast<int>(to.y))) != label) continue;
      mark.points.push_back(strokePoint(at = to, width));
      heading = turned;
      break;
    }
  }
  return mark;
}

Mark randomMark(const VisibleRegions& visible, int label, double strokes, Random& random) {
  const auto& points = visible.points[static_cast<size_t>(label)];
  const cv::Point pixel = points[static_cast<size_t>(random.integer(0, static_cast<int>(points.size()) - 1))];
  const cv::Point2d start(pixel.x + .5, pixel.y + .5);
  if (random.chance(strokes)) return walk(visible, label, start, random);
  return {label, {strokePoint(start, random.uniform(2, 12) * visible.inside.cols / kReferenceSide)}, false};
}

class HintLayer {
 public:
  HintLayer(const HintPlan& plan, const VisibleRegions& visible)
      : plan_(plan), inside_(visible.inside), hints_(visible.inside.size(), CV_8UC4, cv::Scalar::all(0)), coverage_(visible.inside.size(), CV_8U, cv::Scalar(0)) {}

  /// The part of the mark that lies in its region; its first pixel always.
  void paintInside(const Mark& mark) {
    paint(mark, [&](int x, int y) { return inside_.at<uint8_t>(y, x) == mark.label; });
    const cv::Point start(static_cast<int>(mark.points[0].x), static_cast<int>(mark.points[0].y));
    hints_.at<cv::Vec4b>(start) = colourOf(mark);
  }

  /// All of the mark, but not where it would touch another colour; nothing where too much of it lies outside.
  void paintOver(const Mark& mark) {
    int all = 0, within = 0;
    paint(mark, [&](int x, int y) {
      ++all;
      within += inside_.at<uint8_t>(y, x) == mark.label;
      return false;
    });
    if (within >= kMostlyInside * all) paint(mark, [&](int x, int y) { return !touchesAnother(x, y, colourOf(mark)); });
  }

  const cv::Mat& hints() const { return hints_; }

 private:
  cv::Vec4b colourOf(const Mark& mark) const {
    const cv::Vec3b& colour = plan_.colours[static_cast<size_t>(mark.label) - 1];
    return {colour[0], colour[1], colour[2], 255};
  }

  template <class Wanted>
  void paint(const Mark& mark, Wanted wanted) {
    const cv::Rect area = drawStroke(coverage_, mark.points);
    for (int y = area.y; y < area.br().y; ++y)
      for (int x = area.x; x < area.br().x; ++x)
        if (coverage_.at<uint8_t>(y, x) >= 128 && wanted(x, y)) hints_.at<cv::Vec4b>(y, x) = colourOf(mark);
    coverage_(area).setTo(0);
  }

  bool touchesAnother(int x, int y, const cv::Vec4b& colour) const {
    for (int v = std::max(0, y - 1); v <= std::min(hints_.rows - 1, y + 1); ++v)
      for (int u = std::max(0, x - 1); u <= std::min(hints_.cols - 1, x + 1); ++u) {
        const auto& there = hints_.at<cv::Vec4b>(v, u);
        if (there[3] > 0 && there != colour) return true;
      }
    return false;
  }

  const HintPlan& plan_;
  const cv::Mat& inside_;
  cv::Mat hints_, coverage_;
};

}  // namespace

VisibleRegions visibleRegions(const cv::Mat& labels, const cv::Mat& sketch, size_t regions) {
  cv::Mat least, most, darkest;
  cv::erode(labels, least, cv::Mat());
  cv::dilate(labels, most, cv::Mat());
  cv::erode(sketch, darkest, cv::Mat());
  VisibleRegions visible;
  visible.inside = least & (least == most) & (darkest > kWall);
  visible.points.resize(regions + 1);
  for (int y = 0; y < labels.rows; ++y) {
    const auto* row = visible.inside.ptr<uint8_t>(y);
    for (int x = 0; x < labels.cols; ++x)
      if (row[x] > 0) visible.points[row[x]].emplace_back(x, y);
  }
  return visible;
}

HintPlan planHints(const FlatRegions& regions, const VisibleRegions& visible, const HintSimulation& simulation, Random& random) {
  HintPlan plan{candidates(regions, visible, random), regions.colours};
  if (plan.hinted.empty()) return plan;
  plan.hinted.resize(howMany(std::min(plan.hinted.size(), static_cast<size_t>(simulation.mostHints)), random));
  if (random.chance(simulation.recoloured)) chooseColours(plan, regions, random);
  return plan;
}

cv::Mat drawHints(const HintPlan& plan, const VisibleRegions& visible, const HintSimulation& simulation, Random& random) {
  std::vector<Mark> marks;
  for (const int label : plan.hinted) {
    marks.push_back(randomMark(visible, label, simulation.strokes, random));
    if (random.chance(kSecondMark) && static_cast<int>(marks.size()) < simulation.mostHints) marks.push_back(randomMark(visible, label, simulation.strokes, random));
  }
  HintLayer layer(plan, visible);
  for (const Mark& mark : marks) layer.paintInside(mark);
  for (const Mark& mark : marks)
    if (mark.overshoots) layer.paintOver(mark);
  return layer.hints();
}

}  // namespace chaesaek
