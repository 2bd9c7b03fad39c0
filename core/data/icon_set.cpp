// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/icon_set.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <set>
#include <sstream>
#include <string_view>

#include "core/base/json.h"
#include "core/data/hues.h"
#include "core/data/openmoji.h"
#include "core/data/ordered_work.h"
#include "core/data/pack_format.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

constexpr int kThreads = 1;
constexpr double kMargin = .06;    // of an icon's size, on each side: its outline must not leave the picture
constexpr double kMostLines = .4;  // of the pixels: more is a black blot

std::string plain(const std::string& name) {
  std::string out;
  for (const unsigned char c : name)
    if (std::isalnum(c)) out += static_cast<char>(std::tolower(c));
  return out;
}

/// "carrot-line" -> "carrot": how some sets tell their outlines from the same icons filled.
std::string withoutStyle(const std::string& name) {
  for (const std::string_view style : {"-line", "-linear", "-outline"})
    if (name.ends_with(style)) return name.substr(0, name.size() - style.size());
  return name;
}

std::string withoutNumber(const std::string& name) {
  const size_t end = name.find_last_not_of("0123456789");
  return end == std::string::npos || end + 1 == name.size() ? name : name.substr(0, name[end] == '-' ? end : end + 1);
}

/// "1f9d1-fe0f" -> "1F9D1": upper case, at least four digits, without variation selectors.
std::string openmojiSpelling(const std::string& code) {
  std::string out;
  std::istringstream parts(code);
  for (std::string part; std::getline(parts, part, '-');) {
    std::transform(part.begin(), part.end(), part.begin(), [](unsigned char c) { return std::toupper(c); });
    part.insert(0, part.size() < 4 ? 4 - part.size() : 0, '0');
    if (part != "FE0F") out += (out.empty() ? "" : "-") + part;
  }
  return out;
}

/// Fonts of icons number them in Unicode's private areas, which mean nothing.
bool isPrivate(const std::string& code) {
  const unsigned long first = std::strtoul(code.c_str(), nullptr, 16);
  return (first >= 0xE000 && first <= 0xF8FF) || first >= 0xF0000;
}

/// Variants say so in their names where they have no code points: "baby-dark-skin-tone", "mermaid-tone3", "skier-medium-light".
bool namesSkinTone(const std::string& name) {
  const auto ends = [&](const char* end) { return name.ends_with(end); };
  return name.find("skin-tone") != std::string::npos || withoutNumber(name).ends_with("-tone") || ends("-dark") || ends("-light") || ends("-medium");
}

Json parsed(const Files& files, const std::string& name) {
  const auto file = files.find(name);
  if (file == files.end()) fail("the icon set has no " + name + "; fetch it again");
  Json json = Json::parse(file->second, nullptr, false);
  if (!json.is_object()) fail("the icon set's " + name + " is damaged; fetch it again");
  return json;
}

/// The icon as a document of its own. A part that gives no size has the set's, else 16 (the format's default).
std::string document(const Json& icon, const Json& set) {
  const auto number = [&](const char* key, double otherwise) { return icon.value(key, set.value(key, otherwise)); };
  const double width = number("width", 16), height = number("height", 16), edge = kMargin * std::max(width, height);
  std::ostringstream svg;
  svg << R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox=")" << number("left", 0) - edge << ' '
      << number("top", 0) - edge << ' ' << width + 2 * edge << ' ' << height + 2 * edge << R"(">)" << icon.value("body", "") << "</svg>";
  return svg.str();
}

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

/// Fills in what the icon shows and on which side of the split it falls. `code` is empty where nobody knows.
void giveMeaning(Icon& icon, const std::string& code, const ThingNames& names) {
  const std::string label = code.empty() ? "" : names.labelOf(code);
  const std::string thing = code.empty() ? icon.name : code.substr(0, code.find('-'));
  icon.known = !code.empty();
  icon.info = {icon.name, label.empty() ? spaced(icon.name) : label, splitOfThing(thing), -1, false};
  if (code.empty()) {
    if (icon.name.find("flag") != std::string::npos) icon.refused = "flag";
    else if (namesSkinTone(icon.name)) icon.refused = "skin tone";
    return;
  }
  const OpenmojiName meaning = readOpenmojiName(code);
  icon.refused = meaning.variant ? "skin tone" : meaning.refused;
}

