// SPDX-License-Identifier: GPL-3.0-or-later
// One colour for a gap-closed region: edges get crisp, and the picture stops flickering while it is drawn.
#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <span>
#include <vector>

#include "core/image/flood.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kGap = 5;
// Colours this near to the ink (pixels) are the network's blur across the line: they have no say.
constexpr int kBlur = 2;
// Two colours nearer than this (Delta E 76) are one colour with noise; further apart than kApart they are two.
constexpr int kAgreement = 25, kApart = 30;
// A second colour counts where it holds this share of its region, or of the picture: an object whose outline is open
// shares its region with the paper, and must not be painted over by it.
constexpr double kRegionShare = 0.20, kPictureShare = 1.0 / 150;
// A colour this light in every channel is paper.
constexpr int kPaper = 236;

// Pixels sorted by their region (0 holds the rest): those of region r lie from start[r] to start[r + 1].
struct SortedPixels {
  std::vector<int> start, index;
  std::span<const int> of(int region) const { return {index.data() + start[region], index.data() + start[region + 1]}; }
};

SortedPixels sortByRegion(const cv::Mat& labels, int count) {
  SortedPixels sorted{std::vector<int>(count + 2), std::vector<int>(labels.total())};
  const int* label = labels.ptr<int>();
  for (size_t i = 0; i < labels.total(); ++i) ++sorted.start[label[i] + 1];
  for (int r = 0; r <= count; ++r) sorted.start[r + 1] += sorted.start[r];
  std::vector<int> next(sorted.start.begin(), sorted.start.end() - 1);
  for (size_t i = 0; i < labels.total(); ++i) sorted.index[next[label[i]]++] = static_cast<int>(i);
  return sorted;
}

cv::Mat innerLabels(const cv::Mat& labels) {
  cv::Mat inner = labels.clone(), near;
  cv::dilate(labels == 0, near, cv::Mat::ones(2 * kBlur + 1, 2 * kBlur + 1, CV_8U));
  inner.setTo(0, near);
  return inner;
}

cv::Vec3b medianOf(const cv::Vec3b* pixels, std::span<const int> indices) {
  std::array<std::array<int, 256>, 3> histogram{};
  for (const int i : indices)
    for (int c = 0; c < 3; ++c) ++histogram[c][pixels[i][c]];
  cv::Vec3b median;
  for (int c = 0; c < 3; ++c) {
    size_t seen = 0;
    int value = 0;
    while ((seen += histogram[c][value]) * 2 < indices.size()) ++value;
    median[c] = static_cast<uchar>(value);
  }
  return median;
}

// Of 8-bit Lab, whose L is stretched to 255.
bool nearer(const cv::Vec3b& a, const cv::Vec3b& b, int deltaE) {
  const int l = (a[0] - b[0]) * 100 / 255, x = a[1] - b[1], y = a[2] - b[2];
  return l * l + x * x + y * y < deltaE * deltaE;
}

size_t countNear(const cv::Vec3b* lab, std::span<const int> indices, const cv::Vec3b& colour) {
  return static_cast<size_t>(std::count_if(indices.begin(), indices.end(), [&](int i) { return nearer(lab[i], colour, kAgreement); }));
}

// The commonest colour, within 32 levels of each Lab channel.
cv::Vec3b commonest(const cv::Vec3b* lab, const std::vector<int>& indices) {
  std::array<int, 512> bins{};
  const auto binOf = [](const cv::Vec3b& v) { return v[0] >> 5 << 6 | v[1] >> 5 << 3 | v[2] >> 5; };
  for (const int i : indices) ++bins[binOf(lab[i])];
  const int fullest = static_cast<int>(std::max_element(bins.begin(), bins.end()) - bins.begin());
  std::vector<int> inside;
  std::copy_if(indices.begin(), indices.end(), std::back_inserter(inside), [&](int i) { return binOf(lab[i]) == fullest; });
  return medianOf(lab, inside);
}

// Whether the network put a second, clearly different colour into the region.
bool holdsTwoColours(const cv::Vec3b* lab, std::span<const int> region, size_t picturePixels) {
  const cv::Vec3b main = medianOf(lab, region);
  std::vector<int> others;
  std::copy_if(region.begin(), region.end(), std::back_inserter(others), [&](int i) { return !nearer(lab[i], main, kAgreement); });
  const auto enough = static_cast<size_t>(std::min(kRegionShare * region.size(), kPictureShare * picturePixels)) + 1;
  if (others.size() < enough) return false;
  const cv::Vec3b second = commonest(lab, others);
  return !nearer(main, second, kApart) && countNear(lab, others, second) >= enough;
}

}  // namespace

cv::Mat repairRegions(const cv::Mat& colours, const cv::Mat& sketch) {
  int count = 0;
  const cv::Mat labels = gapClosedRegions(sketch, kGap, &count), clear = innerLabels(labels);
  const SortedPixels whole = sortByRegion(labels, count), inner = sortByRegion(clear, count);
  cv::Mat lab, out = colours.clone();
  cv::cvtColor(out, lab, cv::COLOR_BGR2Lab);
  auto* painted = out.ptr<cv::Vec3b>();
  cv::Mat state = (labels > 0) & kKnown;
  for (int r = 1; r <= count; ++r) {
    const auto heard = inner.of(r).empty() ? whole.of(r) : inner.of(r);
    if (holdsTwoColours(lab.ptr<cv::Vec3b>(), heard, labels.total())) {
      for (const int i : whole.of(r))
        if (clear.ptr<int>()[i] == 0) state.ptr()[i] = kOpen;  // what blurred across the line is drawn anew
      continue;
    }
    cv::Vec3b colour = medianOf(painted, heard);
    if (std::min({colour[0], colour[1], colour[2]}) >= kPaper) colour = {255, 255, 255};
    for (const int i : whole.of(r)) painted[i] = colour;
  }
  floodUnderInk(state, out);
  return out;
}

}  // namespace chaesaek
