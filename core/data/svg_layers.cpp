// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/svg_layers.h"

#include <charconv>
#include <optional>

#include "core/base/error.h"

namespace chaesaek {
namespace {

/// One tag of the markup; comments, declarations and processing instructions are passed over.
struct Tag {
  size_t begin = 0, end = 0;  // "<" and one past ">"
  bool closes = false, alone = false;
};

/// One past the ">" that ends the tag at `at`: a ">" inside of quotes does not.
size_t endOfTag(std::string_view svg, size_t at) {
  for (char quote = 0; at < svg.size(); ++at) {
    const char c = svg[at];
    if (quote ? c == quote : c == '"' || c == '\'') quote = quote ? 0 : c;
    else if (!quote && c == '>') return at + 1;
  }
  return std::string_view::npos;
}

std::optional<Tag> nextTag(std::string_view svg, size_t from) {
  for (size_t at = svg.find('<', from); at != std::string_view::npos; at = svg.find('<', at)) {
    const bool comment = svg.substr(at, 4) == "<!--";
    const size_t end = comment ? svg.find("-->", at) : endOfTag(svg, at);
    if (end == std::string_view::npos) return std::nullopt;
    if (svg[at + 1] != '!' && svg[at + 1] != '?') return Tag{at, end, svg[at + 1] == '/', svg[end - 2] == '/'};
    at = end;
  }
  return std::nullopt;
}

bool isLineGroup(std::string_view tag) { return tag.starts_with("<g ") && tag.find(" id=\"line") != std::string_view::npos; }

}  // namespace

SvgLayers splitLayers(std::string_view svg, const std::string& what) {
  const auto root = nextTag(svg, 0);
  if (!root || !svg.substr(root->begin).starts_with("<svg")) fail(what + " is not an SVG drawing");
  SvgLayers layers{std::string(svg.substr(0, root->end)), std::string(svg.substr(0, root->end))};
  int depth = 1;
  size_t child = 0;     // where the outermost element began that we are in
  bool ink = false, anyInk = false;
  for (size_t at = root->end; depth > 0;) {
    const auto tag = nextTag(svg, at);
    if (!tag) fail(what + " is cut off: an element of it never ends");
    if (depth == 1 && !tag->closes) {
      child = tag->begin;
      ink = isLineGroup(svg.substr(tag->begin, tag->end - tag->begin));
      anyInk = anyInk || ink;
    }
    depth += tag->closes ? -1 : tag->alone ? 0 : 1;
    at = tag->end;
    if (depth == 1) (ink ? layers.lines : layers.fill) += svg.substr(child, at - child);
  }
  if (!anyInk) fail(what + " has no group \"line\"");
  layers.lines += "</svg>";
  layers.fill += "</svg>";
  return layers;
}

std::string withStrokeWidths(std::string_view svg, double factor) {
  constexpr std::string_view kKey = "stroke-width=\"";
  std::string out;
  size_t at = 0;
  for (size_t key; (key = svg.find(kKey, at)) != std::string_view::npos;) {
    const size_t number = key + kKey.size();
    out += svg.substr(at, number - at);
    double width = 0;
    const auto [end, error] = std::from_chars(svg.data() + number, svg.data() + svg.size(), width);
    at = number;
    if (error != std::errc()) continue;
    char text[32];
    out.append(text, std::to_chars(text, text + sizeof text, width * factor, std::chars_format::fixed, 4).ptr);
    at = static_cast<size_t>(end - svg.data());
  }
  return out += svg.substr(at);
}

}  // namespace chaesaek
