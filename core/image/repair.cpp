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
constexpr double kRegionShare = 0.20, kPictureShare = 1.0 / 300;
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

// Pixels of about one colour.
struct Cluster {
  cv::Vec3b colour;  // Lab
  std::vector<int> members;
};

// The pixels around the commonest colour. A median of all would mix a region's two colours into a third that nobody chose.
Cluster commonest(const cv::Vec3b* lab, std::span<const int> indices) {
  std::array<int, 512> bins{};
  for (const int i : indices) ++bins[lab[i][0] >> 5 << 6 | lab[i][1] >> 5 << 3 | lab[i][2] >> 5];
  const auto fullest = std::max_element(bins.begin(), bins.end()) - bins.begin();
  const auto middle = [&](int shift) { return static_cast<uchar>((fullest >> shift & 7) * 32 + 16); };
  Cluster cluster{{middle(6), middle(3), middle(0)}, {}};
  std::copy_if(indices.begin(), indices.end(), std::back_inserter(cluster.members), [&](int i) { return nearer(lab[i], cluster.colour, kAgreement); });
  cluster.colour = medianOf(lab, cluster.members);
  return cluster;
}

// The region's main colour, and a clearly different second one where the network put one.
std::vector<Cluster> clustersOf(const cv::Vec3b* lab, std::span<const int> region, size_t picturePixels) {
  std::vector<Cluster> found = {commonest(lab, region)};
  const cv::Vec3b main = found[0].colour;
  std::vector<int> others;
  std::copy_if(region.begin(), region.end(), std::back_inserter(others), [&](int i) { return !nearer(lab[i], main, kAgreement); });
  const auto enough = static_cast<size_t>(std::min(kRegionShare * region.size(), kPictureShare * picturePixels)) + 1;
  if (others.size() < enough) return found;
  Cluster second = commonest(lab, others);
  if (second.members.size() >= enough && !nearer(main, second.colour, kApart)) found.push_back(std::move(second));
  return found;
}

cv::Vec3b paintOf(const cv::Vec3b* pixels, const Cluster& cluster) {
  const cv::Vec3b colour = medianOf(pixels, cluster.members);
  return std::min({colour[0], colour[1], colour[2]}) >= kPaper ? cv::Vec3b(255, 255, 255) : colour;
}

}  // namespace

cv::Mat repairRegions(const cv::Mat& colours, const cv::Mat& sketch) {
  int count = 0;
  const cv::Mat labels = gapClosedRegions(sketch, kGap, &count), clear = innerLabels(labels);
  const SortedPixels whole = sortByRegion(labels, count), inner = sortByRegion(clear, count);
  cv::Mat lab, source = colours.clone(), out = colours.clone(), state = (labels > 0) & kKnown;
  cv::cvtColor(source, lab, cv::COLOR_BGR2Lab);
  const auto *from = source.ptr<cv::Vec3b>(), *labFrom = lab.ptr<cv::Vec3b>();
  auto* painted = out.ptr<cv::Vec3b>();
  for (int r = 1; r <= count; ++r) {
    const auto heard = inner.of(r).empty() ? whole.of(r) : inner.of(r);
    const std::vector<Cluster> clusters = clustersOf(labFrom, heard, labels.total());
    const bool flat = clusters.size() == 1;
    for (const Cluster& cluster : clusters) {
      const cv::Vec3b paint = paintOf(from, cluster);
      for (const int i : flat ? whole.of(r) : std::span<const int>(cluster.members)) painted[i] = paint;
    }
    if (flat) continue;
    for (const int i : whole.of(r))
      if (clear.ptr<int>()[i] == 0) state.ptr()[i] = kOpen;  // what blurred across the line is drawn anew
  }
  floodUnderInk(state, out);
  return out;
}

}  // namespace chaesaek
