// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/analysis.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/data/ordered_work.h"
#include "core/image/colour.h"
#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr int kThreads = 2;
constexpr int kMostMeasured = 2000, kMostExamples = 10, kMostCommon = 12;
constexpr int kNearWhite = 235;
constexpr double kVisible = .002;   // of a drawing's pixels: a colour that a person sees
constexpr double kUsed = .0001;     // of a set's pixels that are not paper
constexpr size_t kCells = 4096;     // colours at 4 bits a channel

size_t cellOf(const cv::Vec3b& p) { return static_cast<size_t>((p[0] >> 4) << 8 | (p[1] >> 4) << 4 | p[2] >> 4); }

/// Sums over pixels: of one drawing, or of many added up.
struct Sums {
  int64_t pixels = 0, paper = 0, ink = 0;
  double grey = 0, greySquared = 0;
  std::array<int64_t, kBrightnessBins> brightnesses{};
  std::vector<cv::Vec4d> cells = std::vector<cv::Vec4d>(kCells);  // without paper: blue, green, red, how many
  std::vector<int> colours;                                   // of each drawing

  void add(const Sums& other) {
    pixels += other.pixels, paper += other.paper, ink += other.ink;
    grey += other.grey, greySquared += other.greySquared;
    for (size_t i = 0; i < brightnesses.size(); ++i) brightnesses[i] += other.brightnesses[i];
    for (size_t i = 0; i < kCells; ++i) cells[i] += other.cells[i];
    colours.insert(colours.end(), other.colours.begin(), other.colours.end());
  }
};

Sums measured(const PairSet& set, int index) {
  const Pair pair = set.loadParts(index, set.nativeWidth(), kLoadSketch | (set.hasPicture() ? kLoadPicture : kLoadFill));
  const cv::Mat& picture = set.hasPicture() ? pair.picture : pair.fill;
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  Sums sums;
  sums.pixels = static_cast<int64_t>(picture.total());
  sums.ink = cv::countNonZero(pair.sketch <= kWall);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const auto& p = picture.at<cv::Vec3b>(y, x);
      const int g = grey.at<uint8_t>(y, x);
      sums.grey += g, sums.greySquared += g * g;
      if (std::min({p[0], p[1], p[2]}) >= kNearWhite) ++sums.paper;
      else ++sums.brightnesses[static_cast<size_t>(g * kBrightnessBins / 256)], sums.cells[cellOf(p)] += cv::Vec4d(p[0], p[1], p[2], 1);
    }
  sums.colours = {static_cast<int>(std::count_if(sums.cells.begin(), sums.cells.end(), [&](const cv::Vec4d& cell) { return cell[3] > kVisible * static_cast<double>(sums.pixels); }))};
  return sums;
}

std::vector<int> evenly(const std::vector<int>& indices, int most) {
  const size_t count = std::min(indices.size(), static_cast<size_t>(most));
  std::vector<int> out;
  for (size_t i = 0; i < count; ++i) out.push_back(indices[i * indices.size() / count]);
  return out;
}

std::vector<int> withoutVariants(const PairSet& set) {
  std::vector<int> indices = indicesOf(set, Split::All);
  std::erase_if(indices, [&](int i) { return set.info(i).variant; });
  return indices;
}

/// In turn one drawing of each hue, from the middle of those that have it on.
std::vector<int> examplesOf(const PairSet& set, const std::vector<int>& indices) {
  std::array<std::vector<int>, 13> byHue;  // the last without a hue
  for (const int index : indices) byHue[static_cast<size_t>((set.info(index).hue + 13) % 13)].push_back(index);
  std::vector<int> examples;
  for (size_t round = 0; round < indices.size(); ++round)
    for (const auto& drawings : byHue)
      if (round < drawings.size() && static_cast<int>(examples.size()) < kMostExamples) examples.push_back(drawings[(drawings.size() / 2 + round) % drawings.size()]);
  return examples;
}

cv::Size sizeOf(const Json& about, const char* which) {
  const Json sizes = about.value("original_sizes", Json::object());
  const auto size = sizes.find(which);
  return size == sizes.end() ? cv::Size() : cv::Size(size->at(0).get<int>(), size->at(1).get<int>());
}

void readRefused(const Json& about, DataAnalysis& out) {
  const Json counts = about.value("refused", Json::object()), files = about.value("refused_files", Json::array());
  for (const auto& [reason, count] : counts.items()) out.refused[reason] += count.get<int>();
  for (const auto& file : files) out.refusedFiles.push_back({file.at(0).get<std::string>(), file.at(1).get<std::string>()});
}

