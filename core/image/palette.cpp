// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/palette.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "core/base/error.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr double kSameColour = 12;     // Delta E (CIE 1976) within which a smaller share joins a larger one
constexpr double kLeastShare = .01;    // of the coloured area; less is a soft border
constexpr int kPaper = 250;            // every channel at least

bool isPaper(const cv::Vec3b& c) { return std::min({c[0], c[1], c[2]}) >= kPaper; }

/// Pixels of each colour but paper, the commonest first.
std::vector<std::pair<int, cv::Vec3b>> coloursOf(const cv::Mat& fill) {
  std::map<std::tuple<uchar, uchar, uchar>, int> counts;
  for (int y = 0; y < fill.rows; ++y)
    for (int x = 0; x < fill.cols; ++x)
      if (const auto& c = fill.at<cv::Vec3b>(y, x); !isPaper(c)) ++counts[{c[0], c[1], c[2]}];
  std::vector<std::pair<int, cv::Vec3b>> colours;
  for (const auto& [colour, count] : counts) colours.emplace_back(count, cv::Vec3b(std::get<0>(colour), std::get<1>(colour), std::get<2>(colour)));
  std::stable_sort(colours.begin(), colours.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  return colours;
}

void normalise(Palette& palette) {
  double sum = 0;
  for (const PaletteColour& c : palette) sum += c.share;
  for (PaletteColour& c : palette) c.share /= sum;
}

}  // namespace

Palette paletteOf(const cv::Mat& fill, int most) {
  Palette palette;
  std::vector<cv::Vec3f> labs;
  for (const auto& [count, colour] : coloursOf(fill)) {
    const cv::Vec3f lab = toLab(colour);
    const auto same = std::find_if(labs.begin(), labs.end(), [&](const cv::Vec3f& other) { return cv::norm(lab - other) < kSameColour; });
    if (same != labs.end()) palette[static_cast<size_t>(same - labs.begin())].share += count;
    else palette.push_back({colour, static_cast<double>(count)}), labs.push_back(lab);
  }
  if (palette.empty()) return {};
  normalise(palette);
  std::stable_sort(palette.begin(), palette.end(), [](const PaletteColour& a, const PaletteColour& b) { return a.share > b.share; });
  while (palette.size() > 1 && (palette.size() > static_cast<size_t>(most) || palette.back().share < kLeastShare)) palette.pop_back();
  normalise(palette);
  return palette;
}

Palette parsePalette(const std::string& text) {
  Palette palette;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    palette.push_back({parseColour(part), 1});
  }
  if (palette.empty()) failUsage("a palette needs at least one colour; write it like #ff8800,#00aa44");
  normalise(palette);
  return palette;
}

Json toJson(const Palette& palette) {
  Json json = Json::array();
  for (const PaletteColour& c : palette) json.push_back({{"colour", colourText(c.colour)}, {"share", c.share}});
  return json;
}

Palette paletteFromJson(const Json& json) {
  Palette palette;
  for (const Json& c : json) {
    palette.push_back({parseColour(c.at("colour").get<std::string>()), c.at("share").get<double>()});
    if (!(palette.back().share >= 0 && palette.back().share <= 1)) fail("a palette's share lies beyond 0 and 1");
  }
  return palette;
}

}  // namespace chaesaek
