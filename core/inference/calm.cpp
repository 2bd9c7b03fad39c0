// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/calm.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "core/image/colour.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr double kSameShape = .9;      // of a region's pixels lay in one old region,
constexpr double kRest = .6;           // which has lost no more than this leaves: it is the same region, though a part was cut off it
constexpr double kHardlyAnother = 20;  // Delta E 1976: such a change is not worth one
// By replaying drawings: as little as leaves each of the five recorded ones a flicker of .1, so that most end, drawn without a pause,
// as they are coloured at once.
constexpr int kLooks = 3;
constexpr double kEnough = 2;
constexpr double kForgiven = .1;  // of a doubt, each look

/// Of each region: its pixels, what it lay on before, and both colourings of it.
struct Region {
  int pixels = 0, doubts = 0;
  std::unordered_map<int, int> before;  // old region -> pixels in common
  cv::Vec3d now, then;                  // sums, BGR
  bool keeps = false;
};

std::vector<int> areas(const cv::Mat& labels, int count) {
  std::vector<int> pixels(static_cast<size_t>(count) + 1);
  for (int y = 0; y < labels.rows; ++y)
    std::for_each_n(labels.ptr<int>(y), labels.cols, [&](int label) { ++pixels[static_cast<size_t>(label)]; });
  return pixels;
}

/// Calls with row, first and last + 1 pixel of each run in which neither labelling changes.
template <typename Do>
void forRuns(const cv::Mat& labels, const cv::Mat& old, Do&& each) {
  for (int y = 0; y < labels.rows; ++y) {
    const int *now = labels.ptr<int>(y), *then = old.ptr<int>(y);
    for (int x = 0, end = 0; x < labels.cols; x = end) {
      while (++end < labels.cols && now[end] == now[x] && then[end] == then[x]) {}
      each(y, x, end, now[x], then[x]);
    }
  }
}

cv::Vec3b meanOf(const cv::Vec3d& sum, int pixels) { return cv::Vec3b(cv::Vec3d(sum / std::max(1, pixels))); }

}  // namespace

bool SettledPalette::settle(Lookalikes::Found& found, Pen pen) {
  const bool first = palette_.empty(), rests = pen != Pen::Draws;
  if (found.expected.empty() || (first && !rests)) return false;
  const bool agrees = !first && agree(found.expected, palette_);
  if (agrees && rests) doubt_ *= 1 - found.sureness;
  else if (pen == Pen::Rests) doubt_ = std::max(0., doubt_ + found.sureness * (found.main - found.former) - kForgiven);
  const bool another = first || doubt_ >= kEnough || (pen == Pen::Pauses && !agrees && found.sure());
  if (another || agrees) {
    if (rests) palette_ = found.expected;
    if (another) doubt_ = 0;
    return another;
  }
  found.expected = palette_;
  found.main = found.former;
  std::erase_if(found.near, [this](const Neighbour& each) { return !agree(each.palette, palette_); });
  return false;
}

ColourMemory keepCalm(const cv::Mat& labels, const cv::Mat& colours, const ColourMemory& before, Pen pen) {
  ColourMemory out{labels, colours.clone(), cv::Mat::zeros(labels.size(), CV_8U)};
  if (before.labels.size() != labels.size()) return out;
  const std::vector<int> oldPixels = areas(before.labels, regionCount(before.labels));
  std::vector<int> oldDoubts(oldPixels.size());
  std::vector<Region> regions(static_cast<size_t>(regionCount(labels)) + 1);
  forRuns(labels, before.labels, [&](int y, int x, int end, int now, int then) {
    Region& region = regions[static_cast<size_t>(now)];
    region.pixels += end - x;
    if (then != 0) region.before[then] += end - x;
    for (; x < end; ++x) {
      region.now += colours.at<cv::Vec3b>(y, x);
      region.then += before.colours.at<cv::Vec3b>(y, x);
    }
    oldDoubts[static_cast<size_t>(then)] = before.doubts.at<uint8_t>(y, end - 1);
  });
  for (size_t r = 1; r < regions.size(); ++r) {
    Region& region = regions[r];
    const auto same = std::find_if(region.before.begin(), region.before.end(), [&](const auto& part) {
      return part.second >= kSameShape * region.pixels && part.second >= kRest * oldPixels[static_cast<size_t>(part.first)];
    });
    if (same == region.before.end()) continue;
    region.doubts = oldDoubts[static_cast<size_t>(same->first)];
    const bool another = cv::norm(exactLab(meanOf(region.now, region.pixels)) - exactLab(meanOf(region.then, region.pixels))) > kHardlyAnother;
    if (pen != Pen::Draws) region.doubts = another ? region.doubts + 1 : 0;
    region.keeps = region.doubts < (pen == Pen::Pauses ? 1 : kLooks);
  }
  forRuns(labels, labels, [&](int y, int x, int end, int now, int) {
    const Region& region = regions[static_cast<size_t>(now)];
    if (!region.keeps) return;
    std::copy(before.colours.ptr<cv::Vec3b>(y) + x, before.colours.ptr<cv::Vec3b>(y) + end, out.colours.ptr<cv::Vec3b>(y) + x);
    std::fill(out.doubts.ptr(y) + x, out.doubts.ptr(y) + end, static_cast<uint8_t>(region.doubts));
  });
  return out;
}

}  // namespace chaesaek