std::vector<UsedColour> commonest(std::vector<cv::Vec4d> cells, double all) {
  std::erase_if(cells, [](const cv::Vec4d& cell) { return cell[3] == 0; });
  std::sort(cells.begin(), cells.end(), [](const cv::Vec4d& a, const cv::Vec4d& b) { return a[3] > b[3]; });
  cells.resize(std::min<size_t>(cells.size(), kMostCommon));
  std::vector<UsedColour> colours;
  for (const auto& cell : cells) colours.push_back({cv::Vec3d(cell[0], cell[1], cell[2]) / cell[3], cell[3] / all});
  return colours;
}

void conclude(Sums& sums, DataAnalysis& out) {
  const auto pixels = static_cast<double>(sums.pixels), other = std::max(1., static_cast<double>(sums.pixels - sums.paper));
  out.brightness = sums.grey / pixels;
  out.brightnessSpread = std::sqrt(std::max(0., sums.greySquared / pixels - out.brightness * out.brightness));
  for (size_t i = 0; i < sums.brightnesses.size(); ++i) out.brightnesses[i] = static_cast<double>(sums.brightnesses[i]) / other;
  out.paper = static_cast<double>(sums.paper) / pixels;
  out.ink = static_cast<double>(sums.ink) / pixels;
  std::sort(sums.colours.begin(), sums.colours.end());
  out.coloursEach = sums.colours[sums.colours.size() / 2];
  out.coloursAll = static_cast<int>(std::count_if(sums.cells.begin(), sums.cells.end(), [&](const cv::Vec4d& cell) { return cell[3] > kUsed * other; }));
  out.commonest = commonest(sums.cells, other);
}

Json sizeJson(cv::Size size) { return size.empty() ? Json(nullptr) : Json{size.width, size.height}; }

}  // namespace

DataAnalysis countDrawings(const PairSet& set) {
  DataAnalysis out;
  out.drawings = set.size();
  for (int i = 0; i < set.size(); ++i) {
    const PairInfo& info = set.info(i);
    ++(info.split == Split::Test ? out.test : info.split == Split::Val ? out.val : out.train);
    out.variants += info.variant;
    if (info.hue < 0) ++out.withoutHue;
    else if (!info.variant) ++out.hues[static_cast<size_t>(info.hue)];
  }
  const Json alone = Json::array({set.about()}), parts = set.about().value("sets", alone);
  for (const auto& part : parts) readRefused(part, out);
  out.smallest = sizeOf(set.about(), "smallest");
  out.median = sizeOf(set.about(), "median");
  out.largest = sizeOf(set.about(), "largest");
  return out;
}

DataAnalysis analyse(const PairSet& set, const Progress& progress) {
  DataAnalysis out = countDrawings(set);
  const std::vector<int> indices = withoutVariants(set), some = evenly(indices, kMostMeasured);
  out.examples = examplesOf(set, indices);
  out.measured = static_cast<int>(some.size());
  if (some.empty()) return out;
  Sums sums;
  inOrder(out.measured, kThreads, [&](int i) { return measured(set, some[static_cast<size_t>(i)]); }, [&](int i, const Sums& one) {
    progress(i + 1, out.measured, "measuring " + set.name());
    sums.add(one);
  });
  conclude(sums, out);
  return out;
}

Json analysisJson(const DataAnalysis& analysis) {
  Json colours = Json::array(), files = Json::array();
  for (const auto& [bgr, share] : analysis.commonest) colours.push_back({{"colour", colourText(bgr)}, {"share", share}});
  for (const auto& [file, reason] : analysis.refusedFiles) files.push_back({{"file", file}, {"reason", reason}});
  return {{"measured", analysis.measured}, {"brightness_mean", analysis.brightness}, {"brightness_spread", analysis.brightnessSpread},
          {"brightness_histogram", analysis.brightnesses}, {"paper_share", analysis.paper}, {"ink_share", analysis.ink},
          {"colours_each", analysis.coloursEach}, {"colours_all", analysis.coloursAll}, {"commonest_colours", colours},
          {"original_sizes", {{"smallest", sizeJson(analysis.smallest)}, {"median", sizeJson(analysis.median)}, {"largest", sizeJson(analysis.largest)}}},
          {"refused", analysis.refused}, {"refused_files", files}};
}

}  // namespace chaesaek
