// SPDX-License-Identifier: GPL-3.0-or-later
// One colour for a gap-closed region: edges get crisp, and the picture stops flickering while it is drawn.
#include <algorithm>
#include <array>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <span>
#include <vector>

#include "core/image/flood.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

// Colours this near to the ink (pixels) are the network's blur across the line: they have no say.
constexpr int kBlur = 2;
// Two colours nearer than this (Delta E 76) are one colour with noise; further apart than kApart they are two.
constexpr int kAgreement = 25, kApart = 30;
// A second colour counts where it holds this share of its region, or of the picture: an object whose outline is open
// shares its region with the paper, and must not be painted over by it.
constexpr double kRegionShare = 0.20, kPictureShare = 1.0 / 300;
// A colour this light in every channel is paper.
constexpr int kPaper = 236;

// Pixels sorted by their region, those off its lines first.
class SortedPixels {
 public:
  /// `blurred` is CV_8U, not 0 near to lines.
  SortedPixels(const cv::Mat& labels, const cv::Mat& blurred, int count) : start_(2 * count + 4), index_(labels.total()) {
    const auto* label = labels.ptr<int>();
    const auto* near = blurred.ptr();
    const auto key = [&](size_t i) { return 2 * label[i] + (near[i] != 0); };
    for (size_t i = 0; i < index_.size(); ++i) ++start_[key(i) + 1];
    std::partial_sum(start_.begin(), start_.end(), start_.begin());
    std::vector<int> next = start_;
    for (size_t i = 0; i < index_.size(); ++i) index_[next[key(i)]++] = static_cast<int>(i);
  }
  std::span<const int> whole(int region) const { return between(2 * region, 2 * region + 2); }
  std::span<const int> inner(int region) const { return between(2 * region, 2 * region + 1); }
  std::span<const int> rim(int region) const { return between(2 * region + 1, 2 * region + 2); }

 private:
  std::span<const int> between(int a, int b) const { return {index_.data() + start_[a], index_.data() + start_[b]}; }
  std::vector<int> start_, index_;
};

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
  std::array<int, 8 * 9 * 9> bins{};  // 32 levels wide; grey lies in the middle of its bin
  for (const int i : indices) ++bins[((lab[i][0] >> 5) * 9 + ((lab[i][1] + 16) >> 5)) * 9 + ((lab[i][2] + 16) >> 5)];
  const auto fullest = static_cast<int>(std::max_element(bins.begin(), bins.end()) - bins.begin());
  const auto level = [](int value) { return cv::saturate_cast<uchar>(32 * value); };
  Cluster cluster{{level(fullest / 81), level(fullest / 9 % 9), level(fullest % 9)}, {}};
  cluster.colour[0] += 16;
  for (int round = 0; round < 2; ++round) {
    std::vector<int> around;
    std::copy_if(indices.begin(), indices.end(), std::back_inserter(around), [&](int i) { return nearer(lab[i], cluster.colour, kAgreement); });
    if (around.empty()) break;
    cluster.colour = medianOf(lab, around);
    cluster.members = std::move(around);
  }
  return cluster;
}

bool ofOneColour(const cv::Vec3b* pixels, std::span<const int> indices) {
  return std::all_of(indices.begin(), indices.end(), [&](int i) { return pixels[i] == pixels[indices.front()]; });
}

// The region's main colour, and a clearly different second one where the network put one.
std::vector<Cluster> clustersOf(const cv::Vec3b* lab, std::span<const int> region, size_t picturePixels) {
  if (ofOneColour(lab, region)) return {{lab[region.front()], {region.begin(), region.end()}}};
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

cv::Mat repairRegions(const cv::Mat& colours, const cv::Mat& sketch) { return repairLabelled(colours, gapClosedRegions(sketch, kClosedGap)); }

cv::Mat repairLabelled(const cv::Mat& colours, const cv::Mat& labels) {
  const int count = regionCount(labels);
  const cv::Mat source = colours.isContinuous() ? colours : colours.clone();
  cv::Mat blurred, lab, out = source.clone(), state = (labels > 0) & kKnown;
  cv::dilate(labels == 0, blurred, cv::Mat::ones(2 * kBlur + 1, 2 * kBlur + 1, CV_8U));
  cv::cvtColor(source, lab, cv::COLOR_BGR2Lab);
  const SortedPixels pixels(labels, blurred, count);
  auto* painted = out.ptr<cv::Vec3b>();
  for (int r = 1; r <= count; ++r) {
    const auto heard = pixels.inner(r).empty() ? pixels.whole(r) : pixels.inner(r);
    const std::vector<Cluster> clusters = clustersOf(lab.ptr<cv::Vec3b>(), heard, labels.total());
    const bool flat = clusters.size() == 1;
    for (const Cluster& cluster : clusters) {
      const cv::Vec3b paint = paintOf(source.ptr<cv::Vec3b>(), cluster);
      for (const int i : flat ? pixels.whole(r) : std::span<const int>(cluster.members)) painted[i] = paint;
    }
    if (flat) continue;
    for (const int i : pixels.rim(r)) state.ptr()[i] = kOpen;  // what blurred across the line is drawn anew
  }
  Flood<cv::Vec3b> flood(state, out);
  flood.growUnderInk();
  return flood.values().clone();
}

}  // namespace chaesaek