DrawnPicture drawn(const Icon& icon, bool linesOnly) {
  if (!icon.refused.empty()) return {icon.refused, {}};
  if (linesOnly && !icon.known) return {"nobody knows what it shows", {}};
  const cv::Mat picture = renderSvg(icon.svg, 2 * kDrawingSide, icon.name);
  PackDrawing drawing = drawWithLines(linesOnly ? inkAlone(picture) : findIconLines(picture), kDrawingSide);
  const HueCount hues = countHues(drawing.fill);
  if (!linesOnly && hues.coloured < kLeastColour) return {"hardly any colour", {}};
  const double lines = cv::countNonZero(drawing.lines[kNativeWidth] < 128) / static_cast<double>(drawing.fill.total());
  if (lines == 0) return {"no lines", {}};
  if (lines > kMostLines) return {"mostly lines", {}};
  drawing.info = icon.info;
  drawing.info.hue = hues.dominant;
  return {"", std::move(drawing)};
}

}  // namespace

ThingNames::ThingNames(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string code, name;
    words >> code;
    while (words >> name) {
      codes_.emplace(plain(name), code);
      labels_.emplace(code, spaced(name));
    }
  }
}

std::string ThingNames::codeOf(const std::string& name) const {
  for (const auto& key : {plain(name), plain(withoutNumber(withoutStyle(name)))})
    if (const auto found = codes_.find(key); found != codes_.end()) return found->second;
  return "";
}

std::string ThingNames::labelOf(const std::string& code) const {
  const auto found = labels_.find(code);
  return found == labels_.end() ? "" : found->second;
}

std::vector<Icon> readIcons(const Files& files, const ThingNames& names) {
  const Json set = parsed(files, "icons.json"), chars = parsed(files, "chars.json");
  std::map<std::string, std::string> codes;
  for (const auto& [code, name] : chars.items())
    if (!isPrivate(code)) codes.emplace(name.get<std::string>(), openmojiSpelling(code));
  std::map<std::string, Icon> icons;
  std::set<std::string> seen, styled;
  const Json drawings = set.value("icons", Json::object());  // items() of a temporary would dangle
  for (const auto& [name, icon] : drawings.items()) {
    Icon read{name, document(icon, set), "", false, {}};
    const auto code = codes.find(name);
    giveMeaning(read, code != codes.end() ? code->second : names.codeOf(name), names);
    const bool newDrawing = seen.insert(read.svg).second, newName = styled.insert(withoutStyle(name)).second;
    if (!newDrawing || !newName) read.refused = "there already";
    icons.emplace(name, std::move(read));
  }
  std::vector<Icon> list;
  for (auto& [name, icon] : icons) list.push_back(std::move(icon));
  return list;
}

PackDrawing drawWithLines(const IconLines& lines, int side) {
  PackDrawing drawing;
  cv::resize(lines.fill, drawing.fill, {side, side}, 0, 0, cv::INTER_AREA);
  for (const double width : kLineWidths) drawing.lines.push_back(lines.sketch(width, side));
  drawing.picture = cv::Mat::zeros(drawing.fill.size(), CV_8UC3);
  addInked(drawing.picture, drawing.fill, drawing.lines[kNativeWidth], 1);
  return drawing;
}

void packPictures(const FetchableSet& set, const Files& files, const Pictures& pictures, const std::filesystem::path& out, const Progress& progress) {
  const PackShape shape{set.name, kDrawingSide, kLineWidths.size(), kNativeWidth, true, true};
  PackWriter writer(out, shape);
  std::map<std::string, int> refused;
  const auto make = [&](int i) {
    const DrawnPicture drawn = pictures.draw(i);
    return std::pair(drawn.refused, drawn.refused.empty() ? packDrawing(shape, drawn.drawing) : PackedDrawing());
  };
  inOrder(pictures.count, kThreads, make, [&](int i, const std::pair<std::string, PackedDrawing>& made) {
    progress(i + 1, pictures.count, "drawing " + set.name);
    if (made.first.empty()) writer.append(made.second);
    else ++refused[made.first];
  });
  Json about = {{"title", set.title}, {"source", set.package}, {"licence", set.licence}, {"content_sha256", contentDigest(files)},
                {"files", pictures.count}, {"refused", refused}};
  if (set.heldOut) about["held_out"] = true;
  if (set.linesOnly) about["lines_only"] = true;
  writer.commit(about);
}

void packIcons(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress) {
  const auto icons = readIcons(files, ThingNames(readFile(shippedFolder("resources") / "thing_names.txt")));
  packPictures(set, files, {static_cast<int>(icons.size()), [&](int i) { return drawn(icons[static_cast<size_t>(i)], set.linesOnly); }}, out, progress);
}

}  // namespace chaesaek
